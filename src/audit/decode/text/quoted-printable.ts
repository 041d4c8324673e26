import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { canAfford } from '../budget.ts';
import { hexAt } from './characters.ts';
import { gather, undoWith } from './gather.ts';
import type { Letters } from '../charset/letters.ts';
import { isPlainText } from '../plausible.ts';
import { lineSpan } from '../route/source-span.ts';
import {
  endOfStretch,
  forEachQuotedRun,
  isQuotable,
  isQuotedBinary,
  makeQuotedValues,
  type Reach,
  startOfStretch,
} from './quoted-bytes.ts';
import { quotedPrintableInto, widthAt } from './quoted-escapes.ts';
import { quotedMarks } from './quoted-marks.ts';
import { TRAIT } from '../traits.ts';

const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const LEAST = 2;

// What is quoted holds no bytes but ASCII, and of control characters only white space.
const ENDS_PIECE = new Uint8Array(256).fill(1, 0, 32).fill(0, 9, 11).fill(0, 13, 14).fill(1, 127);
ENDS_PIECE[0x22] = 1;
ENDS_PIECE[0x26] = 1;

// An equals sign that is escaped itself, or that ends a line, is nothing else.
const isTelling = (bytes: Buffer, at: number): boolean =>
  (bytes[at + 1] === 0x33 && ((bytes[at + 2] as number) | 0x20) === 0x64) || hexAt(bytes, at + 1, 2) === -1;

// A piece of text in which every equals sign is an escape, some or one that tells: a form never is.
const isQuotedPrintable = (bytes: Buffer, { floor: start, ceiling: end }: Reach): boolean => {
  let count = 0;
  for (let at = bytes.indexOf(EQUALS, start); at !== -1 && at < end; at = bytes.indexOf(EQUALS, at + 1)) {
    if (widthAt(bytes, at, end) === 0) return false;
    count += isTelling(bytes, at) ? LEAST : 1;
  }
  return count >= LEAST && isPlainText(undoWith(quotedPrintableInto, bytes.subarray(start, end)));
};

const pieceAround = (bytes: Buffer, at: number, { floor, ceiling }: Reach, passed: number): Reach => {
  const isOf = (byte: number): boolean => ENDS_PIECE[byte] === 0 || byte === passed;
  return { floor: startOfStretch(bytes, at, floor, isOf), ceiling: endOfStretch(bytes, at, ceiling, isOf) };
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

type Sight = { readonly lineStart: number; readonly letters: Letters | null };

// All of a stretch, asked for at its first equals sign: behind a piece of it nothing new is told.
const quotedBinaryAround = (
  bytes: Buffer,
  at: number,
  { floor, ceiling }: Reach,
  { lineStart, letters }: Sight,
): Reach | null => {
  const start = startOfStretch(bytes, at, floor, isQuotable);
  if (start === floor && start !== lineStart) return null;
  const whole = { floor: start, ceiling: endOfStretch(bytes, at, ceiling, isQuotable) };
  return isQuotedBinary(bytes, whole, letters) ? whole : null;
};

const unmarkedSpans = ({ bytes, layer, context: { letters } }: View): readonly number[] => {
  const spans: number[] = [];
  const take = ({ floor, ceiling }: Reach): number => {
    spans.push(floor, ceiling);
    return ceiling;
  };
  const quotedValue = makeQuotedValues(bytes, letters);
  let floor = 0;
  for (let at = bytes.indexOf(EQUALS); at !== -1; at = bytes.indexOf(EQUALS, floor)) {
    // Of a form that was quoted, the ampersands stay; of one that was not, the equals signs do.
    const line = lineSpan(layer, at);
    const reach = { floor: Math.max(floor, line.offset), ceiling: line.offset + line.length };
    const piece = pieceAround(bytes, at, reach, isTelling(bytes, at) ? AMPERSAND : 0);
    const whole = quotedBinaryAround(bytes, at, reach, { lineStart: line.offset, letters });
    if (whole !== null) floor = take(whole);
    else if (isQuotedPrintable(bytes, piece)) floor = take(piece);
    else {
      const value = quotedValue(at, reach);
      if (value === undefined) forEachQuotedRun(bytes, piece, letters, take);
      floor = value === undefined ? piece.ceiling : take(value);
    }
  }
  return spans;
};

/** Quoted-printable text: what says that it is, or else text that is so as a whole or between quotes. */
export const QUOTED_PRINTABLE: Decoder = { name: 'quoted-printable', decode };
