/** Bytes that wait for the rest of what they are part of. Mutable; appending costs what is appended. */
export type ByteQueue = { buffer: Buffer; from: number; to: number };

const EMPTY = Buffer.alloc(0);

/** A queue without bytes. */
export const startByteQueue = (): ByteQueue => ({ buffer: EMPTY, from: 0, to: 0 });

/** How many bytes wait. */
export const queuedBytes = ({ from, to }: ByteQueue): number => to - from;

/** What waits, as a view that is valid until the next bytes come. */
export const viewQueue = ({ buffer, from, to }: ByteQueue): Buffer => buffer.subarray(from, to);

/** Appends a copy of the bytes. */
export const pushBytes = (queue: ByteQueue, bytes: Buffer): void => {
  const waiting = queuedBytes(queue);
  if (queue.to + bytes.length > queue.buffer.length) {
    const wider = Buffer.allocUnsafe(Math.max(4096, 2 * (waiting + bytes.length)));
    queue.buffer.copy(wider, 0, queue.from, queue.to);
    queue.buffer = wider;
    queue.from = 0;
    queue.to = waiting;
  }
  bytes.copy(queue.buffer, queue.to);
  queue.to += bytes.length;
};

/** Takes bytes off the front; an emptied queue gives its memory back. */
export const dropBytes = (queue: ByteQueue, byteLength: number): void => {
  queue.from += byteLength;
  if (queue.from < queue.to) return;
  queue.buffer = EMPTY;
  queue.from = 0;
  queue.to = 0;
};
