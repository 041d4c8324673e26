import { isAscii } from 'node:buffer';
import { BASE64_VALUE, base64Into, fromBase64 } from './base64-bytes.ts';
import { endOfHex } from './characters.ts';
import { framesOf } from '../binary/frames.ts';
import type { Letters } from '../charset/letters.ts';
import { hasStretch } from '../unread/noise.ts';
import { opensWholly } from '../opens.ts';
import { hasMagic, IS_NUL, IS_PRINTED } from '../plausible.ts';
import { describeRun, MOST_PREFIX, type Run, wrappedBehindPrefix } from './runs.ts';
import { base64StartsText } from './sample-text.ts';
import { makeScratch } from '../scratch.ts';

const SAMPLE_CHARACTERS = 32;
const MIN_BINARY = 16;
const PROBE_CHARACTERS = 12;
/** Digests of 128 bits stand in most requests, and hardly a form behind a prefix is as small. */
const DIGEST_CHARACTERS = 22;
const STRETCH_BYTES = 9;
const sample = makeScratch(24);

/** The first bytes of some base64; valid until the next call. */
export const sampleAt = (bytes: Buffer, start: number, end: number): Buffer =>
  sample.first(base64Into(bytes, start, Math.min(end, start + SAMPLE_CHARACTERS), sample.bytes));

// The first base64 character of each magic: H gzip, K and U zstd, U zip, e zlib, g and / snappy, / UTF-16, _ and 7 its mirror.
const MAGIC_STARTS = new Set(Buffer.from('HKUeg/_7'));

/** Where the base64 in a run begins, a glued prefix left out, and where it ends. */
export type Opening = { readonly start: number; readonly end: number };

/** Whether base64 at `start` begins with the first bytes of a known form. */
export const hasMagicAt = (bytes: Buffer, start: number, end: number): boolean =>
  MAGIC_STARTS.has(bytes[start] as number) && hasMagic(sampleAt(bytes, start, end));

/** Hexadecimal digits of MD5, SHA-1, SHA-256 and SHA-512. */
const DIGEST_DIGITS = [32, 40, 64, 128];
const MIN_SIGNED = 12;

/** Whether base64 begins as text or with the first bytes of a known form, or is some form from end to end. */
const isSomeForm = (bytes: Buffer, start: number, end: number, letters: Letters | null): boolean => {
  if (base64StartsText(bytes, start, end) || hasMagicAt(bytes, start, end)) return true;
  const whole = fromBase64(bytes, start, end);
  return opensWholly(whole, letters) || framesOf(whole).length > 0;
};

/** Where base64 stands in wrapped lines of which the first has a prefix glued to it; null for none. */
export const gluedLines = (
  bytes: Buffer,
  start: number,
  runEnd: number,
  letters: Letters | null,
): Opening | null => {
  const lines = wrappedBehindPrefix(bytes, start, runEnd);
  if (lines === null) return null;
  const isDigest = endOfHex(bytes, start, lines[0]) === lines[0];
  if ((lines[0] - start > MOST_PREFIX && !isDigest) || !isSomeForm(bytes, ...lines, letters)) return null;
  return { start: lines[0], end: describeRun(bytes, ...lines).paddedEnd };
};

/**
 * Where base64 begins behind a digest in hexadecimal that is glued to it, as a signature before what it signs; null for
 * none. The first characters of the base64 may be hexadecimal digits as well.
 */
export const gluedToDigest = (bytes: Buffer, run: Run, letters: Letters | null): Opening | null => {
  const [shortest = 0] = DIGEST_DIGITS;
  if (run.characters < shortest + MIN_SIGNED) return null;
  const digits = endOfHex(bytes, run.start, run.end) - run.start;
  for (const length of DIGEST_DIGITS) {
    const start = run.start + length;
    if (length > digits || run.end - start < MIN_SIGNED) return null;
    if (isSomeForm(bytes, start, run.end, letters)) return { start, end: run.paddedEnd };
  }
  return null;
};

/**
 * Where text begins behind a prefix of letters or digits that is glued to its base64; null for none. A prefix shifts
 * the groups of four; some way in, the right shift shows text to the end. Of several that do, ASCII is right, and then
 * the longest: a pattern that repeats may be text at two.
 */
export const gluedText = (bytes: Buffer, run: Run): Opening | null => {
  if (run.characters <= PROBE_CHARACTERS) return null;
  let best: Text | null = null;
  for (let shift = 0; shift < 4; shift++) {
    const text = textAt(bytes, run, shift);
    if (text !== null && (best === null || isLikelier(text, best))) best = text;
  }
  return best === null ? null : { start: best.start, end: run.paddedEnd };
};

type Text = { readonly start: number; readonly isAscii: boolean };

const isLikelier = (one: Text, other: Text): boolean =>
  one.isAscii === other.isAscii ? one.start < other.start : one.isAscii;

// The text at one shift that goes on to the end of the run; null for none.
const textAt = (bytes: Buffer, run: Run, shift: number): Text | null => {
  const room = run.end - run.start - PROBE_CHARACTERS;
  const probe = run.start + shift + Math.min(PROBE_CHARACTERS, ((room - shift) >> 2) * 4);
  if (!base64StartsText(bytes, probe, run.end, true)) return null;
  const isPlain = isAscii(sampleAt(bytes, probe, run.end));
  // In step with the run: its beginning is binary, or a prefix of whole groups.
  if (shift === 0) return { start: run.start, isAscii: isPlain };
  let start = probe;
  while (start - 4 >= run.start && base64StartsText(bytes, start - 4, run.end, true)) start -= 4;
  return { start, isAscii: isPlain };
};

/**
 * Where bytes begin behind a short prefix that is glued to their base64: such as are known by their first bytes, or are
 * some form from end to end; null for none. `text` is what `gluedText` made of the run: bytes that hold
 * it begin before it.
 */
export const gluedForm = (
  bytes: Buffer,
  run: Run,
  text: Opening | null,
  letters: Letters | null,
): Opening | null => {
  if (run.characters <= DIGEST_CHARACTERS) return null;
  const last = run.start + Math.min(MOST_PREFIX, run.characters - MIN_BINARY);
  const end = run.paddedEnd;
  for (let start = run.start + 1; start <= last; start++)
    if (hasMagicAt(bytes, start, run.end)) return { start, end };
  const shifted: Buffer[] = [];
  for (let start = run.start + 1; start <= last; start++) {
    if (text !== null && (start >= text.start || (text.start - start) % 4 !== 0)) continue;
    if (!endsAsBase64(bytes, run, start)) continue;
    // Four characters on, the same bytes follow three bytes on.
    const first = run.start + 1 + ((start - run.start - 1) % 4);
    const whole = (shifted[first - run.start] ??= fromBase64(bytes, first, end));
    if (opensWholly(start === first ? whole : whole.subarray(3), letters)) return { start, end };
  }
  return null;
};

/**
 * Whether base64 that began at `start` would end where the run does: encoders leave no single character over, and
 * the bits that the last one has too many are 0 (RFC 4648 §3.5). Of drawn characters every third start does.
 */
const endsAsBase64 = (bytes: Buffer, run: Run, start: number): boolean => {
  const left = (run.characters - (start - run.start)) % 4;
  if (run.paddedEnd > run.end) return (left + run.paddedEnd - run.end) % 4 === 0;
  const last = BASE64_VALUE[bytes[run.end - 1] as number] as number;
  return left === 0 || (left === 2 && (last & 15) === 0) || (left === 3 && (last & 3) === 0);
};

/**
 * Where bytes that hold text, or many NULs, begin behind one to three glued characters; null for none. NULs look alike
 * at every shift: the one with the most text is right.
 */
export const gluedPlain = (bytes: Buffer, run: Run): Opening | null => {
  if (run.characters < MIN_BINARY + MOST_PREFIX) return null;
  let best = -1;
  let bestPlain = 0;
  for (let start = run.start + 1; start < run.start + 4; start++) {
    const found = sampleAt(bytes, start, run.end);
    const { length } = found;
    let nuls = 0;
    let plain = 0;
    for (let at = 0; at < length; at++) {
      const byte = found[at] as number;
      nuls += IS_NUL[byte] as number;
      plain += (IS_NUL[byte] as number) + (IS_PRINTED[byte] as number);
    }
    if (plain <= bestPlain) continue;
    // Enough of either that drawn bytes seldom have it.
    if (nuls * 3 <= length && !hasStretch(found, STRETCH_BYTES)) continue;
    best = start;
    bestPlain = plain;
  }
  return best === -1 ? null : { start: best, end: run.paddedEnd };
};
