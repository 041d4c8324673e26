import { FileFault } from '../../files/node.ts';
import { readBytes, removePath } from '../../files/tree.ts';
import type { InstalledPackage } from '../../packages/package-store.ts';
import { installApk } from '../../packages/install.ts';
import { createByteQueue } from '../byte-queue.ts';
import type { Command, CommandContext, CommandTable } from '../command.ts';
import { mayAct, refuse } from '../refusals.ts';
import { launcherOf } from '../../apps/launch.ts';

const MAX_APK = 300 * 1024 * 1024;
const VALUED = new Set(['-S', '-i', '--user', '--abi', '--install-location', '-t', '--dont-kill']);

const operandsOf = (args: readonly string[]): string[] =>
  args.filter((arg, index) => !arg.startsWith('-') && !VALUED.has(args[index - 1] ?? ''));

const readApk = async (context: CommandContext, args: readonly string[]): Promise<Buffer | null> => {
  const size = Number(args[args.indexOf('-S') + 1]);
  if (args.includes('-S')) return size <= MAX_APK ? createByteQueue(context.stdin).take(size) : null;
  try {
    return readBytes(context.machine.handset.files, operandsOf(args)[0] ?? '');
  } catch (fault) {
    if (fault instanceof FileFault) return null;
    throw fault;
  }
};

const install = async (context: CommandContext, args: readonly string[]): Promise<number> => {
  const { say, complain, machine } = context;
  const apk = await readApk(context, args);
  if (machine.handset.profile.apiLevel < 21) say(`\tpkg: ${operandsOf(args)[0] ?? ''}\n`);
  if (apk === null) {
    complain("Failure [INSTALL_FAILED_INVALID_URI: Can't open file]\n");
    return 1;
  }
  const { ok, text } = await installApk(machine, apk, args.includes('-g'));
  say(`${text}\n`);
  return ok ? 0 : 1;
};

const uninstall = ({ machine, say }: CommandContext, args: readonly string[]): number => {
  const { packages, files } = machine.handset;
  const name = operandsOf(args)[0] ?? '';
  const found = packages.get(name);
  const isGone = found !== undefined && (!found.system || args.includes('--user')) && packages.remove(name);
  if (isGone && !found.system) removePath(files, `/data/app/${name}`, { user: 0, recursive: true });
  machine.processes.stopNamed(name);
  say(isGone ? 'Success\n' : 'Failure [DELETE_FAILED_INTERNAL_ERROR]\n');
  return isGone ? 0 : 1;
};

const FILTERS: Readonly<Record<string, (one: InstalledPackage) => boolean>> = {
  '-s': ({ system }) => system,
  '-3': ({ system }) => !system,
  '-d': ({ enabled }) => !enabled,
  '-e': ({ enabled }) => enabled,
};

const packageLine = (one: InstalledPackage, args: readonly string[]): string => {
  const path = args.includes('-f') ? `${one.path}=` : '';
  const version = args.includes('--show-versioncode') ? ` versionCode:${String(one.versionCode)}` : '';
  const uid = args.includes('-U') ? ` uid:${String(one.uid)}` : '';
  return `package:${path}${one.name}${version}${uid}\n`;
};

/** What a handset of this kind has (PackageManager.FEATURE_*), as far as anybody asks. */
const FEATURES = [
  'reqGlEsVersion=0x30002',
  'android.hardware.bluetooth',
  'android.hardware.camera',
  'android.hardware.location',
  'android.hardware.location.gps',
  'android.hardware.location.network',
  'android.hardware.telephony',
  'android.hardware.telephony.gsm',
  'android.hardware.touchscreen',
  'android.hardware.wifi',
];

const list = ({ machine, say, unknown }: CommandContext, [kind = '', ...args]: readonly string[]): number => {
  const all = machine.handset.packages.list();
  if (kind === 'packages' || kind === 'package') {
    const wanted = operandsOf(args)[0] ?? '';
    const kept = all.filter(
      (one) => one.name.includes(wanted) && args.every((arg) => FILTERS[arg]?.(one) ?? true),
    );
    say(kept.map((one) => packageLine(one, args)).join(''));
    return 0;
  }
  if (kind === 'features') {
    say(FEATURES.map((name) => `feature:${name}\n`).join(''));
    return 0;
  }
  if (kind === 'instrumentation') {
    for (const { name, instrumentation } of all)
      for (const { runner, target } of instrumentation)
        say(`instrumentation:${name}/${runner} (target=${target})\n`);
    return 0;
  }
  if (kind === 'users') {
    say('Users:\n\tUserInfo{0:Owner:c13} running\n');
    return 0;
  }
  if (kind === 'features') {
    say('feature:android.hardware.telephony\nfeature:android.hardware.wifi\n');
    return 0;
  }
  return unknown();
};

const change = (context: CommandContext, name: string, part: Partial<InstalledPackage>): number => {
  const { packages } = context.machine.handset;
  const found = packages.get(name);
  if (found === undefined) {
    context.complain(`Error: java.lang.IllegalArgumentException: Unknown package: ${name}\n`);
    return 255;
  }
  packages.put({ ...found, ...part });
  return 0;
};

const setGrant = (context: CommandContext, verb: string, args: readonly string[]): number => {
  const [name = '', permission = ''] = operandsOf(args);
  if (!mayAct(context)) {
    const code = verb === 'grant' ? 'GRANT_RUNTIME_PERMISSIONS' : 'REVOKE_RUNTIME_PERMISSIONS';
    return refuse(
      context,
      verb,
      `${verb}RuntimePermission: Neither user 2000 nor current process has android.permission.${code}.`,
    );
  }
  const before = context.machine.handset.packages.get(name)?.granted ?? [];
  const rest = before.filter((one) => one !== permission);
  return change(context, name, { granted: verb === 'grant' ? [...rest, permission] : rest });
};

const path = ({ machine, say }: CommandContext, [name = '']: readonly string[]): number => {
  const found = machine.handset.packages.get(name);
  if (found !== undefined) say(`package:${found.path}\n`);
  return found === undefined ? 1 : 0;
};

const resolveActivity = ({ machine, say }: CommandContext, args: readonly string[]): number => {
  const name = operandsOf(args).at(-1) ?? '';
  const activity = launcherOf(machine, name);
  if (activity === null) say('No activity found\n');
  else
    say(`priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true\n${name}/${activity}\n`);
  return 0;
};

const clear = ({ machine, say }: CommandContext, args: readonly string[]): number => {
  const name = operandsOf(args)[0] ?? '';
  const isKnown = machine.handset.packages.get(name) !== undefined;
  machine.windows.closePackage(name);
  machine.processes.stopNamed(name);
  say(isKnown ? 'Success\n' : 'Failed\n');
  return isKnown ? 0 : 1;
};

const setEnabled = (context: CommandContext, args: readonly string[], enabled: boolean): number => {
  const name = operandsOf(args)[0] ?? '';
  const code = change(context, name, { enabled });
  if (code === 0) context.say(`Package ${name} new state: ${enabled ? 'enabled' : 'disabled-user'}\n`);
  return code;
};

type Verb = (context: CommandContext, args: readonly string[]) => number | Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  install,
  uninstall,
  list,
  path,
  clear,
  grant: (context, args) => setGrant(context, 'grant', args),
  revoke: (context, args) => setGrant(context, 'revoke', args),
  'resolve-activity': resolveActivity,
  enable: (context, args) => setEnabled(context, args, true),
  'disable-user': (context, args) => setEnabled(context, args, false),
  'get-install-location': ({ say }) => {
    say('0[auto]\n');
    return 0;
  },
  'trim-caches': () => 0,
};

/** The package manager, as `pm` and as `cmd package`. */
export const runPackageManager = (
  context: CommandContext,
  args: readonly string[],
): number | Promise<number> => {
  const [verb = '', ...rest] = args;
  return Object.hasOwn(VERBS, verb) ? (VERBS[verb]?.(context, rest) ?? context.unknown()) : context.unknown();
};

const pm: Command = (context) => runPackageManager(context, context.args);

/** The pm command. */
export const PACKAGE_COMMANDS: CommandTable = { pm };
