import type { Child } from '../layer.ts';
import { type Decoder, isReversed, type View } from './decoder.ts';
import { base64Into, fromBase64 } from './base64-bytes.ts';
import { canAfford } from './budget.ts';
import { fromHex, isHexWorth } from './hex.ts';
import { hasMagic, isPlainText, looksBinary } from './plausible.ts';
import { describeRun, forEachRun, RUN, type Run } from './runs.ts';
import { base64StartsText } from './sample-text.ts';
import { TRAIT } from './traits.ts';

const SAMPLE_CHARACTERS = 32;
const MIN_DESCRIBED = 12;
const MIN_BINARY = 16;
const MIN_GLUED = 12;
const MAX_SPLITS = 16;
const sample = Buffer.alloc(24);

const sampleAt = (bytes: Buffer, start: number, end: number): Buffer =>
  sample.subarray(0, base64Into(bytes, start, Math.min(end, start + SAMPLE_CHARACTERS), sample));

const isSeparator = (byte: number | undefined): boolean =>
  byte === 0x2f || byte === 0x2d || byte === 0x5f || byte === 0x2b;

// The first base64 character of each magic: H gzip, K zstd, U zip, e zlib, / snappy or UTF-16, _ and 7 its mirror.
const MAGIC_STARTS = new Set(Buffer.from('HKUe/_7'));

const opensAt = (bytes: Buffer, start: number, end: number): boolean =>
  base64StartsText(bytes, start, end) ||
  (MAGIC_STARTS.has(bytes[start] as number) && hasMagic(sampleAt(bytes, start, end)));

/** Where the base64 in a run begins, a glued prefix left out; -1 for none that opens to text or a known form. */
const openingOf = (bytes: Buffer, run: Run): number => {
  if (run.characters % 4 !== 1 && opensAt(bytes, run.start, run.end)) return run.start;
  if ((run.kinds & (RUN.standard | RUN.urlSafe)) !== 0) {
    let splits = 0;
    for (let at = run.start; at < run.end - MIN_GLUED && splits < MAX_SPLITS; at++) {
      if (!isSeparator(bytes[at])) continue;
      splits++;
      if (opensAt(bytes, at + 1, run.end)) return at + 1;
    }
  }
  return gluedOpening(bytes, run);
};

// A prefix of letters or digits shifts the groups of four; some way in, the right shift shows text.
const gluedOpening = (bytes: Buffer, run: Run): number => {
  const middle = 16;
  if (run.characters < middle + SAMPLE_CHARACTERS + 4) return -1;
  for (let shift = 0; shift < 4; shift++) {
    const probe = run.start + shift + middle;
    if (!base64StartsText(bytes, probe, run.end, true)) continue;
    let start = probe;
    while (start - 4 >= run.start && base64StartsText(bytes, start - 4, run.end, true)) start -= 4;
    return start;
  }
  return -1;
};

// A run of a path such as `eyJhIjoxfQ/v2` goes on after its base64; cut at the separator where the text stops.
const closingOf = (bytes: Buffer, start: number, run: Run): number => {
  if ((run.kinds & (RUN.standard | RUN.urlSafe)) === 0 || !base64StartsText(bytes, start, run.end))
    return run.paddedEnd;
  if (isPlainText(fromBase64(bytes, start, run.end))) return run.paddedEnd;
  for (let at = run.end - 1; at >= start + MIN_GLUED && at > run.end - 64; at--)
    if (isSeparator(bytes[at]) && isPlainText(fromBase64(bytes, start, at))) return at;
  return run.paddedEnd;
};

const isBinaryWorth = (bytes: Buffer, run: Run): boolean => {
  if (run.characters < MIN_BINARY || run.characters % 4 === 1) return false;
  if ((run.kinds & RUN.notHex) === 0) return false;
  if ((run.kinds & RUN.upper) !== 0 && (run.kinds & RUN.lower) !== 0 && run.changes >= run.characters * 0.4)
    return true;
  return looksBinary(sampleAt(bytes, run.start, run.end));
};

const childOf = (bytes: Buffer, run: Run, start: number): Child => {
  const end = start === -1 ? run.paddedEnd : closingOf(bytes, start, run);
  const from = start === -1 ? run.start : start;
  const step = (run.kinds & RUN.urlSafe) === 0 ? 'base64' : 'base64url';
  return { bytes: fromBase64(bytes, from, end), link: { step, offset: from, length: end - from } };
};

// Runs that touch an escape are cut by it; they are found whole in the layer where it is undone.
const isCut = (bytes: Buffer, start: number, end: number, traits: number): boolean => {
  if ((traits & TRAIT.backslash) !== 0 && (bytes[end] === 0x5c || bytes[start - 1] === 0x5c)) return true;
  if ((traits & TRAIT.percent) === 0) return false;
  return bytes[start - 1] === 0x25 || (bytes[end] === 0x25 && !isEncodedPadding(bytes, end));
};

const isEncodedPadding = (bytes: Buffer, at: number): boolean => bytes[at + 1] === 0x33;

// Short runs are words nearly always: only what reads as text from end to end is kept.
const shortChild = (bytes: Buffer, start: number, end: number): Child | null => {
  if ((end - start) % 4 === 1 || !base64StartsText(bytes, start, end)) return null;
  const run = describeRun(bytes, start, end);
  if ((run.kinds & ~RUN.digit) === 0) return null;
  const child = childOf(bytes, run, -1);
  return isPlainText(Buffer.from(child.bytes)) ? child : null;
};

const decode = (view: View): readonly Child[] => {
  const { layer, bytes, traits, budget } = view;
  const children: Child[] = [];
  const mustOpen = isReversed(layer);
  forEachRun(bytes, (first, last) => {
    if (isCut(bytes, first, last, traits) || !canAfford(budget, last - first)) return;
    if (last - first < MIN_DESCRIBED) {
      const child = shortChild(bytes, first, last);
      if (child !== null) children.push(child);
      return;
    }
    const run = describeRun(bytes, first, last);
    if ((run.kinds & RUN.notHex) === 0 && isHexWorth(bytes, run, mustOpen))
      children.push(fromHex(bytes, run));
    if ((run.kinds & ~RUN.digit) === 0) return;
    const start = openingOf(bytes, run);
    if (start !== -1 || (!mustOpen && isBinaryWorth(bytes, run))) children.push(childOf(bytes, run, start));
  });
  return children;
};

/** Base64 of both alphabets and hexadecimal, at any offset of any text. */
export const RUNS: Decoder = { name: 'runs', decode };
