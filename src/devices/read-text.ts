import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Failure, type FailureCode } from '#model/failure';

/** Bytes that are read at most of any settings or canaries file. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A file's text without byte order mark, and the SHA-256 of its bytes, hex. */
export type FileText = { readonly text: string; readonly sha256: string };

const ERRORS: Readonly<Record<string, readonly [FailureCode, string, string]>> = {
  ENOENT: ['not-found', 'there is no such file', 'check the path; it is taken from the working directory'],
  ENOTDIR: ['not-found', 'a part of the path is no folder', 'check the path'],
  EISDIR: ['not-readable', 'this is a folder', 'name a file in it'],
  EACCES: ['not-readable', 'it may not be read by this user', 'change its permissions'],
};

const failureOf = (file: string, error: unknown): Failure => {
  const errno = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const [code, message, remedy] = ERRORS[errno] ?? [
    'not-readable',
    `it cannot be read (${errno})`,
    'check the file and its disk',
  ];
  return new Failure(code, message, { place: { file }, remedy, cause: error });
};

const readBytes = async (file: string, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  try {
    // `end` bounds endless inputs too, such as a device or a pipe.
    for await (const chunk of createReadStream(file, { end: maxBytes })) chunks.push(chunk as Buffer);
  } catch (error) {
    throw failureOf(file, error);
  }
  return Buffer.concat(chunks);
};

/** The text of a UTF-8 file. @throws Failure when it is missing, unreadable, empty, too big or not UTF-8. */
export const readText = async (file: string, maxBytes = MAX_FILE_BYTES): Promise<FileText> => {
  const bytes = await readBytes(file, maxBytes);
  if (bytes.length > maxBytes)
    throw new Failure('not-valid', `the file is larger than ${String(maxBytes)} bytes`, {
      place: { file },
      remedy: 'name a smaller file, or split it',
    });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Failure('not-parsable', 'the file is not UTF-8 text', {
      place: { file },
      remedy: 'save it as UTF-8',
      cause,
    });
  }
  if (text.trim() === '')
    throw new Failure('empty-input', 'the file is empty', { place: { file }, remedy: 'name a filled file' });
  return { text, sha256: createHash('sha256').update(bytes).digest('hex') };
};
