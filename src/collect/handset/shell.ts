import { Failure } from '#model/failure';
import type { Adb, AdbAnswer, AdbCall } from './adb.ts';
import { parseGetprop } from './answers/getprop.ts';
import { refusalIn } from './answers/refusal.ts';
import { parseSetting, parseSettings } from './answers/settings.ts';
import { parseTunnels, type Tunnel } from './answers/tunnels.ts';

export type SettingsTable = 'secure' | 'global' | 'system';

/** What a command on the handset gave. */
export type ShellAnswer = { readonly code: number; readonly text: string };

/** One handset through adb. */
export type HandsetShell = {
  readonly serial: string;
  readonly adb: Adb;
  /** Runs words as one command; each is quoted. Standard error follows standard output. */
  run(words: readonly string[], call?: AdbCall): Promise<ShellAnswer>;
  /** Runs a line as it is, for pipes and redirections. */
  line(command: string, call?: AdbCall): Promise<ShellAnswer>;
  properties(): Promise<ReadonlyMap<string, string>>;
  settings(table: SettingsTable): Promise<ReadonlyMap<string, string>>;
  setting(table: SettingsTable, key: string): Promise<string | null>;
  /** @throws Failure `handset-refused` where the handset does not let adb write settings. */
  putSetting(table: SettingsTable, key: string, value: string): Promise<void>;
  deleteSetting(table: SettingsTable, key: string): Promise<void>;
  push(bytes: Uint8Array, path: string): Promise<void>;
  tunnels(): Promise<Tunnel[]>;
  openTunnel(remote: string, local: string): Promise<void>;
  closeTunnel(remote: string): Promise<void>;
  /** Runs adb itself for this handset: root, remount, wait-for-device. */
  adbRun(args: readonly string[], call?: AdbCall): Promise<AdbAnswer>;
};

/** Quotes one word for the handset's shell, once (POSIX 2.2.2). */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const SECURITY_SETTINGS =
  'switch on "USB debugging (Security settings)" in the developer options (Xiaomi asks for an account, a SIM and network), reboot, and try again';

/** @throws Failure `handset-refused` when the answer is a refusal or an error. */
const orRefuse = ({ code, text }: ShellAnswer, what: string): void => {
  const refusal = refusalIn(text);
  if (refusal === null && code === 0) return;
  throw new Failure('handset-refused', `the handset does not let adb ${what}`, {
    remedy: refusal === 'write-settings' ? SECURITY_SETTINGS : 'look at `phonehome doctor`',
  });
};

type Line = HandsetShell['line'];

const settingsThrough = (
  line: Line,
): Pick<HandsetShell, 'settings' | 'setting' | 'putSetting' | 'deleteSetting'> => {
  const run = (...words: string[]): Promise<ShellAnswer> =>
    line(['settings', ...words.map(quoted)].join(' '));
  return {
    settings: async (table) => parseSettings((await run('list', table)).text),
    setting: async (table, key) => parseSetting((await run('get', table, key)).text),
    putSetting: async (table, key, value) => {
      orRefuse(await run('put', table, key, value), 'write settings');
    },
    deleteSetting: async (table, key) => {
      orRefuse(await run('delete', table, key), 'write settings');
    },
  };
};

const tunnelsThrough = (
  adbRun: HandsetShell['adbRun'],
): Pick<HandsetShell, 'tunnels' | 'openTunnel' | 'closeTunnel'> => ({
  tunnels: async () => parseTunnels((await adbRun(['reverse', '--list'])).out.toString('utf8')),
  openTunnel: async (remote, local) => {
    const { code, err } = await adbRun(['reverse', remote, local]);
    if (code !== 0)
      throw new Failure('handset-refused', 'the handset does not open a tunnel to this computer', {
        remedy: 'adb reverse needs Android 5 or later',
        cause: err,
      });
  },
  closeTunnel: async (remote) => {
    await adbRun(['reverse', '--remove', remote]);
  },
});

/** The shell of one handset. Its commands end with `signal`. */
export const shellOf = (adb: Adb, serial: string, signal?: AbortSignal): HandsetShell => {
  const adbRun = (args: readonly string[], call: AdbCall = {}): Promise<AdbAnswer> =>
    adb.run(['-s', serial, ...args], { ...(signal === undefined ? {} : { signal }), ...call });
  const line: Line = async (command, call) => {
    const { code, out, err } = await adbRun(['shell', command], call);
    return { code, text: (out.toString('utf8') + err).replaceAll('\r\n', '\n') };
  };
  return {
    serial,
    adb,
    adbRun,
    line,
    run: (words, call) => line(words.map(quoted).join(' '), call),
    properties: async () => parseGetprop((await line('getprop')).text),
    push: async (bytes, path) => {
      orRefuse(await pushThrough(adbRun, bytes, path), 'write files');
    },
    ...settingsThrough(line),
    ...tunnelsThrough(adbRun),
  };
};

/** Writes a file through the shell's standard input: no file of this computer is needed. */
const pushThrough = async (
  adbRun: HandsetShell['adbRun'],
  bytes: Uint8Array,
  path: string,
): Promise<ShellAnswer> => {
  const { code, out, err } = await adbRun(['shell', `cat > ${quoted(path)}`], { input: bytes });
  return { code, text: out.toString('utf8') + err };
};
