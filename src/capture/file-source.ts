import { createHash } from 'node:crypto';
import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { Failure } from '#model/failure';
import { safeNameFrom } from './safe-name.ts';

const CHUNK_BYTES = 1 << 20;

/** A file read from front to back, again and again if wanted. */
export type FileSource = {
  readonly path: string;
  readonly name: string;
  readonly byteLength: number;
  /** Chunks of up to 1 MiB; each is valid only until the next is asked for. @throws Failure not-readable */
  readonly chunks: () => AsyncGenerator<Buffer>;
  /** Of the latest reading. */
  readonly readBytes: () => number;
  /** Hex, of the whole file; null until a reading came to the end. */
  readonly sha256: () => string | null;
};

/** Turns an error of the file system into a Failure that names the file. */
export const fileFailure = (path: string, cause: unknown): Failure => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const place = { file: safeNameFrom(path) };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new Failure('not-found', `there is no file or folder ${place.file}`, {
      place,
      remedy: 'check the path',
      cause,
    });
  return new Failure('not-readable', `${place.file} cannot be read (${code})`, {
    place,
    remedy: 'check the permissions of the file and of its folder',
    cause,
  });
};

const notRegular = (path: string): Failure => {
  const file = safeNameFrom(path);
  return new Failure('not-readable', `${file} is no file: a folder, a pipe or a device`, {
    place: { file },
    remedy: 'name a file; save what a pipe gives to one first',
  });
};

/** Opens a regular file, and never waits for a pipe. @throws Failure not-found, not-readable */
export const openRegular = async (path: string): Promise<FileHandle> => {
  try {
    // Looked at before it is opened, since opening a device may do something; and again, since names change hands.
    if (!(await stat(path)).isFile()) throw notRegular(path);
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw notRegular(path);
  } catch (cause) {
    throw cause instanceof Failure ? cause : fileFailure(path, cause);
  }
};

/**
 * The bytes of a small file; null for one that is larger than `maxBytes`, missing, unreadable, or no regular file.
 * Never throws.
 */
export const readSmallFile = async (path: string, maxBytes: number): Promise<Buffer | null> => {
  try {
    await using file = await openRegular(path);
    const { size } = await file.stat();
    if (size > maxBytes) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  }
};

/** Opens a regular file for streaming. @throws Failure not-found, not-readable */
export const openFileSource = async (path: string): Promise<FileSource> => {
  const facts = await stat(path).catch((cause: unknown) => {
    throw fileFailure(path, cause);
  });
  let read = 0;
  let digest: string | null = null;
  const chunks = async function* (): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    read = 0;
    await using file = await openRegular(path);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, read).catch((cause: unknown) => {
        throw fileFailure(path, cause);
      });
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      read += bytesRead;
      yield chunk;
    }
    digest = hash.digest('hex');
  };
  return {
    path,
    name: safeNameFrom(path),
    byteLength: facts.size,
    chunks,
    readBytes: () => read,
    sha256: () => digest,
  };
};
