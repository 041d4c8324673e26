import { type Decoder, isReversed, sourceOf, type View } from '../decoder.ts';
import type { Child } from '../../layer.ts';
import { hexAt, writeCodePoint } from './characters.ts';
import { gather, type UndoInto, type WidthAt } from './gather.ts';
import { mirrorInto } from './reverse.ts';
import { TRAIT } from '../traits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;

const SHORT = new Uint8Array(256);
for (const [escape, byte] of [
  ['"', 0x22],
  ["'", 0x27],
  ['\\', 0x5c],
  ['/', 0x2f],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  // java.util.Properties.store writes these before what would end or begin a name.
  [':', 0x3a],
  ['=', 0x3d],
  ['#', 0x23],
  ['!', 0x21],
  [' ', 0x20],
] as const)
  SHORT[escape.charCodeAt(0)] = byte;

/** One escape at a backslash: how many bytes it takes, its code point or byte; a length of 0 for no escape. */
type Escape = { length: number; value: number; isByte: boolean };
const NONE: Escape = { length: 0, value: 0, isByte: false };

const unicodeAt = (source: Buffer, at: number, end: number): number =>
  at + 6 <= end && source[at] === BACKSLASH && source[at + 1] === 0x75 ? hexAt(source, at + 2, 4) : -1;

const unicodeEscape = (source: Buffer, at: number, end: number): Escape => {
  const first = unicodeAt(source, at, end);
  if (first === -1) return bracedEscape(source, at, end);
  if (first >= 0xd800 && first < 0xdc00) {
    const second = unicodeAt(source, at + 6, end);
    if (second >= 0xdc00 && second < 0xe000)
      return { length: 12, value: 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), isByte: false };
  }
  return { length: 6, value: first, isByte: false };
};

/** `\u{1F600}`, ECMAScript's form. */
const bracedEscape = (source: Buffer, at: number, end: number): Escape => {
  if (source[at + 2] !== 0x7b) return NONE;
  for (let digits = 1; digits <= 6 && at + 3 + digits < end; digits++) {
    if (source[at + 3 + digits] !== 0x7d) continue;
    const value = hexAt(source, at + 3, digits);
    return value < 0 || value > 0x10ffff ? NONE : { length: digits + 4, value, isByte: false };
  }
  return NONE;
};

const escapeAt = (source: Buffer, at: number, end: number): Escape => {
  if (at + 1 >= end) return NONE;
  const next = source[at + 1] as number;
  if (next === 0x75) return unicodeEscape(source, at, end);
  if (next === 0x78) {
    const value = at + 4 <= end ? hexAt(source, at + 2, 2) : -1;
    return value < 0 ? NONE : { length: 4, value, isByte: true };
  }
  const value = SHORT[next] as number;
  return value === 0 ? NONE : { length: 2, value, isByte: true };
};

/**
 * Undoes backslash escapes: `\uXXXX` (surrogate pairs joined, a lone one U+FFFD) and `\u{X…}` as UTF-8, `\xXX` as
 * one byte, `\" \' \\ \/ \b \f \n \r \t`, and those of Java's properties, `\: \= \# \!` and of a blank. Any other backslash stays.
 */
export const unescapeInto: UndoInto = (source, start, end, sink) => {
  const target = sink.bytes;
  let to = sink.at;
  for (let from = start; from < end;) {
    const byte = source[from] as number;
    const escape = byte === BACKSLASH ? escapeAt(source, from, end) : NONE;
    if (escape.length === 0) {
      target[to++] = byte;
      from++;
      continue;
    }
    if (escape.isByte) target[to++] = escape.value;
    else to = writeCodePoint(target, to, escape.value);
    from += escape.length;
  }
  sink.at = to;
};

const escapeWidth: WidthAt = (source, at, end) =>
  source[at] === BACKSLASH ? escapeAt(source, at, end).length : 0;

const endOfString = (bytes: Buffer, from: number): number => {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, bytes.length);
};

const endOfLine = (bytes: Buffer, from: number): number => {
  let at = from;
  while (at < bytes.length && bytes[at] !== NEWLINE && bytes[at] !== 0) at++;
  return at;
};

/** The spans that hold a backslash: inside quotes, and, where no quote stands before in its line, the rest of it. */
const spansOf = (bytes: Buffer): { quoted: number[]; bare: number[] } => {
  const quoted: number[] = [];
  const bare: number[] = [];
  let floor = 0;
  for (let at = bytes.indexOf(BACKSLASH); at !== -1; at = bytes.indexOf(BACKSLASH, floor)) {
    let start = at;
    let lineStart = floor;
    while (start > floor && bytes[start - 1] !== QUOTE) {
      start--;
      if (lineStart === floor && bytes[start] === NEWLINE) lineStart = start + 1;
    }
    // No string of JSON goes over the end of a line: the quote before it closed another.
    const isQuoted = start > floor && bytes[start - 1] === QUOTE && lineStart === floor;
    const end = isQuoted ? endOfString(bytes, at) : endOfLine(bytes, at);
    if (isQuoted) quoted.push(start, end);
    else bare.push(lineStart, end);
    floor = Math.min(end + 1, bytes.length);
  }
  return { quoted, bare };
};

// Escapes that stand forwards are no escapes backwards: a reversed layer has some only if its source did not.
const standsBackwards = (source: Buffer): boolean => {
  for (let at = source.indexOf(BACKSLASH); at !== -1;) {
    const { length } = escapeAt(source, at, source.length);
    if (length === 0) return true;
    at = source.indexOf(BACKSLASH, at + length);
  }
  return false;
};

const LONGEST = 12;
const backwards = Buffer.alloc(LONGEST);

const endsEscape = (bytes: Buffer, at: number): boolean =>
  escapeAt(backwards, 0, mirrorInto(backwards, bytes, 0, at + 1)).length > 0;

/** Whether escapes of backslashes may stand backwards. */
export const hasReversedEscape = ({ bytes, traits }: View): boolean => {
  if ((traits & TRAIT.backslash) === 0 || !standsBackwards(bytes)) return false;
  for (let at = bytes.indexOf(BACKSLASH); at !== -1; at = bytes.indexOf(BACKSLASH, at + 1))
    if (endsEscape(bytes, at)) return true;
  return false;
};

const decode = ({ layer, bytes, traits, budget }: View): readonly Child[] => {
  if ((traits & TRAIT.backslash) === 0) return [];
  if (isReversed(layer) && !standsBackwards(sourceOf(layer))) return [];
  const { quoted, bare } = spansOf(bytes);
  const undo = { undo: unescapeInto, budget, widthAt: escapeWidth };
  return [...gather(bytes, quoted, 'json', undo), ...gather(bytes, bare, 'escape', undo)];
};

/** Strings that hold backslash escapes, in JSON or anywhere else. */
export const UNESCAPE: Decoder = { name: 'unescape', decode };
