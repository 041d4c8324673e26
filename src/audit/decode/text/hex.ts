import { isAscii } from 'node:buffer';
import type { Child } from '../../layer.ts';
import { endOfHex, HEX_VALUE } from './characters.ts';
import { grpcFrames } from '../binary/grpc.ts';
import { holdsLetter, type Letters } from '../charset/letters.ts';
import { isUtf16, opensAsBinary } from '../opens.ts';
import { isPlainText, looksBinary } from '../plausible.ts';
import { RUN, type Run } from './runs.ts';
import { hexStartsText } from './sample-text.ts';
import { makeScratch } from '../scratch.ts';

const MIN_HEX = 12;
const MIN_BINARY_BYTES = 24;
/** Bytes of the digests in use: their hexadecimal is a name of something, not an encoding of it. */
const DIGEST_BYTES = new Set([16, 20, 28, 32, 48, 64]);

/** What is asked of bytes that are no text. */
export type Demand = {
  /** That something opens them. */
  readonly mustOpen: boolean;
  /** Which letters matter. */
  readonly letters: Letters | null;
  /** Whether so many bytes may be what a vendor's form encrypted, also where a digest has as many. */
  readonly isSealed?: (byteLength: number) => boolean;
};

/** Whether a run of hexadecimal digits is worth undoing: text, a known form, or more than a digest. */
export const isHexWorth = (bytes: Buffer, run: Run, demand: Demand): boolean => {
  const { mustOpen, letters, isSealed } = demand;
  if (run.characters < MIN_HEX) return false;
  if (run.characters % 2 !== 0) return isCutText(bytes, run);
  if (run.end - run.start !== run.characters) return isDumpWorth(bytes, run, letters);
  if (hexStartsText(bytes, run.start, run.end)) return true;
  if (mustOpen && DIGEST_BYTES.has(run.characters / 2)) return false;
  const found = sampleHex(bytes, run.start, run.end);
  if ((run.kinds & ~RUN.digit) === 0) return isDecimalWorth(found, letters);
  if (mustOpen) return opensAsBinary(found, letters);
  return isBytesWorth(found, letters) || isSealed?.(found.length) === true;
};

/** Fewer digits that stand backwards are opened only where they are text. */
export const MIN_OPENED_HEX = 32;

/**
 * Whether a run of hexadecimal digits is worth reading backwards: text, or a known form that is longer than the ids
 * that are drawn everywhere.
 */
export const isHexWorthReversed = (bytes: Buffer, run: Run, demand: Demand): boolean => {
  if (run.characters % 2 !== 0) return false;
  const isText = hexStartsText(bytes, run.start, run.end);
  if ((run.kinds & ~RUN.digit) === 0)
    return isText && isDecimalWorth(sampleHex(bytes, run.start, run.end), demand.letters);
  if (isText && (run.characters >= MIN_OPENED_HEX || isLikelyText(bytes, run, demand))) return true;
  return run.characters >= MIN_OPENED_HEX && isHexWorth(bytes, run, demand);
};

const IS_WORDY = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9 .,:@+_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

// Of eight drawn bytes one in a hundred and fifty is UTF-8, but hardly one words and numbers alone.
const isLikelyText = (bytes: Buffer, run: Run, { letters }: Demand): boolean => {
  const found = sampleHex(bytes, run.start, run.end);
  if (found.every((byte) => IS_WORDY[byte] === 1)) return true;
  return !isAscii(found) && (letters === null || holdsLetter(letters, found.toString('utf8')));
};

const MIN_CUT_HEX = 32;

// Text whose last digit was cut off with the rest.
const isCutText = (bytes: Buffer, { start, end, characters }: Run): boolean =>
  characters >= MIN_CUT_HEX && end - start === characters && hexStartsText(bytes, start, end);

const STRETCH_DIGITS = 6;

// Digits alone are mostly the decimals of a number, which taken for pairs give letters and signs of all kinds.
const isDecimalWorth = (bytes: Buffer, letters: Letters | null): boolean => {
  let digits = 0;
  let nuls = 0;
  for (const byte of bytes) {
    digits = byte >= 0x30 && byte <= 0x39 ? digits + 1 : 0;
    if (digits === STRETCH_DIGITS) return true;
    if (byte === 0) nuls++;
  }
  return nuls * 4 >= bytes.length || isUtf16(bytes, letters) || grpcFrames(bytes).length > 0;
};

// Lines of one width, as `xxd -p` writes them. Digests and numbers may stand one to a line, too.
const isDumpWorth = (bytes: Buffer, run: Run, letters: Letters | null): boolean => {
  const found = sampleHex(bytes, run.start, run.end);
  if (isPlainText(found)) return true;
  // Of the first line.
  const width = endOfHex(bytes, run.start, run.end) - run.start;
  if (width % 2 !== 0) return false;
  if ((run.kinds & ~RUN.digit) === 0) return isDecimalWorth(found, letters);
  return !DIGEST_BYTES.has(width / 2) || opensAsBinary(found, letters);
};

/** Whether bytes from hexadecimal are worth a layer: anything that opens, and more than a digest of anything. */
export const isBytesWorth = (bytes: Buffer, letters: Letters | null): boolean => {
  if (bytes.length >= MIN_BINARY_BYTES && !DIGEST_BYTES.has(bytes.length)) return true;
  return isPlainText(bytes) || looksBinary(bytes) || opensAsBinary(bytes, letters);
};

/** The bytes that pairs of hexadecimal digits stand for; anything that is no digit, and `0x`, is skipped. */
export const hexBytes = (source: Buffer, start: number, end: number): Buffer => {
  const target = Buffer.allocUnsafe((end - start) >> 1);
  return target.subarray(0, hexInto(source, start, end, target));
};

const FEW_BYTES = 64;
const scratch = makeScratch(FEW_BYTES);

// Most runs are ids that are not worth a buffer of their own. What it gives is valid until the next call.
const sampleHex = (source: Buffer, start: number, end: number): Buffer =>
  end - start > 2 * FEW_BYTES
    ? hexBytes(source, start, end)
    : scratch.first(hexInto(source, start, end, scratch.bytes));

const hexInto = (source: Buffer, start: number, end: number, target: Buffer): number => {
  let to = 0;
  let high = -1;
  for (let at = start; at < end; at++) {
    const value = HEX_VALUE[source[at] as number] as number;
    if (value === 255) continue;
    if (value === 0 && (source[at + 1] === 0x78 || source[at + 1] === 0x58)) continue;
    if (high === -1) high = value;
    else {
      target[to++] = (high << 4) | value;
      high = -1;
    }
  }
  return to;
};

/** The layer that a run of hexadecimal digits holds. */
export const fromHex = (bytes: Buffer, run: Run): Child => ({
  bytes: hexBytes(bytes, run.start, run.end),
  link: { step: 'hex', offset: run.start, length: run.end - run.start },
});
