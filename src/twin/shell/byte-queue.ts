import type { Readable } from 'node:stream';

/** Reads a stream by exact lengths. */
export type ByteQueue = {
  /** Exactly that many bytes; null when the stream ends before. */
  readonly take: (length: number) => Promise<Buffer | null>;
};

/** A queue over a stream that nobody else reads. */
export const createByteQueue = (stream: Readable): ByteQueue => {
  let chunks: Buffer[] = [];
  let available = 0;
  let ended = false;
  let wake: () => void = () => undefined;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    available += chunk.length;
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  stream.once('end', end);
  stream.once('close', end);
  return {
    take: async (length) => {
      while (available < length) {
        if (ended) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const joined = Buffer.concat(chunks);
      chunks = [joined.subarray(length)];
      available -= length;
      return joined.subarray(0, length);
    },
  };
};
