import type { Entry } from './outline-pairs.ts';
import { type Stretch, stretchAround } from './stretch.ts';

const MAX_TOKEN = 65_536;
const NAMES = ['header', 'payload', 'signature'];

const ENDS_JWT = new Uint8Array(256).fill(1);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.')
  ENDS_JWT[character.charCodeAt(0)] = 0;

/** The segment of a JSON Web Token (RFC 7519) around some bytes; null where they stand in none. */
export const jwtAround = (bytes: Buffer, offset: number, known: Stretch): Entry | null => {
  const look = { from: offset, to: offset, most: MAX_TOKEN, ends: ENDS_JWT };
  const { start, end } = stretchAround(bytes, look, known);
  if (bytes.toString('latin1', start, start + 3) !== 'eyJ') return null;
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

const ENDS_URL = new Uint8Array(256);
for (const character of ' "\'<>)\n\r\\') ENDS_URL[character.charCodeAt(0)] = 1;

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
  known: Stretch,
): Entry | null => {
  const found = lastUpTo(starts, offset);
  if (found === -1 || offset - found > MAX_TOKEN) return null;
  const head = HEAD.exec(bytes.toString('latin1', found, found + HEAD_BYTES));
  if (head === null) return null;
  const start = found + head[0].length;
  const to = offset + length;
  const stretch = stretchAround(bytes, { from: offset, to, most: MAX_TOKEN, ends: ENDS_URL }, known);
  for (let at = offset; at < to; at++) if (ENDS_URL[bytes[at] as number] === 1) return null;
  return stretch.start <= start && start <= offset ? { name: head[1] ?? '', start, end: stretch.end } : null;
};
