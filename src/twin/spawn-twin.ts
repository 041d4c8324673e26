import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Failure } from '#model/failure';
import type { Twin } from '#model/twin';
import type { TwinControl } from './control.ts';
import { connectControl } from './control-channel.ts';
import type { TwinNetwork } from './network.ts';

/** How a twin's own process is started. */
export type SpawnOptions = {
  readonly twin: Twin;
  readonly port?: number;
  readonly startMs?: number;
  readonly ledgerFile?: string;
  readonly systemCertificates?: readonly string[];
  readonly network?: TwinNetwork;
  /** Arguments for node itself, before the entry. */
  readonly execArgv?: readonly string[];
};

/** A twin in a process of its own. Disposing it ends the process. */
export type SpawnedTwin = AsyncDisposable & {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  readonly control: TwinControl;
  /** Resolves when the process has ended, by itself or not. */
  readonly ended: Promise<void>;
};

const ENTRY = new URL(`./process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const END_TIMEOUT_MS = 3000;

const greetingSchema = z.union([
  z.object({ address: z.string(), port: z.int() }),
  z.object({ fault: z.string(), remedy: z.string().optional() }),
]);

const end = async (child: ChildProcess, ended: Promise<void>): Promise<void> => {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
};

/**
 * Starts a twin in a child process and waits until it listens.
 * @throws Failure environment when it does not start
 */
export const spawnTwin = async ({ execArgv = [], ...options }: SpawnOptions): Promise<SpawnedTwin> => {
  const child = spawn(process.execPath, [...execArgv, fileURLToPath(ENTRY)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A Ctrl-C is the harness's: the twin must live until the handset is restored.
    detached: true,
  });
  const ended = once(child, 'close').then(() => undefined);
  const answers = new PassThrough();
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve) => {
    lines.once('line', (line) => {
      lines.on('line', (answer) => answers.write(`${answer}\n`));
      resolve(line);
    });
    lines.once('close', () => {
      answers.end();
      resolve('{"fault":"it ended at once"}');
    });
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(options)}\n`);
  const greeting = greetingSchema.parse(JSON.parse(await first));
  if ('fault' in greeting) {
    await end(child, ended);
    const { fault, remedy } = greeting;
    const details = remedy === undefined ? {} : { remedy };
    throw new Failure('environment', `the twin did not start: ${fault}`, details);
  }
  return {
    ...greeting,
    pid: child.pid ?? 0,
    control: connectControl(answers, child.stdin),
    ended,
    [Symbol.asyncDispose]: () => end(child, ended),
  };
};
