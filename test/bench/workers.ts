import { loadavg } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import { compile } from '#audit/audit';
import { type Job, openPool } from '#commands/audit-pool';
import type { Row } from './measure.ts';
import { SURROUND } from './pipeline.ts';

const SPIN =
  'let sum = 0; for (let at = 0; at < 1.2e9; at++) sum = (sum + at) | 0; if (sum === 1) throw sum;';

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

const spin = (): Promise<void> =>
  new Promise((resolve, reject) => {
    new Worker(SPIN, { eval: true }).once('error', reject).once('exit', () => {
      resolve();
    });
  });

/** How much faster two threads are than one that share nothing: 2 where two cores are free. */
const freeCores = async (): Promise<number> => {
  const one = await secondsOf(spin);
  return (2 * one) / (await secondsOf(() => Promise.all([spin(), spin()])));
};

async function* jobsOf(flows: readonly LoadedFlow[]): AsyncGenerator<Job> {
  for (const loaded of flows) yield await Promise.resolve({ loaded, surround: SURROUND });
}

type Timed = { readonly seconds: number; readonly drafts: number };

const WARM_ROUNDS = 2;
const ROUNDS = 3;

const timeWith = async (
  workers: number,
  canaries: readonly Canary[],
  flows: readonly LoadedFlow[],
): Promise<Timed> => {
  await using pool = openPool(compile(canaries), canaries, { byteLength: Infinity, workers });
  const round = async (): Promise<Timed> => {
    let drafts = 0;
    const seconds = await secondsOf(async () => {
      for await (const audit of pool.auditAll(jobsOf(flows))) drafts += audit.drafts.length;
    });
    return { seconds, drafts };
  };
  // The first rounds start the threads and let each compile its own code; of a large capture that is a small part.
  const rounds: Timed[] = [];
  for (let count = 0; count < WARM_ROUNDS + ROUNDS; count++) rounds.push(await round());
  const timed = rounds.slice(WARM_ROUNDS);
  const drafts = Math.min(...rounds.map((each) => each.drafts));
  if (rounds.some((each) => each.drafts !== drafts))
    throw new Error('one round found something else than another');
  const seconds = Math.min(...timed.map((each) => each.seconds));
  return { seconds, drafts };
};

const FREE = 1.85;

/** What a second worker is worth; judged only where a second core is free. */
export const benchWorkers = async (
  canaries: readonly Canary[],
  flows: readonly LoadedFlow[],
): Promise<readonly Row[]> => {
  const free = await freeCores();
  const [one, two] = [await timeWith(1, canaries, flows), await timeWith(2, canaries, flows)];
  if (one.drafts !== two.drafts) throw new Error('two workers found something else than one');
  const gain = { name: 'two workers ÷ one', value: one.seconds / two.seconds, unit: '' };
  if (free >= FREE) return [{ ...gain, least: 1.6 }];
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return [{ ...gain, name: `two workers ÷ one (not judged: ${free.toFixed(2)} cores free, load ${load})` }];
};
