import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lacks } from './lacks.ts';

/** Whether tests that need adb run: it is there, or this is CI, which must have it. */
export const HAS_ADB = !lacks('adb');

/** What one adb command gave. */
export type AdbAnswer = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Buffer;
};

/** The real adb with a server of its own and a HOME that holds only its keys. */
export type Adb = AsyncDisposable & {
  readonly port: number;
  readonly home: string;
  readonly run: (...args: readonly string[]) => Promise<AdbAnswer>;
  /** Connects to a twin and waits until adb calls it a device. */
  readonly connect: (address: string) => Promise<void>;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

/** Starts adb's server on a free port. */
export const startAdb = async (): Promise<Adb> => {
  const home = mkdtempSync(join(tmpdir(), 'phonehome-adb-'));
  const port = await freePort();
  const environment = { ...process.env, HOME: home, TMPDIR: home, ADB_MDNS: '0' };
  const run = (...args: readonly string[]): Promise<AdbAnswer> =>
    new Promise((resolve) => {
      const options = {
        env: environment,
        encoding: 'buffer',
        maxBuffer: 64 * 1024 * 1024,
        timeout: 30_000,
      } as const;
      execFile('adb', ['-P', String(port), ...args], options, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout: stdout.toString(), stderr: stderr.toString(), bytes: stdout });
      });
    });
  await run('start-server');
  return {
    port,
    home,
    run,
    connect: async (address) => {
      await run('connect', address);
      for (let turn = 0; turn < 50; turn++) {
        const { stdout } = await run('devices');
        if (stdout.includes(`${address}\tdevice`)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`adb never called ${address} a device`);
    },
    [Symbol.asyncDispose]: async () => {
      await run('kill-server');
      rmSync(home, { recursive: true, force: true });
    },
  };
};
