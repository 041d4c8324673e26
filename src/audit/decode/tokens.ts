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

/** The content of a data URL (RFC 2397) around some bytes, named by its media type; null where there is none. */
export const dataUrlAround = (bytes: Buffer, offset: number, length: number): Entry | null => {
  // Nothing that ends it stands in it, so that most places are told at once.
  const floor = Math.max(0, offset - MAX_TOKEN);
  let from = offset;
  while (from > floor && !ENDS_URL.has(bytes[from - 1] as number)) from--;
  const back = bytes.subarray(from, offset + DATA.length).lastIndexOf(DATA, offset - from);
  if (back === -1) return null;
  const found = from + back;
  const head = HEAD.exec(bytes.toString('latin1', found, found + HEAD_BYTES));
  if (head === null) return null;
  const start = found + head[0].length;
  let end = start;
  while (end < bytes.length && !ENDS_URL.has(bytes[end] as number)) end++;
  return start <= offset && offset + length <= end ? { name: head[1] ?? '', start, end } : null;
};

const ENDS_URL = new Set([0x20, 0x22, 0x27, 0x29, 0x3c, 0x3e, 0x0a, 0x0d, 0x5c]);
