import type { Command } from 'commander';
import type { CollectCommandOptions } from './collect-plan.ts';
import type { ConsoleOptions } from './console.ts';
import type { DevicesOptions } from './devices.ts';
import type { DoctorOptions } from './doctor.ts';
import { addCommand, FORMATS, openIn, type Session } from './program-parts.ts';
import type { RestoreOptions } from './restore.ts';
import type { RunOptions } from './run.ts';
import type { TwinCommandOptions } from './twin.ts';

const ADB_SERVER = ['--adb-server <host:port>', 'the adb server to use (default: 127.0.0.1:5037)'] as const;
const DEVICE = ['--device <serial>', 'the phone, where several are attached'] as const;

const seedFrom = (text: string): number => Number.parseInt(text, 10);

const collecting = (command: Command): Command =>
  command
    .option('--scenario <name>', 'a shipped scenario or a file (default: f-secure-2014)')
    .option(...DEVICE)
    .option('--twin <name@firmware>', 'a simulated handset in place of a phone')
    .option('--handset <name>', 'a handset file, where the phone’s own is not known')
    .option('--lab <file>', 'what only the operator knows (default: lab.yaml, where there is one)')
    .option('--out <dir>', 'where captures/ and reports/ go (default: here)')
    .option('--idle <duration>', 'length of every idle step, such as 10m')
    .option('--seed <number>', 'plant the same values as an earlier run', seedFrom)
    .option('--engine <name>', 'native (the only one so far)')
    .option('--route <name>', 'adb-reverse (the only one so far)')
    .option('--appium <url>', 'a running Appium in place of our own')
    .option(...ADB_SERVER)
    .option('--install', 'install adb with apt-get where it is missing')
    .option('--restore-first', 'first put back what an earlier run left changed');

const addRun = (program: Command, session: Session): void => {
  collecting(addCommand(program, 'run'))
    .description(
      'the whole audit: prepare, record, restore, audit, report; a twin where no phone is attached',
    )
    .option('--hosts <file>', 'who owns which domain, instead of the shipped table')
    .option('--policy <file>', 'the gate, instead of the shipped default')
    .option('--review <file>', 'what people decided about groups of findings')
    .option('--geo <file>', 'an .mmdb with countries, instead of the shipped one')
    .option('--format <list>', FORMATS)
    .option('--exit-zero', 'exit with 0 whatever the verdict')
    .action(async (options: RunOptions & ConsoleOptions) => {
      const { run } = await import('./run.ts');
      session.code = await run(options, openIn(session, options));
    });
};

const addCollect = (program: Command, session: Session): void => {
  collecting(addCommand(program, 'collect'))
    .description('only the capture: prepare, record, restore')
    .action(async (options: CollectCommandOptions & ConsoleOptions) => {
      const { collect } = await import('./collect.ts');
      session.code = await collect(options, openIn(session, options));
    });
};

const addRestore = (program: Command, session: Session): void => {
  addCommand(program, 'restore')
    .description('undo what an interrupted run changed on a phone')
    .option(...DEVICE)
    .option(...ADB_SERVER)
    .action(async (options: RestoreOptions & ConsoleOptions) => {
      const { restore } = await import('./restore.ts');
      session.code = await restore(options, openIn(session, options));
    });
};

const addLists = (program: Command, session: Session): void => {
  addCommand(program, 'devices')
    .description('phones attached, handset files, twins')
    .option(...ADB_SERVER)
    .action(async (options: DevicesOptions & ConsoleOptions) => {
      const { devices } = await import('./devices.ts');
      session.code = await devices(options, openIn(session, options));
    });
  addCommand(program, 'scenarios')
    .description('the shipped scenarios with their steps')
    .action(async (options: ConsoleOptions) => {
      const { scenarios } = await import('./scenarios.ts');
      session.code = await scenarios(openIn(session, options));
    });
};

const addDoctor = (program: Command, session: Session): void => {
  addCommand(program, 'doctor')
    .description('check this computer and the phone attached; says what is missing and how to get it')
    .option('--install', 'install adb with apt-get where it is missing')
    .option(...DEVICE)
    .option(...ADB_SERVER)
    .action(async (options: DoctorOptions & ConsoleOptions) => {
      const { doctor } = await import('./doctor.ts');
      session.code = await doctor(options, openIn(session, options));
    });
};

const addTwin = (program: Command, session: Session): void => {
  addCommand(program, 'twin')
    .description(
      'keep a simulated handset up, for adb to connect to, until `quit` or the end of what is typed; in a script without input (</dev/null) until a signal',
    )
    .argument('<name@firmware>', 'one of `phonehome devices`')
    .option('--port <number>', 'where its adb listens (default: a free port)')
    .action(async (name: string, options: TwinCommandOptions & ConsoleOptions) => {
      const { twin } = await import('./twin.ts');
      session.code = await twin(name, options, openIn(session, options));
    });
};

/** Adds the commands that touch a handset; what they are made of is loaded only when one is called, for it is much. */
export const addCollecting = (program: Command, session: Session): void => {
  for (const add of [addRun, addCollect, addRestore, addLists, addDoctor, addTwin]) add(program, session);
};
