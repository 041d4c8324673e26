import type { FileUser } from '../files/tree.ts';
import type { Machine } from '../machine.ts';
import type { Connection } from './connection-type.ts';
import { runExec, runShellV1, runShellV2 } from './shell-service.ts';
import type { AdbStream } from './stream.ts';
import { runSync } from './sync.ts';

/** What a service does with the stream that was opened to it. */
export type Service = (stream: AdbStream) => void;

const say =
  (text: string, afterwards?: () => void): Service =>
  (stream) => {
    stream.end(text, () => {
      // The host reads the answer before it sees the connection end.
      if (afterwards !== undefined) setTimeout(afterwards, 50);
    });
  };

const userOf = ({ handset }: Machine): FileUser => (handset.status.rootShell ? 0 : 2000);

const setRoot = (machine: Machine, root: boolean): Service => {
  const { status, profile } = machine.handset;
  if (profile.buildType !== 'userdebug') return say('adbd cannot run as root in production builds\n');
  if (status.rootShell === root)
    return say(root ? 'adbd is already running as root\n' : 'adbd not running as root\n');
  return say(root ? 'restarting adbd as root\n' : 'restarting adbd as non root\n', () => {
    status.rootShell = root;
    machine.dropConnections();
  });
};

const remount = (machine: Machine): Service => {
  if (userOf(machine) !== 0) return say('Not running as root. Try "adb root" first.\n');
  machine.handset.files.systemWritable = true;
  return say('remount succeeded\n');
};

type Opener = (machine: Machine, connection: Connection, rest: string) => Service | null;

const OPENERS: Readonly<Record<string, Opener>> = {
  shell: (machine, _, line) => (stream) => runShellV1(machine, stream, line, userOf(machine)),
  exec: (machine, _, line) => (stream) => runExec(machine, stream, line, userOf(machine)),
  sync: (machine) => (stream) => runSync(machine.handset.files, stream, userOf(machine)),
  tcp: (machine, _, port) => machine.ports.get(Number(port)) ?? null,
  reverse: (_, connection, request) => say(connection.tunnels.answer(request)),
  root: (machine) => setRoot(machine, true),
  unroot: (machine) => setRoot(machine, false),
  remount: (machine) => remount(machine),
  reboot: (machine) => say('', machine.reboot),
};

/** The service that a host asked for; null refuses it. */
export const openService = (machine: Machine, connection: Connection, service: string): Service | null => {
  const [name = ''] = service.split(':', 1);
  const rest = service.slice(name.length + 1);
  const [kind = '', ...options] = name.split(',');
  if (kind === 'shell' && options.includes('v2'))
    return (stream) => runShellV2(machine, stream, rest, userOf(machine));
  return Object.hasOwn(OPENERS, kind) ? (OPENERS[kind]?.(machine, connection, rest) ?? null) : null;
};
