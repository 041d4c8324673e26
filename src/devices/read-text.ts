import { createHash } from 'node:crypto';
import { Failure } from '#model/failure';
import { readBytes } from './read-bytes.ts';

/** Bytes that are read at most of any settings or canaries file. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A file's text without byte order mark, and the SHA-256 of its bytes, hex. */
export type FileText = { readonly text: string; readonly sha256: string };

const notUtf8 = (file: string, cause?: unknown): Failure =>
  new Failure('not-parsable', 'the file is not UTF-8 text', {
    place: { file },
    remedy: 'save it as UTF-8',
    cause,
  });

/** The text of a UTF-8 file. @throws Failure when it is missing, no regular file, unreadable, empty, too big or not UTF-8. */
export const readText = async (file: string, maxBytes = MAX_FILE_BYTES): Promise<FileText> => {
  const bytes = await readBytes(file, maxBytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notUtf8(file, cause);
  }
  // UTF-16 without a mark, in a script that is ASCII, is UTF-8 with a NUL beside each letter.
  if (text.includes('\0')) throw notUtf8(file);
  if (text.trim() === '')
    throw new Failure('empty-input', 'the file is empty', { place: { file }, remedy: 'name a filled file' });
  return { text, sha256: createHash('sha256').update(bytes).digest('hex') };
};
