import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { isLetterOf, type Letters } from './letters.ts';
import { isPlainText } from '../plausible.ts';
import { TRAIT } from '../traits.ts';

const MIN_BYTES = 4;
const MIN_RUN = 6;

/** UTF-16 as UTF-8; a byte order mark goes, a lone surrogate becomes U+FFFD, a last odd byte is left out. */
const fromUtf16 = (bytes: Buffer, isLittle: boolean): Buffer => {
  const even = bytes.subarray(0, bytes.length & ~1);
  const units = isLittle ? even : Buffer.from(even).swap16();
  const text = units.toString('utf16le');
  return Buffer.from(text.startsWith('\uFEFF') ? text.slice(1) : text, 'utf8');
};

type Found = { readonly start: number; readonly end: number; readonly isLittle: boolean };

const isTextByte = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);

// Where pairs of a Latin character and a NUL go on from an offset, either way round.
const latinEnd = (bytes: Buffer, at: number, isLittle: boolean): number => {
  let end = at;
  while (isTextByte(bytes[isLittle ? end : end + 1]) && bytes[isLittle ? end + 1 : end] === 0) end += 2;
  return end;
};

// Code units that are no text in any script: controls, and the unassigned and private ends of the plane.
const isUnitOfText = (unit: number): boolean =>
  (unit >= 0x20 && unit < 0xd7a4) || unit === 9 || unit === 10 || unit === 13 || unit >= 0xf900;

const unitAt = (bytes: Buffer, at: number, isLittle: boolean): number =>
  isLittle
    ? (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    : ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

// From text that is surely UTF-16 to where it stops being any: CJK may stand among the Latin.
const widened = (bytes: Buffer, found: Found): Found => {
  let { start, end } = found;
  const { isLittle } = found;
  while (end + 2 <= bytes.length && isUnitOfText(unitAt(bytes, end, isLittle))) end += 2;
  while (start >= 2 && isUnitOfText(unitAt(bytes, start - 2, isLittle))) start -= 2;
  return { start, end, isLittle };
};

const latinRuns = (bytes: Buffer): Found[] => {
  const found: Found[] = [];
  for (let at = bytes.indexOf(0); at !== -1 && found.length < 1000;) {
    let best: Found | null = null;
    for (const isLittle of [true, false]) {
      const start = isLittle ? at - 1 : at;
      const end = start < 0 ? 0 : latinEnd(bytes, start, isLittle);
      if (end - start >= 2 * MIN_RUN && end > (best?.end ?? 0))
        best = widened(bytes, { start, end, isLittle });
    }
    if (best !== null) found.push(best);
    at = bytes.indexOf(0, Math.max(at + 1, best?.end ?? 0));
  }
  return found;
};

// Whole layers without Latin: every unit text of one script, or common to all.
const wholeLayer = (bytes: Buffer, letters: Letters | null): Found[] => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return [{ start: 0, end: bytes.length, isLittle: true }];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return [{ start: 0, end: bytes.length, isLittle: false }];
  if (bytes.length % 2 !== 0) return [];
  return [true, false]
    .filter((isLittle) => isOneScript(bytes, isLittle, letters))
    .map((isLittle) => ({ start: 0, end: bytes.length, isLittle }));
};

// Ends of blocks and the script each belongs to: 0 none in daily use, 1 common to all, 2 CJK and kana, 3 Hangul,
// 4 the alphabets from Latin Extended to Thai.
const BLOCKS: readonly (readonly [end: number, script: number])[] = [
  [0x0020, 0],
  [0x007f, 1],
  [0x00a0, 0],
  [0x0e80, 4],
  [0x1e00, 0],
  [0x2000, 4],
  [0x2070, 1],
  [0x3000, 0],
  [0x3400, 2],
  [0x4e00, 0],
  [0xa000, 2],
  [0xac00, 0],
  [0xd7a4, 3],
  [0xff00, 0],
  [0xfff0, 2],
  [0x10000, 0],
];

/** The script of each code unit; white space is common to all. */
const SCRIPTS = new Uint8Array(0x10000);
BLOCKS.reduce((start, [end, script]) => {
  SCRIPTS.fill(script, start, end);
  return end;
}, 0);
for (const unit of [9, 10, 13]) SCRIPTS[unit] = 1;

/** Longer bytes are no UTF-16 of one script by chance. */
const FEW_BYTES = 64;
const LEAST_LETTERS = 2;

/** Whether bytes are UTF-16 of one order from end to end, in one script; a few of them only with letters that matter. */
export const isOneScript = (bytes: Buffer, isLittle: boolean, letters: Letters | null): boolean => {
  let script = 1;
  let count = letters === null || bytes.length > FEW_BYTES ? LEAST_LETTERS : 0;
  for (let at = 0; at < bytes.length; at += 2) {
    const unit = unitAt(bytes, at, isLittle);
    const found = SCRIPTS[unit] as number;
    if (letters !== null && isLetterOf(letters, unit)) count++;
    if (found === 0 || (found !== 1 && script !== 1 && found !== script)) return false;
    if (found !== 1) script = found;
  }
  return count >= LEAST_LETTERS;
};

const decode = ({ bytes, traits, context }: View): readonly Child[] => {
  if (bytes.length < MIN_BYTES || (traits & (TRAIT.nul | TRAIT.notUtf8)) === 0) return [];
  const whole = wholeLayer(bytes, context.letters);
  const found = whole.length > 0 ? whole : latinRuns(bytes);
  return found.flatMap(({ start, end, isLittle }) => {
    const text = fromUtf16(bytes.subarray(start, end), isLittle);
    if (!isPlainText(text)) return [];
    const step = isLittle ? 'utf16le' : 'utf16be';
    return [{ bytes: text, link: { step, offset: start, length: end - start } }];
  });
};

/** UTF-16 of either order, with or without a mark, whole or inside binary bytes. */
export const UTF16: Decoder = { name: 'utf16', decode };
