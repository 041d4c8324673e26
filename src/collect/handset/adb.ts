import { spawn } from 'node:child_process';
import { Failure } from '#model/failure';
import { failureFromAdb } from './adb-failure.ts';
import { adbMissing } from './adb-missing.ts';
import { clientVersion, serverVersion } from './adb-version.ts';
import { parseDevices, type AttachedHandset } from './answers/devices.ts';

/** Where adb is and which server it talks to. */
export type AdbSettings = {
  /** Path of the program; `adb` of the PATH by default. */
  readonly program?: string;
  readonly host?: string;
  readonly port?: number;
  /** The server was named by its operator: it has to run, and none is started in its place. */
  readonly isNamed?: boolean;
};

/** What a call of adb gave. `code` is -1 when it was ended. */
export type AdbAnswer = { readonly code: number; readonly out: Buffer; readonly err: string };

export type AdbCall = {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly input?: Uint8Array;
};

/** The adb of one server. */
export type Adb = {
  readonly host: string;
  readonly port: number;
  readonly program: string;
  /** Runs adb. @throws Failure when it is missing, does not end in time, or the connection is gone. */
  run(args: readonly string[], call?: AdbCall): Promise<AdbAnswer>;
  devices(): Promise<AttachedHandset[]>;
};

const TIMEOUT_MS = 20_000;
const OUTPUT_BOUND = 64 * 1_048_576;
const LOCAL = new Set(['127.0.0.1', 'localhost']);

/** Ends a program with all that it started. */
const endGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};

const execute = (program: string, args: readonly string[], call: AdbCall): Promise<AdbAnswer> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    let outBytes = 0;
    let err = '';
    const fail = (failure: Failure): void => {
      endGroup(child.pid);
      reject(failure);
    };
    const onAbort = (): void => {
      fail(new Failure('interrupted', 'interrupted while talking to the handset'));
    };
    const timeoutMs = call.timeoutMs ?? TIMEOUT_MS;
    const timer = setTimeout(() => {
      const seconds = String(Math.round(timeoutMs / 1000));
      fail(new Failure('handset-lost', `the handset did not answer within ${seconds} s`));
    }, timeoutMs);
    const done = (): void => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', onAbort);
    };
    call.signal?.addEventListener('abort', onAbort);
    child.stdout.on('data', (chunk: Buffer) => {
      outBytes += chunk.length;
      if (outBytes > OUTPUT_BOUND) fail(new Failure('environment', 'an answer of adb is too long'));
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (err.length < 100_000) err += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.input);
    child.once('error', (cause) => {
      done();
      reject(adbMissing(cause));
    });
    child.once('close', (code) => {
      done();
      resolve({ code: code ?? -1, out: Buffer.concat(out), err });
    });
    if (call.signal?.aborted === true) onAbort();
  });

/** A newer or older client would end the server that others use: adb does so without asking. */
const checkVersions = async (program: string, port: number, running: number): Promise<void> => {
  const { out } = await execute(program, ['version'], {});
  const own = clientVersion(out.toString('utf8'));
  if (own === null || own === running) return;
  throw new Failure(
    'environment',
    `another version of adb runs on port ${String(port)} (${String(running)}, ours is ${String(own)})`,
    {
      remedy:
        'end it with its own `adb kill-server`, use the same adb, or name another port with --adb-server',
    },
  );
};

const noServer = (host: string, port: number): Failure =>
  new Failure('environment', `no adb server answers at ${host}:${String(port)}`, {
    remedy: 'start it there, or leave --adb-server out: then one is started when it is needed',
  });

/**
 * Opens adb on one server, which is started when none runs, unless it was named. This is the only file that starts adb.
 * @throws Failure `environment` when adb is missing, the server is of another version, or the one named does not answer.
 */
export const openAdb = async (settings: AdbSettings = {}): Promise<Adb> => {
  const { program = 'adb', host = '127.0.0.1', port = 5037, isNamed = false } = settings;
  const running = await serverVersion(host, port);
  if (running === null && isNamed) throw noServer(host, port);
  if (running !== null) await checkVersions(program, port, running);
  const server = LOCAL.has(host) ? ['-P', String(port)] : ['-H', host, '-P', String(port)];
  const run = async (args: readonly string[], call: AdbCall = {}): Promise<AdbAnswer> => {
    const answer = await execute(program, [...server, ...args], call);
    const failure = answer.code === 0 ? null : failureFromAdb(answer.err);
    if (failure !== null) throw failure;
    return answer;
  };
  return {
    host,
    port,
    program,
    run,
    devices: async () => parseDevices((await run(['devices', '-l'])).out.toString('utf8')),
  };
};
