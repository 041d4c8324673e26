import { PassThrough } from 'node:stream';
import { exists } from '../files/tree.ts';
import type { Machine } from '../machine.ts';
import type { Command, CommandContext, Output, Streams } from './command.ts';
import { COMMAND_TABLE } from './command-table.ts';
import { expandText, expandWord, type Scope } from './expand.ts';
import type { Word } from './lex.ts';
import { parse, type Redirect, type Statement } from './parse.ts';
import { redirect } from './redirect.ts';

/** A shell that runs: its variables, its place and how deep it is nested. */
type Shell = {
  readonly machine: Machine;
  readonly environment: Map<string, string>;
  workingDirectory: string;
  lastCode: number;
  exited: boolean;
  readonly depth: number;
};

const MAX_DEPTH = 12;
const MAX_LOOPS = 10_000;

const scopeOf = (shell: Shell, streams: Streams): Scope => ({
  files: shell.machine.handset.files,
  workingDirectory: shell.workingDirectory,
  variable: (name) => (name === '?' ? String(shell.lastCode) : (shell.environment.get(name) ?? '')),
  output: async (line) => {
    const chunks: Buffer[] = [];
    const stdout: Output = (bytes) => void chunks.push(bytes);
    shell.lastCode = await runNested(shell, line, { ...streams, stdout });
    return Buffer.concat(chunks).toString('utf8').replace(/\n+$/, '');
  },
});

/** A shell of its own with the same variables, in the same place. */
const nestedIn = (shell: Shell): Shell => ({
  ...shell,
  environment: new Map(shell.environment),
  exited: false,
  depth: shell.depth + 1,
});

const runNested = (shell: Shell, line: string, streams: Streams): Promise<number> => {
  if (shell.depth >= MAX_DEPTH) return Promise.resolve(1);
  return runStatement(nestedIn(shell), parse(line), streams);
};

const redirectIn = (
  shell: Shell,
  streams: Streams,
  redirects: readonly Redirect[],
): Promise<Streams | null> =>
  redirect(streams, redirects, {
    files: shell.machine.handset.files,
    workingDirectory: shell.workingDirectory,
    textOf: (word) => expandText(word, scopeOf(shell, streams)),
  });

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

const takeAssignment = async (shell: Shell, word: Word, scope: Scope): Promise<boolean> => {
  const [first] = word;
  const name = first?.kind === 'text' && !first.quoted ? ASSIGNMENT.exec(first.text)?.[1] : undefined;
  if (name === undefined) return false;
  const text = await expandText(word, scope);
  shell.environment.set(name, text.slice(name.length + 1));
  return true;
};

const contextOf = (
  shell: Shell,
  name: string,
  args: readonly string[],
  streams: Streams,
): CommandContext => ({
  ...streams,
  machine: shell.machine,
  name,
  args,
  environment: shell.environment,
  workingDirectory: shell.workingDirectory,
  say: (text) => void streams.stdout(Buffer.from(text)),
  complain: (text) => void streams.stderr(Buffer.from(text)),
  unknown: () => {
    shell.machine.unknownCommands.push([name, ...args].join(' ').slice(0, 400));
    return 127;
  },
  run: (line, user = streams.user) => runNested(shell, line, { ...streams, user }),
});

/** Commands that change the shell itself. */
const BUILTINS: Readonly<Record<string, (shell: Shell, args: readonly string[]) => number>> = {
  cd: (shell, [path = '/']) => {
    const target = path.startsWith('/') ? path : `${shell.workingDirectory}/${path}`;
    if (!exists(shell.machine.handset.files, target)) return 2;
    shell.workingDirectory = target;
    return 0;
  },
  exit: (shell, [code = String(shell.lastCode)]) => {
    shell.exited = true;
    return Number(code);
  },
  export: (shell, args) => {
    for (const arg of args) {
      const [name = '', ...value] = arg.split('=');
      if (value.length > 0) shell.environment.set(name, value.join('='));
    }
    return 0;
  },
  unset: (shell, args) => {
    for (const name of args) shell.environment.delete(name);
    return 0;
  },
};

const commandFor = (name: string): Command | undefined => {
  const bare = name.startsWith('/system/bin/') ? name.slice('/system/bin/'.length) : name;
  return Object.hasOwn(COMMAND_TABLE, bare) ? COMMAND_TABLE[bare] : undefined;
};

const notFound = (context: CommandContext): number => {
  const isNew = context.machine.handset.profile.apiLevel >= 30;
  context.complain(`/system/bin/sh: ${context.name}: ${isNew ? 'inaccessible or not found' : 'not found'}\n`);
  return context.unknown();
};

const tellWhere = async (streams: Streams, name: string): Promise<number> => {
  if (!Object.hasOwn(COMMAND_TABLE, name)) return 1;
  await streams.stdout(Buffer.from(`/system/bin/${name}\n`));
  return 0;
};

const runNamed = async (shell: Shell, words: readonly string[], streams: Streams): Promise<number> => {
  const [name = '', ...args] = words[0] === 'exec' || words[0] === 'command' ? words.slice(1) : words;
  if (name === '' || words.length === 0) return 0;
  if (name === 'which' || name === '-v') return tellWhere(streams, args[0] ?? '');
  const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (builtin !== undefined) return builtin(shell, args);
  const context = contextOf(shell, name, args, streams);
  return (commandFor(name) ?? notFound)(context);
};

const runSimple = async (
  shell: Shell,
  statement: Extract<Statement, { kind: 'simple' }>,
  streams: Streams,
): Promise<number> => {
  const scope = scopeOf(shell, streams);
  const words: string[] = [];
  for (const word of statement.words) {
    if (words.length === 0 && (await takeAssignment(shell, word, scope))) continue;
    words.push(...(await expandWord(word, scope)));
  }
  const redirected = await redirectIn(shell, streams, statement.redirects);
  return redirected === null ? 1 : runNamed(shell, words, redirected);
};

/** Runs all stages at once; a stage whose reader has ended is aborted. */
const runPipeline = async (
  shell: Shell,
  statement: Extract<Statement, { kind: 'pipeline' }>,
  streams: Streams,
): Promise<number> => {
  let { stdin } = streams;
  let previous: AbortController | undefined;
  const codes = statement.stages.map((stage, index) => {
    const isLast = index === statement.stages.length - 1;
    const pipe = new PassThrough({ highWaterMark: 16 * 1024 * 1024 });
    const abort = new AbortController();
    const writer = previous;
    const staged: Streams = {
      ...streams,
      stdin,
      stdout: isLast ? streams.stdout : (bytes) => void pipe.write(bytes),
      signal: AbortSignal.any([streams.signal, abort.signal]),
    };
    stdin = pipe;
    previous = abort;
    return runStatement(nestedIn(shell), stage, staged).finally(() => {
      pipe.end();
      writer?.abort();
    });
  });
  const code = (await Promise.all(codes)).at(-1) ?? 0;
  return statement.negated ? Number(code === 0) : code;
};

const runList = async (
  shell: Shell,
  statement: Extract<Statement, { kind: 'list' }>,
  streams: Streams,
): Promise<number> => {
  let skip = false;
  for (const { statement: item, joint } of statement.items) {
    if (!skip) shell.lastCode = await runStatement(shell, item, streams);
    if (shell.exited || streams.signal.aborted) break;
    if (joint === '&&') skip = shell.lastCode !== 0;
    else if (joint === '||') skip = shell.lastCode === 0;
    else skip = false;
  }
  return shell.lastCode;
};

const runLoop = async (
  shell: Shell,
  statement: Extract<Statement, { kind: 'for' | 'while' }>,
  streams: Streams,
): Promise<number> => {
  if (statement.kind === 'for') {
    const scope = scopeOf(shell, streams);
    for (const word of statement.words)
      for (const value of await expandWord(word, scope)) {
        shell.environment.set(statement.name, value);
        await runStatement(shell, statement.body, streams);
      }
    return shell.lastCode;
  }
  for (let turn = 0; turn < MAX_LOOPS && !streams.signal.aborted; turn++) {
    if ((await runStatement(shell, statement.condition, streams)) !== 0) break;
    await runStatement(shell, statement.body, streams);
  }
  return shell.lastCode;
};

type StatementOf<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

const runGroup = async (shell: Shell, statement: StatementOf<'group'>, streams: Streams): Promise<number> => {
  const redirected = await redirectIn(shell, streams, statement.redirects);
  if (redirected === null) return 1;
  return runStatement(statement.isolated ? nestedIn(shell) : shell, statement.body, redirected);
};

const runIf = async (shell: Shell, statement: StatementOf<'if'>, streams: Streams): Promise<number> => {
  const holds = (await runStatement(shell, statement.condition, streams)) === 0;
  const chosen = holds ? statement.then : statement.otherwise;
  return chosen === null ? 0 : runStatement(shell, chosen, streams);
};

const runStatement = async (shell: Shell, statement: Statement, streams: Streams): Promise<number> => {
  if (shell.depth > MAX_DEPTH) return 1;
  switch (statement.kind) {
    case 'simple':
      return runSimple(shell, statement, streams);
    case 'pipeline':
      return runPipeline(shell, statement, streams);
    case 'list':
      return runList(shell, statement, streams);
    case 'group':
      return runGroup(shell, statement, streams);
    case 'if':
      return runIf(shell, statement, streams);
    case 'for':
    case 'while':
      return runLoop(shell, statement, streams);
  }
};

const ENVIRONMENT = {
  PATH: '/product/bin:/system/bin:/system/xbin:/vendor/bin',
  HOME: '/',
  SHELL: '/bin/sh',
  TMPDIR: '/data/local/tmp',
};

/** Runs a command line as the handset's shell does; gives its exit code. */
export const runCommandLine = (machine: Machine, line: string, streams: Streams): Promise<number> => {
  const environment = new Map(Object.entries(ENVIRONMENT));
  const shell: Shell = { machine, environment, workingDirectory: '/', lastCode: 0, exited: false, depth: 0 };
  return runStatement(shell, parse(line), streams);
};
