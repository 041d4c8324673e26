import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
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
    await using file = await open(path, 'r').catch((cause: unknown) => {
      throw fileFailure(path, cause);
    });
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
