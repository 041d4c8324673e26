import type { Entry } from './outline-pairs.ts';

const MAX_TOKEN = 65_536;
const NAMES = ['header', 'payload', 'signature'];

const IN_JWT = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.')
  IN_JWT[character.charCodeAt(0)] = 1;

/** The segment of a JSON Web Token (RFC 7519) around some bytes; null where they stand in none. */
export const jwtAround = (bytes: Buffer, offset: number): Entry | null => {
  let start = offset;
  while (start > 0 && offset - start < MAX_TOKEN && IN_JWT[bytes[start - 1] as number] === 1) start--;
  if (bytes.toString('latin1', start, start + 3) !== 'eyJ') return null;
  let end = offset;
  while (end < bytes.length && end - offset < MAX_TOKEN && IN_JWT[bytes[end] as number] === 1) end++;
  const segments = bytes.toString('latin1', start, end).split('.');
  if (segments.length !== 3) return null;
  let at = start;
  for (const [index, segment] of segments.entries()) {
    if (offset < at + segment.length)
      return { name: NAMES[index] ?? '', start: at, end: at + segment.length };
    at += segment.length + 1;
  }
  return null;
};

const DATA = Buffer.from('data:');
const HEAD_BYTES = 120;
const HEAD = /^data:([a-z0-9.+/-]{0,60})(?:;[a-z0-9=.-]{1,40}){0,3},/i;

/** Data URLs of one layer that are told apart. */
const MOST_DATA_URLS = 100_000;

/** Where in some bytes data URLs may begin, in order. */
export const dataUrlStarts = (bytes: Buffer): readonly number[] => {
  const starts: number[] = [];
  for (let at = bytes.indexOf(DATA); at !== -1 && starts.length < MOST_DATA_URLS;) {
    starts.push(at);
    at = bytes.indexOf(DATA, at + DATA.length);
  }
  return starts;
};

// The last of some offsets in order that is no greater; -1 where all are.
const lastUpTo = (offsets: readonly number[], most: number): number => {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) <= most) low = middle + 1;
    else high = middle;
  }
  return offsets[low - 1] ?? -1;
};

/**
 * The content of a data URL (RFC 2397) around some bytes, named by its media type; null where there is none. `starts`
 * are those of `dataUrlStarts`.
 */
export const dataUrlAround = (
  bytes: Buffer,
  starts: readonly number[],
  { offset, length }: { readonly offset: number; readonly length: number },
): Entry | null => {
  const found = lastUpTo(starts, offset);
  if (found === -1 || offset - found > MAX_TOKEN) return null;
  const head = HEAD.exec(bytes.toString('latin1', found, found + HEAD_BYTES));
  if (head === null) return null;
  const start = found + head[0].length;
  let end = start;
  const ceiling = Math.min(bytes.length, offset + length + MAX_TOKEN);
  while (end < ceiling && !ENDS_URL.has(bytes[end] as number)) end++;
  return start <= offset && offset + length <= end ? { name: head[1] ?? '', start, end } : null;
};

const ENDS_URL = new Set([0x20, 0x22, 0x27, 0x29, 0x3c, 0x3e, 0x0a, 0x0d, 0x5c]);
