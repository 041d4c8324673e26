import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { HEX_VALUE } from './characters.ts';
import type { Letters } from '../charset/letters.ts';
import { hexBytes, isBytesWorth } from './hex.ts';

const STRIDE = 12;
const MIN_PAIRS = 8;
const SEPARATES = new Uint8Array(256);
for (const byte of [0x3a, 0x2d, 0x20, 0x2c]) SEPARATES[byte] = 1;
const PREFIX = Buffer.from('0x');

type Extent = { readonly start: number; readonly end: number };

// Digests are written in pairs, as fingerprints of certificates are.
const isOfDigestLength = ({ length }: Buffer): boolean => length === 16 || length === 20 || length === 32;

const isHex = (byte: number | undefined): boolean => byte !== undefined && HEX_VALUE[byte] !== 255;

// A separator at `at` and the pair behind it.
const isUnit = (bytes: Buffer, at: number, separator: number): boolean =>
  bytes[at] === separator && isHex(bytes[at + 1]) && isHex(bytes[at + 2]) && !isHex(bytes[at + 3]);

const separatedRun = (bytes: Buffer, at: number): Extent | null => {
  const separator = bytes[at] as number;
  if (!isUnit(bytes, at, separator) || bytes[at + 3] !== separator) return null;
  let end = at;
  while (isUnit(bytes, end, separator)) end += 3;
  let start = at;
  while (start >= 3 && isUnit(bytes, start - 3, separator)) start -= 3;
  if (start >= 2 && isHex(bytes[start - 1]) && isHex(bytes[start - 2]) && !isHex(bytes[start - 3]))
    start -= 2;
  return { start, end };
};

const prefixedRun = (bytes: Buffer, start: number): Extent => {
  let end = start;
  for (let at = start; bytes[at] === 0x30 && isHex(bytes[at + 2]) && isHex(bytes[at + 3]);) {
    if (bytes[at + 1] !== 0x78 && bytes[at + 1] !== 0x58) break;
    end = at + 4;
    at = end;
    while (at < end + 2 && (bytes[at] === 0x2c || bytes[at] === 0x20)) at++;
  }
  return { start, end };
};

const childOf = (bytes: Buffer, { start, end }: Extent, letters: Letters | null): Child | null => {
  if (end - start < MIN_PAIRS * 3 - 1) return null;
  const found = hexBytes(bytes, start, end);
  if (found.length < MIN_PAIRS || !(isOfDigestLength(found) || isBytesWorth(found, letters))) return null;
  return { bytes: found, link: { step: 'hex', offset: start, length: end - start } };
};

// The separator of a run that covers the probe; -1 for none. Runs are longer than the stride between probes.
const separatorAt = (bytes: Buffer, probe: number): number => {
  for (let at = probe; at < probe + 3; at++)
    if (SEPARATES[bytes[at] as number] === 1 && bytes[at] === bytes[at + 3]) return at;
  return -1;
};

const forEachSeparated = (bytes: Buffer, visit: (run: Extent) => void): void => {
  for (let probe = STRIDE; probe + 3 < bytes.length; probe += STRIDE) {
    const at = separatorAt(bytes, probe);
    const run = at === -1 ? null : separatedRun(bytes, at);
    if (run === null) continue;
    visit(run);
    probe = Math.max(probe, run.end - STRIDE);
  }
};

const prefixed = ({ bytes, context }: View, children: Child[]): void => {
  for (let at = bytes.indexOf(PREFIX); at !== -1;) {
    const run = prefixedRun(bytes, at);
    const child = childOf(bytes, run, context.letters);
    if (child !== null) children.push(child);
    at = bytes.indexOf(PREFIX, Math.max(run.end, at + 2));
  }
};

const REVERSED_PREFIX = Buffer.from('x0');

const hasReversedPrefixes = (bytes: Buffer): boolean => {
  let count = 0;
  for (let at = bytes.indexOf(REVERSED_PREFIX); at !== -1; at = bytes.indexOf(REVERSED_PREFIX, at + 2))
    if (isHex(bytes[at - 1]) && isHex(bytes[at - 2]) && ++count >= MIN_PAIRS) return true;
  return false;
};

/** Whether pairs of hexadecimal digits may be worth undoing when they are read backwards. */
export const hasReversedPairs = ({ bytes, context }: View): boolean => {
  let count = 0;
  forEachSeparated(bytes, ({ start, end }) => {
    if (count > 0 || end - start < MIN_PAIRS * 3 - 1) return;
    const backwards = Buffer.from(bytes.subarray(start, end)).reverse();
    if (childOf(backwards, { start: 0, end: backwards.length }, context.letters) !== null) count++;
  });
  return count > 0 || hasReversedPrefixes(bytes);
};

const decode = (view: View): readonly Child[] => {
  const children: Child[] = [];
  forEachSeparated(view.bytes, (run) => {
    const child = childOf(view.bytes, run, view.context.letters);
    if (child !== null) children.push(child);
  });
  prefixed(view, children);
  return children;
};

/** Hexadecimal pairs with a separator between them, or `0x` before each. */
export const HEX_PAIRS: Decoder = { name: 'hex-pairs', decode };
