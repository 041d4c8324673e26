import { HASH_SEED, hashWith, lookUpNumber, type NumberTable } from './number-table.ts';
import { TYPESET_SEPARATORS } from './spacing.ts';

/**
 * A number of the table, written with any separators: its index, the bytes it takes, and whether digits end there.
 * `certain` is false where one more digit follows that may be the tag byte of a binary format's next field.
 */
export type NumberHit = {
  readonly number: number;
  readonly at: number;
  readonly length: number;
  readonly certain: boolean;
  /** Digits of the whole run up to the end of the hit; more than the number's own for an IMEISV. */
  readonly digits: string;
  /** Whether the number is the end of the digits, where an IMEISV that is read backwards has its IMEI. */
  readonly isEnd: boolean;
};

/** The shortest number that is looked for inside other text, digits. */
export const MIN_NUMBER_DIGITS = 8;

const DIGIT = 1;
const SEPARATOR = 2;
/** What people put between groups, and the blanks and dashes of typographers, which are up to three bytes each. */
const SEPARATORS = new Set(Buffer.from(` -./()_:+${TYPESET_SEPARATORS}`));
/** Bytes that may stand inside one number: digits, and those of separators. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x30 && byte <= 0x39 ? DIGIT : SEPARATORS.has(byte) ? SEPARATOR : 0,
);
/** Bytes. */
const MAX_SEPARATORS = 3;
/** An IMEISV is its IMEI's first 14 digits and two more (3GPP TS 23.003 §6.2.2). */
const IMEI_BASE_DIGITS = 14;
const IMEISV_DIGITS = 16;

type Run = { readonly body: Uint8Array; readonly from: number; readonly to: number };

const kindAt = (body: Uint8Array, at: number): number => KINDS[body[at] ?? 0] ?? 0;

const runAround = (body: Uint8Array, at: number, done: number): Run => {
  let from = at;
  while (from > done && kindAt(body, from - 1) !== 0) from--;
  let to = at;
  while (to < body.length && kindAt(body, to) !== 0) to++;
  return { body, from, to };
};

// Any 8 bytes hold two multiples of 4: bytes between two such places are looked at only where both may be in a number.
const mayHoldNumber = (body: Uint8Array, at: number): boolean =>
  kindAt(body, at) !== 0 &&
  kindAt(body, at + 4) !== 0 &&
  kindAt(body, at + 1) !== 0 &&
  kindAt(body, at + 2) !== 0 &&
  kindAt(body, at + 3) !== 0;

/** The digits read from one place on: the workspace of a reader. */
type Reading = { readonly digits: Uint8Array; count: number; hash: number; baseHash: number };

const take = (reading: Reading, digit: number): void => {
  reading.digits[reading.count] = digit;
  reading.hash = hashWith(reading.hash, digit);
  reading.count++;
  if (reading.count === IMEI_BASE_DIGITS) reading.baseHash = reading.hash;
};

// A digit before an unprintable byte may be no digit at all but the tag of a protobuf field with its length.
const mayBeTag = (body: Uint8Array, at: number): boolean =>
  at + 1 < body.length && (body[at + 1] ?? 0) < 0x20;

const makeReporter = (table: NumberTable, onHit: (hit: NumberHit) => void) => {
  const reportAll = (
    numbers: readonly number[],
    reading: Reading,
    place: Omit<NumberHit, 'number' | 'digits'>,
  ): void => {
    if (numbers.length === 0) return;
    const digits = String.fromCharCode(...reading.digits.subarray(0, reading.count));
    for (const number of numbers) onHit({ number, digits, ...place });
  };
  return (reading: Reading, at: number, end: number, certain: boolean): void => {
    const place = { at, length: end - at, certain, isEnd: false };
    reportAll(lookUpNumber(table, reading.hash, reading.digits, reading.count), reading, place);
    if (reading.count !== IMEISV_DIGITS) return;
    reportAll(lookUpNumber(table, reading.baseHash, reading.digits, IMEI_BASE_DIGITS), reading, place);
    // Read backwards, the two more digits stand first.
    const tail = reading.digits.subarray(IMEISV_DIGITS - IMEI_BASE_DIGITS, IMEISV_DIGITS);
    const hash = tail.reduce(hashWith, HASH_SEED);
    reportAll(lookUpNumber(table, hash, tail, IMEI_BASE_DIGITS), reading, { ...place, isEnd: true });
  };
};

/**
 * A function that reports every number of the table in a body, from the start of one group of digits to the end of
 * another. A run of 16 digits is also reported for its first 14.
 */
export const makeNumberReader = (
  table: NumberTable,
  onHit: (hit: NumberHit) => void,
): ((body: Uint8Array) => void) => {
  const reading: Reading = {
    digits: new Uint8Array(table.maxDigits + IMEISV_DIGITS),
    count: 0,
    hash: 0,
    baseHash: 0,
  };
  const mostDigits = Math.max(table.maxDigits, IMEISV_DIGITS);
  const report = makeReporter(table, onHit);
  const readFrom = ({ body, to }: Run, start: number): void => {
    Object.assign(reading, { count: 0, hash: HASH_SEED });
    for (let at = start, gap = 0; at < to && gap <= MAX_SEPARATORS; at++) {
      if (kindAt(body, at) === SEPARATOR) {
        gap++;
        continue;
      }
      gap = 0;
      const endsGroup = kindAt(body, at + 1) !== DIGIT;
      if (endsGroup && reading.count >= table.minDigits && mayBeTag(body, at))
        report(reading, start, at, false);
      if (reading.count >= mostDigits) return;
      take(reading, body[at] ?? 0);
      if (endsGroup && reading.count >= table.minDigits) report(reading, start, at + 1, true);
    }
  };
  const readRun = (run: Run): void => {
    for (let at = run.from; at < run.to; at++)
      if (kindAt(run.body, at) === DIGIT && (at === 0 || kindAt(run.body, at - 1) !== DIGIT))
        readFrom(run, at);
  };
  return (body) => {
    if (table.maxDigits === 0) return;
    let done = 0;
    for (let at = 0; at + 4 < body.length; at += 4) {
      if (!mayHoldNumber(body, at)) continue;
      const run = runAround(body, at, done);
      readRun(run);
      done = run.to;
      at = run.to & ~3;
    }
  };
};
