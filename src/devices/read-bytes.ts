import { constants, open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { Failure, type FailureCode } from '#model/failure';

const ERRORS: Readonly<Record<string, readonly [FailureCode, string, string]>> = {
  ENOENT: ['not-found', 'there is no such file', 'check the path; it is taken from the working directory'],
  ENOTDIR: ['not-found', 'a part of the path is no folder', 'check the path'],
  EISDIR: ['not-readable', 'this is a folder', 'name a file in it'],
  ELOOP: ['not-readable', 'its links lead in a circle', 'name the file itself'],
  EACCES: ['not-readable', 'it may not be read by this user', 'change its permissions'],
};

const failureOf = (file: string, error: unknown): Failure => {
  if (error instanceof Failure) return error;
  const errno = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const [code, message, remedy] = ERRORS[errno] ?? [
    'not-readable',
    `it cannot be read (${errno})`,
    'check the file and its disk',
  ];
  return new Failure(code, message, { place: { file }, remedy, cause: error });
};

const kindOf = (facts: Stats): string => {
  if (facts.isDirectory()) return 'a folder';
  if (facts.isFIFO()) return 'a pipe';
  return facts.isSocket() ? 'a socket' : 'a device';
};

const checkKind = (facts: Stats, file: string): void => {
  if (facts.isFile()) return;
  throw new Failure('not-readable', `this is ${kindOf(facts)}, and a file is expected`, {
    place: { file },
    remedy: facts.isDirectory() ? 'name a file in it' : 'save what it gives to a file, and name that',
  });
};

const tooLarge = (file: string, maxBytes: number): Failure =>
  new Failure('not-valid', `the file is larger than ${String(maxBytes)} bytes`, {
    place: { file },
    remedy: 'name a smaller file, or split it',
  });

const readWhole = async (file: string, maxBytes: number): Promise<Buffer> => {
  // Looked at before it is opened, since opening a device may do something; and again, since names change hands.
  checkKind(await stat(file), file);
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  checkKind(await handle.stat(), file);
  const chunks: Buffer[] = [];
  let byteLength = 0;
  // What a file says of its size may be wrong: those of /proc say 0.
  for await (const chunk of handle.createReadStream({ end: maxBytes, autoClose: false })) {
    chunks.push(chunk as Buffer);
    byteLength += (chunk as Buffer).length;
  }
  if (byteLength > maxBytes) throw tooLarge(file, maxBytes);
  return Buffer.concat(chunks, byteLength);
};

/**
 * All bytes of a regular file, at most `maxBytes`; never waits for a pipe or a device.
 * @throws Failure `not-found`, `not-readable`, or `not-valid` for one that is larger, each naming the file
 */
export const readBytes = async (file: string, maxBytes: number): Promise<Buffer> => {
  try {
    return await readWhole(file, maxBytes);
  } catch (error) {
    throw failureOf(file, error);
  }
};
