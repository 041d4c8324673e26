import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Console } from '../console.ts';
import { Failure } from '#model/failure';
import type { Stimulus, Surroundings } from '#model/surroundings';

const wordsFor = (stimulus: Stimulus): string =>
  stimulus.kind === 'incoming-sms'
    ? `From ${stimulus.from}, send this message to the handset:\n  ${stimulus.text}`
    : `From ${stimulus.from}, call the handset and let it ring`;

/** Asks the person at the terminal to do something, and waits for Enter. @throws Failure `usage`, `interrupted` */
const ask = async (console: Console, words: string, signal: AbortSignal | undefined): Promise<void> => {
  if (!process.stdin.isTTY)
    throw new Failure('usage', 'a step needs a person at the terminal, and there is none', {
      remedy: 'run it in a terminal, or leave the steps with `stimulate` out of the scenario',
    });
  console.note(`${words}\n  … then press Enter.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    await terminal.question('', { ...(signal === undefined ? {} : { signal }) });
  } catch (cause) {
    throw new Failure('interrupted', 'interrupted', { cause });
  } finally {
    terminal.close();
  }
};

const pause = async (durationMs: number, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await sleep(durationMs, undefined, { ...(signal === undefined ? {} : { signal }) });
  } catch (cause) {
    throw new Failure('interrupted', 'interrupted', { cause });
  }
};

/** A phone's surroundings: the name service and servers of the world, real time, and a person at the terminal. */
export const personSurroundings = (console: Console): Surroundings => ({
  stimulate: (stimulus, signal) => ask(console, wordsFor(stimulus), signal),
  wait: pause,
  clock: { nowMs: () => performance.now() },
  upstream: {
    trustedCAs: [],
    resolve: async (host, port) => {
      const ip = isIP(host) === 0 ? (await lookup(host)).address : host;
      return { ip, port, placeSource: null };
    },
  },
});
