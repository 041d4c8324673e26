import { undoWith } from './gather.ts';
import type { Letters } from '../charset/letters.ts';
import { opensAsBinary } from '../opens.ts';
import { isPlainText } from '../plausible.ts';
import { quotedPrintableInto, widthAt } from './quoted-escapes.ts';

/** Some bytes of a layer: offsets of the first, and behind the last. */
export type Reach = { readonly floor: number; readonly ceiling: number };

const EQUALS = 0x3d;
const MIN_QUOTED = 8;
/** So many escapes one after another are bytes that somebody quoted, whatever they are. */
const SURE_QUOTED = 24;
const IS_QUOTED = new Uint8Array(256).fill(1, 0x20, 0x7f);
for (const byte of [0x09, 0x0a, 0x0d]) IS_QUOTED[byte] = 1;

/** A line that an equals sign breaks says as much as so many escapes: in a form it would be an empty value. */
const TELLING = 4;
const isBreak = (byte: number | undefined): boolean => byte === 0x0d || byte === 0x0a;

const undone = (bytes: Buffer, { floor, ceiling }: Reach): Buffer =>
  undoWith(quotedPrintableInto, bytes.subarray(floor, ceiling));

type IsOf = (byte: number) => boolean;

/** Whether quoted-printable may consist of such bytes: a file of an archive is text between NULs. */
export const isQuotable: IsOf = (byte) => IS_QUOTED[byte] === 1;

/** Where the stretch of some bytes begins that an offset stands in. */
export const startOfStretch = (bytes: Buffer, at: number, floor: number, isOf: IsOf): number => {
  let start = at;
  while (start > floor && isOf(bytes[start - 1] as number)) start--;
  return start;
};

/** Where it ends. */
export const endOfStretch = (bytes: Buffer, at: number, ceiling: number, isOf: IsOf): number => {
  let end = at;
  while (end < ceiling && isOf(bytes[end] as number)) end++;
  return end;
};

/** Whether some bytes are others that were quoted from end to end, which are no text, and which some form opens. */
export const isQuotedBinary = (bytes: Buffer, reach: Reach, letters: Letters | null): boolean => {
  let count = 0;
  for (let at = reach.floor; at < reach.ceiling; at++) {
    const byte = bytes[at] as number;
    if (IS_QUOTED[byte] === 0) return false;
    if (byte !== EQUALS) continue;
    if (widthAt(bytes, at, reach.ceiling) === 0) return false;
    count += isBreak(bytes[at + 1]) ? TELLING : 1;
  }
  if (count < MIN_QUOTED) return false;
  const found = undone(bytes, reach);
  return !isPlainText(found) && opensAsBinary(found, letters);
};

type Run = Reach & { readonly isSure: boolean };

// Escapes one after another, which no other text has, from some place on.
const runFrom = (bytes: Buffer, at: number, ceiling: number): Run | null => {
  let count = 0;
  let end = at;
  for (let width = 1; width > 0 && end < ceiling;) {
    width = bytes[end] === EQUALS ? widthAt(bytes, end, ceiling) : 0;
    end += width;
    count += width === 0 ? 0 : 1;
  }
  return count < MIN_QUOTED ? null : { floor: at, ceiling: end, isSure: count >= SURE_QUOTED };
};

/** Tells what was quoted byte by byte inside other text, such as a line of a log. */
export const forEachQuotedRun = (
  bytes: Buffer,
  { floor, ceiling }: Reach,
  letters: Letters | null,
  onRun: (run: Reach) => void,
): void => {
  for (let at = bytes.indexOf(EQUALS, floor); at !== -1 && at < ceiling;) {
    const run = runFrom(bytes, at, ceiling);
    if (run !== null) {
      const found = undone(bytes, run);
      if (run.isSure || isPlainText(found) || opensAsBinary(found, letters)) onRun(run);
    }
    at = bytes.indexOf(EQUALS, run?.ceiling ?? at + 1);
  }
};

/** What a value stands between in the formats of text: quotes, tags, the marks of a CDATA section. */
const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ['<![CDATA[', ']]>'],
  ['>', '<'],
];

// The value around an offset within one kind of brackets, asked for in order: everything is looked at once.
const makeValueFinder = (bytes: Buffer, [open, close]: readonly [string, string]) => {
  let start = -1;
  let looked = -1;
  let end = 0;
  return (at: number): Reach | null => {
    // Backwards, and no further than last time: what opens a value stands close before it, mostly.
    const last = at > looked ? bytes.subarray(looked + 1, at + open.length).lastIndexOf(open) : -1;
    if (last !== -1) start = looked + 1 + last;
    looked = Math.max(looked, at);
    if (end !== -1 && end < at) end = bytes.indexOf(close, at);
    return start === -1 || end === -1 ? null : { floor: start + open.length, ceiling: end };
  };
};

/** A function that gives the quoted bytes that are all of the value around an offset; meant for offsets in order. */
export const makeQuotedValues = (
  bytes: Buffer,
  letters: Letters | null,
): ((at: number, within: Reach) => Reach | undefined) => {
  const finders = BRACKETS.map((brackets) => makeValueFinder(bytes, brackets));
  // Up to where all values were looked through.
  let tried = 0;
  return (at, within) => {
    if (at < tried) return undefined;
    const values = finders
      .map((find) => find(at))
      .filter((value) => value !== null)
      .filter(({ floor, ceiling }) => floor >= within.floor && floor <= at && ceiling <= within.ceiling);
    tried = values.reduce((most, { ceiling }) => Math.max(most, ceiling), at + 1);
    return values.find((value) => isQuotedBinary(bytes, value, letters));
  };
};
