import { Command } from 'commander';
import type { ConsoleOptions } from './console.ts';
import { audit, type AuditOptions } from './audit.ts';
import { explain, type ExplainOptions } from './explain.ts';
import { exportCapture, type ExportOptions } from './export-capture.ts';
import { Failure } from '#model/failure';
import { readPackageFacts } from './package-facts.ts';
import { addCollecting } from './program-collect.ts';
import { addCommand, FORMATS, openIn, type Session } from './program-parts.ts';
import { render, type RenderOptions } from './render.ts';
import { schema } from './schema.ts';
import { verifyInput, type VerifyOptions } from './verify.ts';

const countFrom = (text: string): number => {
  if (/^\d{1,2}$/u.test(text)) return Number(text);
  throw new Failure('usage', '--workers: a number from 0 to 99 is expected', { remedy: 'leave it out' });
};

const addAudit = (program: Command, session: Session): void => {
  addCommand(program, 'audit')
    .description('audit a capture folder, a .har, a mitmproxy flow file, a .pcap, or "sample"')
    .argument('<input>', 'a file, a capture folder, or the word sample')
    .option('--canaries <file>', 'values known to be on the phone, JSON or YAML')
    .option('--hosts <file>', 'who owns which domain, instead of the shipped table')
    .option('--policy <file>', 'the gate, instead of the shipped default')
    .option('--review <file>', 'what people decided about groups of findings')
    .option('--geo <file>', 'an .mmdb with countries, instead of the shipped one')
    .option('--keylog <file>', 'TLS keys for a .pcap')
    .option('--region <code>', 'country of national phone numbers, such as IN')
    .option('--brand <name>', 'brand of the handset, where the input does not say')
    .option('--workers <count>', 'threads to audit with (default: as many as help)', countFrom)
    .option(
      '--out <dir>',
      'where the report goes (default: reports/<session or input name>, with a number if another input’s is there)',
    )
    .option('--format <list>', FORMATS)
    .option('--exit-zero', 'exit with 0 whatever the verdict')
    .action(async (input: string, options: AuditOptions & ConsoleOptions) => {
      session.code = await audit(input, options, openIn(session, options));
    });
};

const addRender = (program: Command, session: Session): void => {
  addCommand(program, 'render')
    .description('write a saved report again')
    .argument('<report>', 'a report.json')
    .option('--out <dir>', 'where to write (default: beside the report)')
    .option('--format <list>', FORMATS)
    .action(async (file: string, options: RenderOptions & ConsoleOptions) => {
      session.code = await render(file, options, openIn(session, options));
    });
};

const addExport = (program: Command, session: Session): void => {
  addCommand(program, 'export')
    .description('a capture in another format')
    .argument('<capture>', 'a capture folder, or another input of audit')
    .option('--format <name>', 'har', 'har')
    .option('--redact', 'blank the known values, leave answers out')
    .option('--canaries <file>', 'the values to blank, where the input does not hold them')
    .option('--out <file>', 'the file to write (default: <capture name>.har)')
    .action(async (directory: string, options: ExportOptions & ConsoleOptions) => {
      session.code = await exportCapture(directory, options, openIn(session, options));
    });
};

const addExplain = (program: Command, session: Session): void => {
  addCommand(program, 'explain')
    .description('one finding, step by step')
    .argument('<finding>', 'the id of a finding, or its beginning')
    .option('--report <file>', 'the report.json to look in (default: all under reports/)')
    .action(async (id: string, options: ExplainOptions & ConsoleOptions) => {
      session.code = await explain(id, options, openIn(session, options));
    });
};

const addVerify = (program: Command, session: Session): void => {
  addCommand(program, 'verify')
    .description('check a capture against its manifest, and derive the findings of its report anew')
    .argument('<input>', 'a capture folder, or another input of audit')
    .option('--report <file>', 'the report.json to verify (default: the newest of this input under reports/)')
    .option('--canaries <file>', 'the known values, where the input does not hold them')
    .option('--keylog <file>', 'TLS keys for a .pcap')
    .option('--region <code>', 'country of national phone numbers, such as IN')
    .action(async (input: string, options: VerifyOptions & ConsoleOptions) => {
      session.code = await verifyInput(input, options, openIn(session, options));
    });
};

const addSchema = (program: Command, session: Session): void => {
  addCommand(program, 'schema')
    .description('the JSON Schema of a file format')
    .argument('<name>', 'canaries, event, hosts, mark, policy, report, review, session, …')
    .action((name: string, options: ConsoleOptions) => {
      session.code = schema(name, openIn(session, options));
    });
};

/** Every command, its options and its help. */
export const buildProgram = (session: Session): Command => {
  const program = new Command('phonehome')
    .description('What does this phone send home, to whom, and had its owner agreed?')
    .version(readPackageFacts().version)
    .showHelpAfterError('  phonehome --help names the commands')
    .configureOutput({
      outputError: (text, write) => {
        write(text.replace(/^error: /u, 'phonehome: '));
      },
    })
    .exitOverride();
  addCollecting(program, session);
  for (const add of [addAudit, addRender, addExport, addExplain, addVerify, addSchema]) add(program, session);
  // Without this, a word that is no command passes where --help follows it.
  program.on('beforeAllHelp', ({ command }: { command: Command }) => {
    const [word] = program.args;
    if (command === program && word !== undefined && word !== 'help' && !word.startsWith('-'))
      program.error(`error: unknown command '${word}'`);
  });
  return program;
};
