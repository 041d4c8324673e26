import type { Child } from '../layer.ts';
import type { Decoder, View } from './decoder.ts';
import { canAfford } from './budget.ts';
import { hexAt } from './characters.ts';
import { gather, undoWith, type UndoInto } from './gather.ts';
import type { Letters } from './letters.ts';
import { opensAsBinary } from './opens.ts';
import { isPlainText } from './plausible.ts';
import { lineSpan } from './source-span.ts';
import { quotedMarks } from './quoted-marks.ts';
import { TRAIT } from './traits.ts';

const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const LEAST = 2;

// What is quoted holds no bytes but ASCII, and of control characters only white space.
const ENDS_PIECE = new Uint8Array(256).fill(1, 0, 32).fill(0, 9, 11).fill(0, 13, 14).fill(1, 127);
ENDS_PIECE[0x22] = 1;
ENDS_PIECE[0x26] = 1;

// Bytes that an equals sign takes with it: 3 for `=XX`, 2 or 3 for a soft line break, 0 for neither.
const widthAt = (bytes: Buffer, at: number, end: number): number => {
  if (bytes[at + 1] === 0x0a && at + 1 < end) return 2;
  if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a && at + 2 < end) return 3;
  return at + 2 < end && hexAt(bytes, at + 1, 2) !== -1 ? 3 : 0;
};

/** Undoes quoted-printable (RFC 2045 §6.7): `=XX` as one byte, `=` at a line's end as nothing. */
const quotedPrintableInto: UndoInto = (source, start, end, sink) => {
  for (let from = start; from < end;) {
    const width = source[from] === EQUALS ? widthAt(source, from, end) : 0;
    const value = width === 3 ? hexAt(source, from + 1, 2) : -1;
    if (width === 0) sink.bytes[sink.at++] = source[from] as number;
    else if (value !== -1) sink.bytes[sink.at++] = value;
    from += Math.max(1, width);
  }
};

// An equals sign that is escaped itself, or that ends a line, is nothing else.
const isTelling = (bytes: Buffer, at: number): boolean =>
  (bytes[at + 1] === 0x33 && ((bytes[at + 2] as number) | 0x20) === 0x64) || hexAt(bytes, at + 1, 2) === -1;

// A piece of text in which every equals sign is an escape, some or one that tells: a form never is.
const isQuotedPrintable = (bytes: Buffer, start: number, end: number): boolean => {
  let count = 0;
  for (let at = bytes.indexOf(EQUALS, start); at !== -1 && at < end; at = bytes.indexOf(EQUALS, at + 1)) {
    if (widthAt(bytes, at, end) === 0) return false;
    count += isTelling(bytes, at) ? LEAST : 1;
  }
  return count >= LEAST && isPlainText(undoWith(quotedPrintableInto, bytes.subarray(start, end)));
};

type Reach = { readonly floor: number; readonly ceiling: number };

const pieceAround = (bytes: Buffer, at: number, { floor, ceiling }: Reach, passed: number) => {
  const isEnd = (byte: number): boolean => ENDS_PIECE[byte] === 1 && byte !== passed;
  let start = at;
  while (start > floor && !isEnd(bytes[start - 1] as number)) start--;
  let end = at;
  while (end < ceiling && !isEnd(bytes[end] as number)) end++;
  return { start, end };
};

/** Whether some equals signs may be escapes that stand backwards: two with digits before, or one that tells. */
export const hasReversedQuotes = ({ bytes, traits }: View): boolean => {
  if ((traits & TRAIT.equals) === 0) return false;
  let count = 0;
  for (let at = bytes.indexOf(EQUALS); at !== -1; at = bytes.indexOf(EQUALS, at + 1)) {
    if (at < 1) continue;
    const isBreak = bytes[at - 1] === 0x0a;
    if (!isBreak && (at < 2 || hexAt(bytes, at - 2, 2) === -1)) continue;
    const isSign = bytes[at - 1] === 0x33 && ((bytes[at - 2] as number) | 0x20) === 0x64;
    // The names of a form may end with any two digits.
    count += isBreak || isSign ? LEAST : (traits & TRAIT.ampersand) === 0 ? 1 : 0;
    if (count >= LEAST) return true;
  }
  return false;
};

const decode = (view: View): readonly Child[] => {
  const { bytes, traits, budget } = view;
  if ((traits & TRAIT.equals) === 0 || !canAfford(budget, bytes.length)) return [];
  const marked = quotedMarks(bytes).filter(({ start, end }) => bytes.subarray(start, end).includes(EQUALS));
  const spans = marked.length > 0 ? marked.flatMap(({ start, end }) => [start, end]) : unmarkedSpans(view);
  return gather(bytes, spans, 'quoted-printable', { undo: quotedPrintableInto, budget });
};

const MIN_QUOTED = 8;
const IS_QUOTED = new Uint8Array(256).fill(1, 0x20, 0x7f);
for (const byte of [0x09, 0x0a, 0x0d]) IS_QUOTED[byte] = 1;

// Binary bytes are quoted from end to end, quotes and ampersands among them, and some form opens what they are.
const isQuotedBinary = (bytes: Buffer, { floor, ceiling }: Reach, letters: Letters | null): boolean => {
  let count = 0;
  for (let at = floor; at < ceiling; at++) {
    const byte = bytes[at] as number;
    if (IS_QUOTED[byte] === 0) return false;
    if (byte !== EQUALS) continue;
    if (widthAt(bytes, at, ceiling) === 0) return false;
    count++;
  }
  if (count < MIN_QUOTED) return false;
  const found = undoWith(quotedPrintableInto, bytes.subarray(floor, ceiling));
  return !isPlainText(found) && opensAsBinary(found, letters);
};

const unmarkedSpans = ({ bytes, layer, context }: View): readonly number[] => {
  const spans: number[] = [];
  let floor = 0;
  for (let at = bytes.indexOf(EQUALS); at !== -1; at = bytes.indexOf(EQUALS, floor)) {
    // Of a form that was quoted, the ampersands stay; of one that was not, the equals signs do.
    const line = lineSpan(layer, at);
    const reach = { floor: Math.max(floor, line.offset), ceiling: line.offset + line.length };
    if (reach.floor === line.offset && isQuotedBinary(bytes, reach, context.letters)) {
      spans.push(reach.floor, reach.ceiling);
      floor = reach.ceiling;
      continue;
    }
    const { start, end } = pieceAround(bytes, at, reach, isTelling(bytes, at) ? AMPERSAND : 0);
    if (isQuotedPrintable(bytes, start, end)) spans.push(start, end);
    floor = end;
  }
  return spans;
};

/** Quoted-printable text: what says that it is, or else text that is so as a whole or between quotes. */
export const QUOTED_PRINTABLE: Decoder = { name: 'quoted-printable', decode };
