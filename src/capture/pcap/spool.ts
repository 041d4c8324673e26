import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SunkBytes } from '#model/capture-sink';
import { Failure } from '#model/failure';
import type { Span } from '#model/flow';
import { type BodyFile, readSpans } from '../read-bodies.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';

/** Bytes of bodies while a capture file is read: on disk, so that memory stays bounded however many are open at once. */
export type Spool = BodyFile & {
  readonly take: (bytes: Uint8Array) => SunkBytes;
  readonly pendingBytes: () => number;
  /** Writes what is pending. @throws Failure not-writable */
  readonly flush: () => Promise<void>;
};

const failure = (cause: unknown): Failure =>
  new Failure('not-writable', 'bodies cannot be kept in the folder for temporary files', {
    remedy: 'make room there, or name another folder in TMPDIR',
    cause,
  });

/** A file without a name: it is gone when this process is, however that ends. */
const openNameless = async (): Promise<FileHandle> => {
  const folder = await makeTemporaryFolder();
  try {
    return await open(join(folder, 'bodies'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const flushInto = async (file: FileHandle, queue: ByteQueue, at: number): Promise<number> => {
  const bytes = viewQueue(queue);
  let written = 0;
  while (written < bytes.length)
    written += (await file.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
  dropBytes(queue, written);
  return written;
};

/** Spans that were not written yet, as copies: most bodies are asked for before they reach the disk. */
const readPending = (
  queue: ByteQueue,
  written: number,
  { spans, most }: { readonly spans: readonly Span[]; readonly most: number },
): Buffer => {
  const pending = viewQueue(queue);
  const parts = spans.map(({ offset, byteLength }) =>
    pending.subarray(offset - written, offset - written + byteLength),
  );
  const byteLength = parts.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat(parts, Math.min(byteLength, most));
};

/** Opens an empty spool. @throws Failure not-writable */
export const openSpool = async (): Promise<Spool> => {
  const file = await openNameless().catch((cause: unknown) => {
    throw cause instanceof Failure ? cause : failure(cause);
  });
  const queue = startByteQueue();
  let written = 0;
  const flush = async (): Promise<void> => {
    written += await flushInto(file, queue, written).catch((cause: unknown) => {
      throw failure(cause);
    });
  };
  return {
    get byteLength() {
      return written + queuedBytes(queue);
    },
    take: (bytes) => {
      const off = written + queuedBytes(queue);
      pushBytes(queue, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return { off, len: bytes.byteLength };
    },
    pendingBytes: () => queuedBytes(queue),
    flush,
    read: async (spans, most) => {
      if (spans.every(({ offset }) => offset >= written)) return readPending(queue, written, { spans, most });
      if (queuedBytes(queue) > 0) await flush();
      return readSpans(file, written, { spans, most });
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
};
