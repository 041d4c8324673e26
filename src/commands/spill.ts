import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '#audit/store';
import { Failure } from '#model/failure';

/** Stores that keep little in memory and the rest in files without a name, gone with this process however it ends. */
export type Spill = Disposable & { readonly openStore: () => Store };

/** Up to so many bytes a store stays in memory; then they go to its file. */
const PENDING_BYTES = 2 << 20;
const SMALLEST_BYTES = 16 << 10;

const failure = (cause: unknown): Failure =>
  new Failure('not-writable', 'what was found cannot be kept in the folder for temporary files', {
    remedy: 'make room there, or name another folder in TMPDIR',
    cause,
  });

const openNameless = (): number => {
  const folder = mkdtempSync(join(tmpdir(), 'phonehome-'));
  try {
    return openSync(join(folder, 'rows'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const writeAll = (file: number, bytes: Uint8Array, offset: number): void => {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, bytes.length - done, offset + done);
};

const readAll = (file: number, into: Uint8Array, offset: number): Uint8Array => {
  for (let done = 0; done < into.length;) {
    const count = readSync(file, into, done, into.length - done, offset + done);
    if (count === 0) throw new RangeError('bytes were asked for that were not put aside');
    done += count;
  }
  return into;
};

/** Bytes that grow by doubling. */
const grown = (bytes: Uint8Array, byteLength: number): Uint8Array => {
  if (byteLength <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(SMALLEST_BYTES, byteLength, bytes.length * 2));
  larger.set(bytes);
  return larger;
};

const startStore = (openFile: () => number): Store => {
  let file: number | null = null;
  let written = 0;
  let pending: Uint8Array = new Uint8Array(0);
  let held = 0;
  let read: Uint8Array = new Uint8Array(0);
  const flush = (): number => {
    file ??= openFile();
    writeAll(file, pending.subarray(0, held), written);
    written += held;
    held = 0;
    return file;
  };
  return {
    append: (bytes) => {
      if (held > 0 && held + bytes.length > PENDING_BYTES) flush();
      pending = grown(pending, held + bytes.length);
      pending.set(bytes, held);
      held += bytes.length;
    },
    read: (offset, byteLength) => {
      if (offset >= written) return pending.subarray(offset - written, offset - written + byteLength);
      const from = offset + byteLength > written || file === null ? flush() : file;
      read = grown(read, byteLength);
      return readAll(from, read.subarray(0, byteLength), offset);
    },
  };
};

const guarded = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    throw failure(cause);
  }
};

/** Opens stores for one audit; disposing closes their files. The stores @throws Failure `not-writable` */
export const openSpill = (): Spill => {
  const files: number[] = [];
  const openFile = (): number => {
    const file = openNameless();
    files.push(file);
    return file;
  };
  return {
    openStore: () => {
      const store = startStore(openFile);
      return {
        append: (bytes) => guarded(() => store.append(bytes)),
        read: (offset, byteLength) => guarded(() => store.read(offset, byteLength)),
      };
    },
    [Symbol.dispose]: () => {
      for (const file of files.splice(0)) closeSync(file);
    },
  };
};
