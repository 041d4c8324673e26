import { setTimeout as wait } from 'node:timers/promises';
import type { FileUser } from '../../files/tree.ts';
import { type Command, type CommandContext, type CommandTable, readInput } from '../command.ts';

const getprop: Command = ({ machine, args, say }) => {
  const { properties } = machine.handset;
  const [name, fallback = ''] = args.filter((arg) => !arg.startsWith('-'));
  if (name !== undefined) say(`${properties.get(name) || fallback}\n`);
  else
    say(
      properties
        .list()
        .map(([key, value]) => `[${key}]: [${value}]\n`)
        .join(''),
    );
  return 0;
};

const setprop: Command = ({ machine, args: [name = '', value = ''], user, complain }) => {
  if (user !== 0 && !/^(debug|log|persist\.log)\./.test(name)) {
    complain(`Failed to set property '${name}' to '${value}'.\nSee dmesg for error reason.\n`);
    return 1;
  }
  machine.handset.properties.set(name, value);
  return 0;
};

const id: Command = ({ user, args, say }) => {
  if (args.includes('-u')) say(`${String(user)}\n`);
  else if (user === 0) say('uid=0(root) gid=0(root) groups=0(root) context=u:r:su:s0\n');
  else
    say('uid=2000(shell) gid=2000(shell) groups=2000(shell),1004(input),3003(inet) context=u:r:shell:s0\n');
  return 0;
};

const whoami: Command = ({ user, say }) => {
  say(user === 0 ? 'root\n' : 'shell\n');
  return 0;
};

/** `su [user] [-c] command`: on a userdebug build the shell may become root. */
const su: Command = (context) => {
  if (context.machine.handset.profile.buildType !== 'userdebug') {
    context.complain('/system/bin/sh: su: inaccessible or not found\n');
    return 127;
  }
  const words = context.args.filter((arg) => arg !== '-c' && arg !== '-');
  const isUser = /^(0|root|2000|shell)$/.test(words[0] ?? '');
  const user: FileUser = words[0] === '2000' || words[0] === 'shell' ? 2000 : 0;
  return context.run(words.slice(isUser ? 1 : 0).join(' '), user);
};

const sh: Command = async (context) => {
  const place = context.args.indexOf('-c');
  if (place !== -1) return context.run(context.args[place + 1] ?? '');
  const [script] = context.args;
  if (script !== undefined) return context.run(`. ${script}`);
  return context.run((await readInput(context)).toString('utf8'));
};

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

const zoneOffsetMinutes = (timeZone: string, atMs: number): number => {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    atMs,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

const dateFields = (atMs: number, offset: number): Readonly<Record<string, string>> => {
  const local = new Date(atMs + offset * 60_000);
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const sign = offset < 0 ? '-' : '+';
  const time = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`;
  return {
    Y: String(local.getUTCFullYear()),
    m: pad(local.getUTCMonth() + 1),
    d: pad(local.getUTCDate()),
    e: String(local.getUTCDate()).padStart(2),
    H: pad(local.getUTCHours()),
    M: pad(local.getUTCMinutes()),
    S: pad(local.getUTCSeconds()),
    T: time,
    s: String(Math.floor(atMs / 1000)),
    N: `${pad(atMs % 1000, 3)}000000`,
    z: `${sign}${pad(Math.floor(Math.abs(offset) / 60))}${pad(Math.abs(offset) % 60)}`,
    a: days[local.getUTCDay()] ?? '',
    b: months[local.getUTCMonth()] ?? '',
  };
};

/** The handset's own clock, which may be wrong. */
const date: Command = ({ machine, args, say }) => {
  const { clock, traps, properties } = machine.handset;
  const atMs = clock.nowMs() + traps.clockSkewMs;
  const offset = args.includes('-u')
    ? 0
    : zoneOffsetMinutes(properties.get('persist.sys.timezone') || 'UTC', atMs);
  const fields = dateFields(atMs, offset);
  const format = args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%a %b %e %T %z %Y';
  say(`${format.replace(/%([a-zA-Z])/g, (whole, key: string) => fields[key] ?? whole)}\n`);
  return 0;
};

const uptime: Command = ({ machine, say }) => {
  const { clock, status } = machine.handset;
  const minutes = Math.floor((clock.nowMs() - status.bootedAtMs) / 60_000);
  say(` 12:00:00 up ${String(minutes)} min,  0 users,  load average: 1.00, 1.00, 1.00\n`);
  return 0;
};

/** Bounded so that a stuck caller does not keep the twin busy. */
const sleep: Command = async ({ args: [seconds = '0'], signal }) => {
  await wait(Math.min(Number(seconds) || 0, 120) * 1000, undefined, { signal }).catch(() => undefined);
  return 0;
};

const SYSTEM_PROCESSES = [
  ['root', 1, 'init'],
  ['root', 745, 'zygote64'],
  ['root', 746, 'zygote'],
  ['system', 1480, 'system_server'],
  ['radio', 1911, 'com.android.phone'],
  ['shell', 1204, 'adbd'],
  ['u0_a70', 2105, 'com.miui.home'],
] as const;

const PS_HELP = `usage: ps [-AadefLlnwZ] [-gG GROUP,] [-k FIELD,] [-o FIELD,] [-p PID,] [-t TTY,] [-uU USER,]

List processes.

Which processes to show (-gGuUpPt selections may be comma separated lists):

-A\tAll
-a\tHas terminal not session leader
`;

const ps: Command = ({ machine, args, say }) => {
  if (args.includes('--help')) {
    say(PS_HELP);
    return 0;
  }
  const started = machine.processes.list().map(({ user, pid, name }) => [user, pid, name] as const);
  const rows = [...SYSTEM_PROCESSES, ...started];
  say('USER           PID  PPID        VSZ    RSS WCHAN            ADDR S NAME                       \n');
  for (const [user, pid, name] of rows)
    say(
      `${user.padEnd(12)} ${String(pid).padStart(5)}     1   14000000 120000 0                   0 S ${name}\n`,
    );
  return 0;
};

const pidof: Command = ({ machine, args: wanted, say }) => {
  const started = machine.processes.list().map(({ pid, name }) => [pid, name] as const);
  const rows = [...SYSTEM_PROCESSES.map(([, pid, name]) => [pid, name] as const), ...started];
  const pids = rows.filter(([, name]) => wanted.includes(name)).map(([pid]) => String(pid));
  if (pids.length > 0) say(`${pids.join(' ')}\n`);
  return pids.length > 0 ? 0 : 1;
};

const kill: Command = ({ machine, args, complain }) => {
  let code = 0;
  for (const arg of args.filter((one) => /^\d+$/.test(one))) {
    const target = machine.processes.list().find(({ pid }) => String(pid) === arg);
    target?.stop();
    if (target === undefined) {
      complain(`/system/bin/sh: kill: ${arg}: No such process\n`);
      code = 1;
    }
  }
  return code;
};

const logcat: Command = async ({ args, say, signal }) => {
  if (args.includes('-c')) return 0;
  say('--------- beginning of main\n');
  if (args.includes('-d') || args.includes('-t')) return 0;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  return 130;
};

const reboot: Command = ({ machine }) => {
  setTimeout(machine.reboot, 50);
  return 0;
};

const uname: Command = ({ args, say }) => {
  say(args.includes('-m') ? 'aarch64\n' : 'Linux localhost 4.14.186-perf #1 SMP PREEMPT aarch64 Toybox\n');
  return 0;
};

const xargs: Command = async (context: CommandContext) => {
  const words = (await readInput(context)).toString('utf8').split(/\s+/).filter(Boolean);
  const place = context.args.findIndex((arg) => !arg.startsWith('-'));
  return context.run([...context.args.slice(Math.max(place, 0)), ...words].join(' '));
};

/** Every mount namespace is the same one here; what is to be run in another is run. */
const nsenter: Command = (context) => {
  const place = context.args.indexOf('--');
  const words = context.args.slice(
    place === -1 ? context.args.findIndex((arg) => !arg.startsWith('-')) : place + 1,
  );
  return context.user === 0 ? context.run(words.join(' ')) : 1;
};

const success: Command = () => 0;

/** Commands about the running system. */
export const SYSTEM_COMMANDS: CommandTable = {
  getprop,
  setprop,
  id,
  whoami,
  su,
  sh,
  date,
  uptime,
  sleep,
  ps,
  pidof,
  kill,
  logcat,
  reboot,
  uname,
  xargs,
  nsenter,
  true: success,
  ':': success,
  set: success,
  trap: success,
  sync: success,
  false: () => 1,
};
