import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Canary } from '#model/canary';
import type { FlowAudit } from '#audit/flow-audit';
import type { LoadedFlow } from '#model/flow';
import { auditFlow, type Surround, type Tables } from '#audit/audit';
import { giveBackAfter } from './give-back.ts';

/** One flow and what surrounds it. */
export type Job = { readonly loaded: LoadedFlow; readonly surround: Surround };

/** Audits flows, in any number of threads; answers come in the order of the flows. */
export type AuditPool = {
  readonly auditAll: (jobs: AsyncIterable<Job>) => AsyncIterable<FlowAudit>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** What a worker is started with; the big tables are shared memory. */
export type WorkerStart = { readonly canaries: readonly Canary[]; readonly needles: Tables['needles'] };

const BATCH_FLOWS = 64;
const BATCH_BYTES = 250_000;
/** Batches under way per worker; bounds memory and keeps workers busy. */
const BATCHES_PER_WORKER = 2;
/** Batches per worker whose answers may wait for an earlier one: a body of a megabyte takes as long as several. */
const KEPT_PER_WORKER = 4;
const MOST_WORKERS = 8;
/** Garbage of a flow dies young; without a bound each thread lets its young generation grow to many times this. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Bytes of a flow that are searched. */
export const bytesOf = ({ loaded }: Job): number =>
  loaded.messages.reduce(
    (sum, { length }) => sum + length,
    loaded.requestBody.length + loaded.responseBody.length,
  );

// A copy, to be handed over: a view would take all that lies around it along, and whose memory it is nobody knows.
const alone = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

const NOTHING = new Uint8Array(0);

// The core reads responses only to learn keys, which happened before a flow is handed out.
const leanOf = ({ loaded, surround }: Job): Job => ({
  surround,
  loaded: {
    flow: loaded.flow.kind === 'http' ? { ...loaded.flow, responseHeaders: [] } : loaded.flow,
    requestBody: alone(loaded.requestBody),
    responseBody: NOTHING,
    messages: loaded.messages.map(alone),
    opaque: alone(loaded.opaque),
  },
});

const memoryOf = (batch: readonly Job[]): readonly ArrayBuffer[] => {
  const all = batch.flatMap(({ loaded: { requestBody, messages, opaque } }) => [
    requestBody,
    ...messages,
    opaque,
  ]);
  const buffers = all.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
  return [...new Set(buffers)].filter(({ byteLength }) => byteLength > 0);
};

async function* inBatches(jobs: AsyncIterable<Job>): AsyncGenerator<readonly Job[]> {
  let batch: Job[] = [];
  let byteLength = 0;
  for await (const job of jobs) {
    const lean = leanOf(job);
    batch.push(lean);
    byteLength += bytesOf(lean);
    if (batch.length < BATCH_FLOWS && byteLength < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    byteLength = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Audits in this thread. */
const inProcess = (tables: Tables): AuditPool => ({
  auditAll: async function* (jobs) {
    let count = 0;
    for await (const job of jobs) {
      yield auditFlow(tables, job.loaded, job.surround);
      giveBackAfter(bytesOf(job));
      // What zlib took for a stream that did not open is given back only when the event loop turns.
      if (++count % BATCH_FLOWS === 0) await setImmediate();
    }
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

type Waiting = {
  readonly resolve: (audits: readonly FlowAudit[]) => void;
  readonly reject: (reason: unknown) => void;
};

/** One thread, which answers batches in the order in which they were sent: the next one waits in its own queue. */
type Desk = { readonly worker: Worker; readonly waiting: Waiting[] };

const openDesk = (url: URL, workerData: WorkerStart): Desk => {
  const worker = new Worker(url, { workerData, resourceLimits: LIMITS });
  const waiting: Waiting[] = [];
  worker.on('message', (audits: readonly FlowAudit[]) => waiting.shift()?.resolve(audits));
  worker.on('error', (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return { worker, waiting };
};

const ask = ({ worker, waiting }: Desk, batch: readonly Job[]): Promise<readonly FlowAudit[]> =>
  new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    worker.postMessage(batch, memoryOf(batch));
  });

/** Audits in worker threads, each batch by the one that is free first; the answers keep their order. */
const inWorkers = (count: number, start: WorkerStart): AuditPool => {
  const url = new URL('./audit-pool-worker.js', import.meta.url);
  const desks = Array.from({ length: count }, () => openDesk(url, start));
  const underWay = new Set<Promise<unknown>>();
  const submit = (batch: readonly Job[]): Promise<readonly FlowAudit[]> => {
    const least = Math.min(...desks.map(({ waiting }) => waiting.length));
    const desk = desks.find(({ waiting }) => waiting.length === least);
    if (desk === undefined) return Promise.reject(new RangeError('no worker'));
    const answer = ask(desk, batch);
    // A failure is met where the answer is awaited, in order; until then it must not count as unhandled.
    const ended: Promise<unknown> = answer.catch(() => undefined).then(() => underWay.delete(ended));
    underWay.add(ended);
    return answer;
  };
  const isFull = (): boolean => underWay.size >= count * BATCHES_PER_WORKER;
  const roomForMore = async (): Promise<void> => {
    while (isFull()) await Promise.race(underWay);
  };
  return {
    auditAll: async function* (jobs) {
      const answers: Promise<readonly FlowAudit[]>[] = [];
      let largest = 0;
      const tidy = (): void => {
        giveBackAfter(largest);
        largest = 0;
      };
      for await (const batch of inBatches(jobs)) {
        if (isFull()) tidy();
        await roomForMore();
        largest = Math.max(largest, ...batch.map(bytesOf));
        answers.push(submit(batch));
        if (answers.length >= count * KEPT_PER_WORKER) yield* (await answers.shift()) ?? [];
      }
      tidy();
      for (const answer of answers) yield* await answer;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(desks.map(({ worker }) => worker.terminate()));
    },
  };
};

/** Small inputs are done before a worker has started. */
const SMALLEST_FOR_WORKERS_BYTES = 16_000_000;

const isBuilt = (): boolean => fileURLToPath(import.meta.url).endsWith('.js');

/** Chooses where to audit: `workers` threads where asked for, else as many as help an input of this size. */
export const openPool = (
  tables: Tables,
  canaries: readonly Canary[],
  size: { readonly byteLength: number; readonly workers: number | undefined },
): AuditPool => {
  const helpful = size.byteLength < SMALLEST_FOR_WORKERS_BYTES ? 0 : availableParallelism();
  const count = Math.min(size.workers ?? helpful, MOST_WORKERS);
  // A worker is a file of its own, which only the built program has.
  return count < 1 || !isBuilt()
    ? inProcess(tables)
    : inWorkers(count, { canaries, needles: tables.needles });
};
