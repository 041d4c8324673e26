import type { Child } from '../../layer.ts';
import { type Decoder, isReversed, type View } from '../decoder.ts';
import { BASE64_VALUE, fromBase64 } from './base64-bytes.ts';
import {
  gluedForm,
  gluedLines,
  gluedPlain,
  gluedText,
  gluedToDigest,
  hasMagicAt,
  type Opening,
  sampleAt,
} from './base64-glued.ts';
import { canAfford } from '../budget.ts';
import { type Demand, fromHex, isHexWorth } from './hex.ts';
import { toBuffer } from '../buffer.ts';
import { countedRun } from './counted-run.ts';
import { endOfHex } from './characters.ts';
import { isPackedMessage } from '../charset/gsm7.ts';
import { opensAsBinary } from '../opens.ts';
import { isPlainText, looksBinary } from '../plausible.ts';
import { isAcrossLines } from '../route/source-span.ts';
import { describeRun, forEachRun, RUN, type Run } from './runs.ts';
import { base64StartsText } from './sample-text.ts';
import { TRAIT } from '../traits.ts';
import { isUuidAt, UUID_CHARACTERS } from './uuid.ts';

const MIN_DESCRIBED = 12;
/** Shorter base64 is opened only as text. */
export const MIN_BINARY = 16;
/** So long a run is base64 but for one character, where its length is none of base64's. */
const MIN_PREFIXED = 64;
const MIN_GLUED = 12;
const MAX_SPLITS = 16;
/** Kinds change at two in three characters of drawn base64, at one in four of a name in camel case. */
const MIN_CHANGES = 1 / 3;
const MAX_PATH = 200;
const isSeparator = (byte: number | undefined): boolean =>
  byte === 0x2f || byte === 0x2d || byte === 0x5f || byte === 0x2b;

const opensAt = (bytes: Buffer, start: number, end: number): boolean =>
  base64StartsText(bytes, start, end) || hasMagicAt(bytes, start, end);

const nextSeparator = (bytes: Buffer, from: number, end: number): number => {
  let at = from;
  while (at < end && !isSeparator(bytes[at])) at++;
  return at;
};

// Base64 that opens from a place on, to the end of the run or only to the next separator; null for neither.
const openingAt = (bytes: Buffer, start: number, run: Run): Opening | null => {
  if (opensAt(bytes, start, run.end)) return { start, end: closingOf(bytes, start, run) };
  const end = nextSeparator(bytes, start, run.end);
  const isSegment = end < run.end && end - start >= MIN_GLUED && (end - start) % 4 !== 1;
  return isSegment && opensAt(bytes, start, end) ? { start, end } : null;
};

const wholeOpening = (bytes: Buffer, run: Run): Opening | null =>
  run.characters % 4 !== 1 ? openingAt(bytes, run.start, run) : null;

// The long segment of a path is read before anything is taken for glued to it.
const openingOf = (bytes: Buffer, run: Run, segment: Run | null, demand: Demand): Opening | null =>
  wholeOpening(bytes, run) ??
  (segment === null ? null : openingOf(bytes, segment, null, demand)) ??
  gluedOpening(bytes, run, demand);

const gluedOpening = (bytes: Buffer, run: Run, { mustOpen, letters }: Demand): Opening | null => {
  const signed = gluedToDigest(bytes, run, letters);
  if (signed !== null) return signed;
  const text = gluedText(bytes, run);
  // What is reversed and glued, too, is not worth as many attempts on each drawn id.
  const form = mustOpen ? null : gluedForm(bytes, run, text, letters);
  if (form !== null) return form;
  if (text !== null) return { start: text.start, end: closingOf(bytes, text.start, run) };
  return splitOpening(bytes, run) ?? gluedPlain(bytes, run);
};

// Base64 that opens behind one of the first separators, which may be of the alphabet.
const splitOpening = (bytes: Buffer, run: Run): Opening | null => {
  if ((run.kinds & (RUN.standard | RUN.urlSafe)) === 0) return null;
  let splits = 0;
  for (let at = run.start; at < run.end - MIN_GLUED && splits < MAX_SPLITS; at++) {
    if (!isSeparator(bytes[at])) continue;
    splits++;
    const found = openingAt(bytes, at + 1, run);
    if (found !== null) return found;
  }
  return null;
};

const PATH_END = /(?:\/[a-z0-9_-]{0,20})+$/;

const pathEnd = (bytes: Buffer, start: number, end: number): number =>
  end - (PATH_END.exec(bytes.toString('latin1', Math.max(start, end - MAX_PATH), end))?.[0].length ?? 0);

// A run of a path such as `eyJhIjoxfQ/v2` goes on after its base64.
const closingOf = (bytes: Buffer, start: number, run: Run): number => {
  if ((run.kinds & RUN.standard) === 0) return run.paddedEnd;
  const end = pathEnd(bytes, start, run.end);
  if (end === run.end || isPlainText(fromBase64(bytes, start, run.end))) return run.paddedEnd;
  return isPlainText(fromBase64(bytes, start, end)) ? end : run.paddedEnd;
};

// Padding that nothing follows: behind the equals sign of a name stands its value. Of ciphertexts of one block in base64
// two in a thousand change as seldom as words do.
const endsPadded = (bytes: Buffer, { end, paddedEnd }: Run): boolean =>
  paddedEnd > end &&
  (paddedEnd === bytes.length || (BASE64_VALUE[bytes[paddedEnd] as number] as number) > 63);

const isBinaryWorth = (bytes: Buffer, run: Run): boolean => {
  const least = run.characters % 4 === 1 ? MIN_PREFIXED : MIN_BINARY;
  if (run.characters < least) return false;
  if ((run.kinds & RUN.notHex) === 0) return false;
  const isMixed = (run.kinds & RUN.upper) !== 0 && (run.kinds & RUN.lower) !== 0;
  if (isMixed && (run.changes >= run.characters * MIN_CHANGES || endsPadded(bytes, run))) return true;
  return looksBinary(sampleAt(bytes, run.start, run.end)) || (isMixed && isFilledUp(bytes, run));
};

/** Shorter runs are sampled well enough by their beginning. */
const MIN_FILLED = 1024;

// An archive that is filled up with NULs begins like drawn base64 and hardly changes from then on.
const isFilledUp = (bytes: Buffer, { start, end, characters }: Run): boolean => {
  if (characters < MIN_FILLED) return false;
  const middle = start + (((end - start) >> 3) << 2);
  return looksBinary(sampleAt(bytes, middle, end));
};

const childOf = (bytes: Buffer, run: Run, { start, end }: Opening): Child => {
  const step = (run.kinds & RUN.urlSafe) === 0 ? 'base64' : 'base64url';
  return { bytes: fromBase64(bytes, start, end), link: { step, offset: start, length: end - start } };
};

// One character too many is a version before what is encrypted, or the first of four that were cut off: of noise nobody can
// tell, but what a key opens begins at the beginning.
const wholeOf = ({ start, end, characters, paddedEnd }: Run): Opening => ({
  start,
  end: characters % 4 === 1 ? end - 1 : paddedEnd,
});

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
  const child = childOf(bytes, run, wholeOf(run));
  return isPlainText(Buffer.from(child.bytes)) ? child : null;
};

// `/api/v1/<base64url>/end`: the long segment of a path whose other segments are words; null for no path.
const pathSegment = (bytes: Buffer, run: Run): Run | null => {
  if ((run.kinds & RUN.standard) === 0) return null;
  const head = bytes.toString('latin1', run.start, Math.min(run.end, run.start + MAX_PATH));
  const prefix = /^(?:[a-z0-9_-]{0,20}\/)+/.exec(head)?.[0].length ?? 0;
  const end = pathEnd(bytes, run.start, run.end);
  if ((prefix === 0 && end === run.end) || end - run.start - prefix < MIN_BINARY) return null;
  return describeRun(bytes, run.start + prefix, end);
};

// Hexadecimal between slashes: a segment of a path. Between dashes most is part of some id.
const hexSegments = (bytes: Buffer, run: Run, { mustOpen, letters }: Demand): Child[] => {
  const children: Child[] = [];
  const isPath = (run.kinds & RUN.standard) !== 0;
  if (!isPath && (run.kinds & RUN.urlSafe) === 0) return children;
  if (run.end - run.start !== run.characters) return children;
  const least = isPath ? MIN_GLUED : MIN_BINARY;
  const demand = { mustOpen: mustOpen || !isPath, letters };
  for (let start = run.start, end = start; start < run.end && children.length < MAX_SPLITS; start = end + 1) {
    end = nextSeparator(bytes, start, run.end);
    if (end - start < least) continue;
    const digits = isPrefixed(bytes, start) ? start + 2 : start;
    if (endOfHex(bytes, digits, end) !== end) continue;
    const segment = describeRun(bytes, digits, end);
    if (isHexWorth(bytes, segment, demand)) children.push(fromHex(bytes, segment));
  }
  return children;
};

// So many characters of base64 are hardly all hexadecimal digits.
const isHexOnly = ({ kinds, characters }: Run): boolean =>
  (kinds & RUN.notHex) === 0 && characters >= MIN_BINARY;

/** Drawn ids are no longer than this, nearly all. */
const MOST_SEALED_BYTES = 64;

const isSealedBytes = (bytes: Buffer, { mustOpen, letters }: Demand): boolean => {
  if (bytes.length > MOST_SEALED_BYTES) return mustOpen && !opensAsBinary(bytes, letters);
  return !looksBinary(bytes) && !opensAsBinary(bytes, letters) && (mustOpen || !isPackedMessage(bytes));
};

// `0x4D…`: a number's prefix is none of its digits.
const isPrefixed = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0x30 && ((bytes[at + 1] ?? 0) | 0x20) === 0x78;

// The digits of such a number; null for any other run.
const hexLiteral = (bytes: Buffer, run: Run): Run | null => {
  if (!isPrefixed(bytes, run.start) || run.end - run.start !== run.characters) return null;
  const digits = describeRun(bytes, run.start + 2, run.end);
  return (digits.kinds & RUN.notHex) === 0 ? digits : null;
};

const DATA_URL = Buffer.from(';base64,');

// A data URL says what its bytes are, also in a charset that a few bytes do not tell.
const isOfDataUrl = (bytes: Buffer, { start }: Run): boolean =>
  bytes.subarray(Math.max(0, start - DATA_URL.length), start).equals(DATA_URL);

const wholeChild = (bytes: Buffer, run: Run, demand: Demand): Child | null => {
  if (!isBinaryWorth(bytes, run)) return null;
  const child = childOf(bytes, run, wholeOf(run));
  const isSealed = !isOfDataUrl(bytes, run) && isSealedBytes(toBuffer(child.bytes), demand);
  return demand.mustOpen && isSealed ? null : { isSealed, ...child };
};

/** What a run of twelve characters and more holds. */
export const longChildren = (bytes: Buffer, run: Run, demand: Demand): Child[] => {
  const literal = hexLiteral(bytes, run);
  if (literal !== null) return isHexWorth(bytes, literal, demand) ? [fromHex(bytes, literal)] : [];
  const children: Child[] = hexSegments(bytes, run, demand);
  if ((run.kinds & RUN.notHex) === 0 && isHexWorth(bytes, run, demand)) children.push(fromHex(bytes, run));
  if ((run.kinds & ~RUN.digit) === 0 || isHexOnly(run)) return children;
  const segment = pathSegment(bytes, run);
  const opening = openingOf(bytes, run, segment, demand);
  if (opening !== null) children.push(childOf(bytes, run, opening));
  if (opening !== null && opening.start === (segment ?? run).start) return children;
  // A separator may be one of the alphabet after all, so that the whole run counts beside its part.
  for (const whole of segment === null ? [run] : [run, segment]) {
    const child = wholeChild(bytes, whole, demand);
    if (child !== null) children.push(child);
  }
  return children;
};

const decode = ({ layer, bytes, traits, budget, context }: View): readonly Child[] => {
  const children: Child[] = [];
  const isSealed = (byteLength: number): boolean => context.isSealedHex(layer, byteLength);
  const demand = { mustOpen: isReversed(layer), letters: context.letters, isSealed };
  let done = 0;
  forEachRun(bytes, (from, to) => {
    if (from < done) return false;
    const [first, last] = ((traits & TRAIT.nul) === 0 ? null : countedRun(bytes, from, to)) ?? [from, to];
    if (last - first === UUID_CHARACTERS && isUuidAt(bytes, first)) return false;
    // Lines of a gathered layer are values of their own: a short one is no last line of the one before.
    if (isAcrossLines(layer, first, last - first)) return false;
    if (isCut(bytes, first, last, traits) || !canAfford(budget, last - first)) return false;
    if (last - first < MIN_DESCRIBED) {
      const child = shortChild(bytes, first, last);
      if (child !== null) children.push(child);
      return child !== null;
    }
    const lines = gluedLines(bytes, first, last, context.letters);
    if (lines !== null) {
      done = lines.end;
      children.push(childOf(bytes, describeRun(bytes, lines.start, lines.end), lines));
      return true;
    }
    const found = longChildren(bytes, describeRun(bytes, first, last), demand);
    for (const child of found) children.push(child);
    return found.length > 0;
  });
  return children;
};

/** Base64 of both alphabets and hexadecimal, at any offset of any text. */
export const RUNS: Decoder = { name: 'runs', decode };
