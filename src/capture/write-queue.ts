import type { EventInput, SunkBytes } from '#model/capture-sink';
import type { Event } from '#model/event';
import { type AppendFile, dropBatch, takeBatch, writeBatch } from './append-file.ts';

/** The open files of a capture and what waits for them. Mutable; made by startQueue. */
export type WriteQueue = {
  readonly events: AppendFile;
  readonly bodies: AppendFile;
  readonly marks: AppendFile;
  readonly stamp: () => Pick<Event, 'atMs' | 'wallMs'>;
  /** Gives up the bytes that were held back on the disk for the last events. */
  readonly freeReserve: () => Promise<void>;
  readonly limitBytes: number;
  seq: number;
  /** Where the next body bytes will stand. */
  bodyOffset: number;
  pendingBytes: number;
  /** Body bytes dropped and not yet reported as a gap. */
  dropped: number;
  /** First error of the disk. After one no body bytes are kept: behind a hole they would stand in the wrong place. */
  failure: unknown;
  running: Promise<void> | null;
};

/** Events are small and tell what bodies cannot: they wait in memory as long as it can be afforded. */
const EVENTS_LIMIT_BYTES = 256 << 20;

/** Prepares a queue over three new files. */
export const startQueue = (
  given: Pick<WriteQueue, 'events' | 'bodies' | 'marks' | 'stamp' | 'freeReserve' | 'limitBytes'>,
): WriteQueue => ({
  ...given,
  seq: 0,
  bodyOffset: 0,
  pendingBytes: 0,
  dropped: 0,
  failure: null,
  running: null,
});

const owe = (queue: WriteQueue, file: AppendFile, bytes: Uint8Array): void => {
  file.owed.push(bytes);
  queue.pendingBytes += bytes.length;
};

const oweEvent = (queue: WriteQueue, event: EventInput): void => {
  const line = JSON.stringify({ seq: queue.seq, ...queue.stamp(), ...event });
  queue.seq += 1;
  owe(queue, queue.events, Buffer.from(`${line}\n`));
};

const oweGap = (queue: WriteQueue): void => {
  if (queue.dropped === 0) return;
  const why = queue.failure === null ? 'queue-full' : 'disk-full';
  oweEvent(queue, { type: 'gap', why, lost: queue.dropped, flow: null });
  queue.dropped = 0;
};

const fail = async (queue: WriteQueue, error: unknown): Promise<void> => {
  queue.failure ??= error;
  await queue.freeReserve();
};

const writeBodies = async (queue: WriteQueue): Promise<void> => {
  try {
    await writeBatch(queue.bodies, (byteLength) => (queue.pendingBytes -= byteLength));
  } catch (error) {
    const lost = dropBatch(queue.bodies);
    queue.pendingBytes -= lost;
    queue.dropped += lost;
    await fail(queue, error);
  }
};

/** Writes lines, after freeing the reserve if need be; false when they must wait for the next turn. */
const writeLines = async (queue: WriteQueue, file: AppendFile): Promise<boolean> => {
  const wrote = (byteLength: number): void => {
    queue.pendingBytes -= byteLength;
  };
  try {
    await writeBatch(file, wrote).catch(async (error: unknown) => {
      await fail(queue, error);
      await writeBatch(file, wrote);
    });
    return true;
  } catch {
    return false;
  }
};

/** One turn. Bodies go first, so that no event on the disk points at bytes that are not there yet. */
const turn = async (queue: WriteQueue): Promise<boolean> => {
  const { events, bodies, marks } = queue;
  takeBatch(events);
  takeBatch(bodies);
  takeBatch(marks);
  await writeBodies(queue);
  const wroteEvents = await writeLines(queue, events);
  return (await writeLines(queue, marks)) && wroteEvents;
};

const hasWork = ({ events, bodies, marks }: WriteQueue): boolean =>
  [events, bodies, marks].some(({ owed, batch }) => owed.length > 0 || batch.length > 0);

const work = async (queue: WriteQueue): Promise<void> => {
  let goesOn = true;
  while (goesOn && (hasWork(queue) || queue.dropped > 0)) {
    oweGap(queue);
    goesOn = await turn(queue);
  }
};

const run = (queue: WriteQueue): void => {
  queue.running ??= work(queue).finally(() => {
    queue.running = null;
  });
};

/** Queues an event with its number and both clocks; dropped as a gap when the disk is far behind. Never throws. */
export const queueEvent = (queue: WriteQueue, event: EventInput): void => {
  if (queue.pendingBytes > EVENTS_LIMIT_BYTES) queue.dropped += JSON.stringify(event).length;
  else oweEvent(queue, event);
  run(queue);
};

/** Queues a line of marks.jsonl. Never throws. */
export const queueMark = (queue: WriteQueue, line: string): void => {
  owe(queue, queue.marks, Buffer.from(`${line}\n`));
  run(queue);
};

/** Queues body bytes; over the limit or after an error of the disk they are dropped and a gap is written. */
export const queueBytes = (queue: WriteQueue, chunk: Uint8Array): SunkBytes => {
  const off = queue.bodyOffset;
  const isKept = queue.failure === null && queue.pendingBytes + chunk.length <= queue.limitBytes;
  if (isKept) {
    queue.bodyOffset += chunk.length;
    owe(queue, queue.bodies, chunk);
  } else queue.dropped += chunk.length;
  run(queue);
  return { off, len: isKept ? chunk.length : 0 };
};

/** Waits until everything queued so far is on the disk, or cannot be. Never throws. */
export const flushQueue = async (queue: WriteQueue): Promise<void> => {
  run(queue);
  while (queue.running !== null) await queue.running;
};
