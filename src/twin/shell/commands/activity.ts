import { launcherOf, startActivity } from '../../apps/launch.ts';
import type { Intent } from '../../apps/windows.ts';
import type { Command, CommandContext, CommandTable } from '../command.ts';

const UIAUTOMATOR = 'io.appium.uiautomator2.server';
const APPIUM_SETTINGS = 'io.appium.settings';

/** Options that take a value, and where the value goes. */
const VALUED: Readonly<
  Record<string, 'action' | 'address' | 'category' | 'component' | 'package' | 'ignored'>
> = {
  '-a': 'action',
  '-d': 'address',
  '-c': 'category',
  '-n': 'component',
  '-p': 'package',
  '-t': 'ignored',
  '-f': 'ignored',
  '--user': 'ignored',
  '--display': 'ignored',
  '--windowingMode': 'ignored',
};

const EXTRA = /^--?e[a-z]*$/;

export type ParsedIntent = Intent & { readonly component: string; readonly category: string };

type Fields = Record<'action' | 'address' | 'category' | 'component' | 'package' | 'ignored', string>;

/** A bare word is a component, an address or a package, by its look. */
const placeWord = (fields: Fields, word: string): void => {
  if (word.includes(':')) fields.address = word;
  else if (word.includes('/')) fields.component = word;
  else fields.package = word;
};

const componentOf = (fields: Fields): readonly [packageName: string, activity: string] => {
  if (fields.component === '') return [fields.package, ''];
  const [packageName = '', short = ''] = fields.component.split('/');
  return [packageName, short.startsWith('.') ? packageName + short : short];
};

/** An intent from the arguments of `am`. */
export const parseIntent = (args: readonly string[]): ParsedIntent => {
  const fields: Fields = { action: '', address: '', category: '', component: '', package: '', ignored: '' };
  const extras: Record<string, string> = {};
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const kind = VALUED[arg];
    if (kind !== undefined) fields[kind] = left.shift() ?? '';
    else if (EXTRA.test(arg)) extras[left.shift() ?? ''] = left.shift() ?? '';
    else if (!arg.startsWith('-')) placeWord(fields, arg);
  }
  const { action, address, component, category } = fields;
  const [packageName, activity] = componentOf(fields);
  return { packageName, activity, extras, action, address, component, category };
};

const intentText = (intent: ParsedIntent): string => {
  const parts = [
    intent.action === '' ? '' : `act=${intent.action}`,
    intent.category === '' ? '' : `cat=[${intent.category}]`,
    intent.address === '' ? '' : `dat=${intent.address}`,
    intent.component === '' ? '' : `cmp=${intent.component}`,
    intent.component === '' && intent.packageName !== '' ? `pkg=${intent.packageName}` : '',
  ];
  return `Intent { ${parts.filter((part) => part !== '').join(' ')}${Object.keys(intent.extras).length > 0 ? ' (has extras)' : ''} }`;
};

const start = (context: CommandContext, args: readonly string[]): number => {
  const { machine, say, complain } = context;
  const intent = parseIntent(args);
  if (args.includes('-S')) {
    machine.windows.closePackage(intent.packageName);
    say(`Stopping: ${intent.packageName}\n`);
  }
  say(`Starting: ${intentText(intent)}\n`);
  const outcome = startActivity(machine, intent);
  if (outcome === 'no-activity') {
    complain(
      intent.component === ''
        ? `Error: Activity not started, unable to resolve ${intentText(intent)}\n`
        : `Error type 3\nError: Activity class {${intent.component}} does not exist.\n`,
    );
    return machine.handset.profile.apiLevel >= 30 ? 1 : 0;
  }
  if (args.includes('-W')) {
    const { packageName, activity } = machine.windows.top();
    const short = activity.startsWith(packageName) ? activity.slice(packageName.length) : activity;
    say(
      `Status: ok\nLaunchState: COLD\nActivity: ${packageName}/${short}\nTotalTime: 312\nWaitTime: 318\nComplete\n`,
    );
  }
  return 0;
};

/** What Appium's helper app answers to the broadcasts that the driver sends to it. */
const appiumAnswer = (intent: ParsedIntent, { machine }: CommandContext): string => {
  const { location } = machine.handset.profile;
  if (intent.action.endsWith('.locale')) {
    const { lang = '', country = '' } = intent.extras;
    machine.handset.properties.set('persist.sys.locale', country === '' ? lang : `${lang}-${country}`);
    return '';
  }
  if (intent.action.endsWith('.list_locales')) return '{"locales":[]}';
  if (intent.action.includes('location'))
    return `${String(location.latitude)} ${String(location.longitude)} 0`;
  if (intent.action.endsWith('.clipboard.get')) return '';
  return '';
};

const broadcast = (context: CommandContext, args: readonly string[]): number => {
  const intent = parseIntent(args);
  context.say(`Broadcasting: ${intentText(intent)}\n`);
  const isForAppium = intent.packageName === APPIUM_SETTINGS || intent.action.startsWith(APPIUM_SETTINGS);
  const isRunning = context.machine.processes.list().some(({ name }) => name === APPIUM_SETTINGS);
  context.say(
    isForAppium && isRunning
      ? `Broadcast completed: result=-1, data="${appiumAnswer(intent, context)}"\n`
      : 'Broadcast completed: result=0\n',
  );
  return 0;
};

const forceStop = ({ machine }: CommandContext, args: readonly string[]): number => {
  const name = args.filter((arg) => !arg.startsWith('-')).at(-1) ?? '';
  machine.windows.closePackage(name);
  machine.processes.stopNamed(name);
  return 0;
};

/** Stays as long as the instrumentation runs; only UiAutomator2's is played. */
const instrument = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const component = args.find((arg) => /^[\w.]+\/[\w.]+$/.test(arg)) ?? '';
  const [packageName = '', runner = ''] = component.split('/');
  const { machine, say, signal } = context;
  const declared = machine.handset.packages
    .get(packageName)
    ?.instrumentation.find((one) => one.runner === runner);
  if (declared === undefined) {
    say(
      `INSTRUMENTATION_STATUS: Error=Unable to find instrumentation info for: ComponentInfo{${component}}\n`,
    );
    say('INSTRUMENTATION_STATUS_CODE: -1\n');
    return 1;
  }
  if (declared.target !== UIAUTOMATOR) return context.unknown();
  await machine.runAutomation(signal);
  say('INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0\n');
  return 0;
};

const startService = ({ machine, say }: CommandContext, args: readonly string[]): number => {
  const intent = parseIntent(args);
  say(`Starting service: ${intentText(intent)}\n`);
  const installed = machine.handset.packages.get(intent.packageName);
  if (installed === undefined) {
    say('Error: Not found; no service started.\n');
    return 255;
  }
  const isRunning = machine.processes.list().some(({ name }) => name === intent.packageName);
  if (!isRunning) machine.processes.start(`u0_a${String(installed.uid - 10_000)}`, intent.packageName);
  return 0;
};

type Verb = (context: CommandContext, args: readonly string[]) => number | Promise<number>;

const quiet: Verb = () => 0;

const VERBS: Readonly<Record<string, Verb>> = {
  start,
  'start-activity': start,
  startservice: startService,
  'start-service': startService,
  'start-foreground-service': startService,
  stopservice: quiet,
  broadcast,
  'force-stop': forceStop,
  kill: forceStop,
  instrument,
  'get-current-user': ({ say }) => {
    say('0\n');
    return 0;
  },
  'wait-for-broadcast-idle': ({ say }) => {
    say('All broadcast queues are idle!\n');
    return 0;
  },
};

/** The activity manager, as `am` and as `cmd activity`. */
export const runActivityManager = (
  context: CommandContext,
  args: readonly string[],
): number | Promise<number> => {
  const [verb = '', ...rest] = args;
  return Object.hasOwn(VERBS, verb) ? (VERBS[verb]?.(context, rest) ?? context.unknown()) : context.unknown();
};

const am: Command = (context) => runActivityManager(context, context.args);

/** `monkey -p package -c LAUNCHER 1` starts an app on old versions. */
const monkey: Command = (context) => {
  const packageName = context.args[context.args.indexOf('-p') + 1] ?? '';
  const activity = launcherOf(context.machine, packageName);
  if (activity === null) {
    context.complain('** No activities found to run, monkey aborted.\n');
    return 252;
  }
  startActivity(context.machine, { packageName, activity, action: '', address: '', extras: {} });
  context.say('Events injected: 1\n');
  return 0;
};

/** Commands that start and stop apps. */
export const ACTIVITY_COMMANDS: CommandTable = { am, monkey };
