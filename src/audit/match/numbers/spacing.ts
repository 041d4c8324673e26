import { isDigit } from '../../decode/text/characters.ts';
import { toBuffer } from '../../decode/buffer.ts';

const PLUS = 0x2b;
const DOT = 0x2e;
const BLANK = 0x20;

/** Blanks that do not break, are narrow or as wide as a digit; hyphens and dashes; the minus sign. */
export const TYPESET_SEPARATORS = '\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2015\u2212';
const TYPESET_BLANK = /\xc2\xa0|\xe2\x80[\x87\x89\xaf]/g;
const TYPESET_DASH = /\xe2\x80[\x90-\x95]|\xe2\x88\x92/g;

// Bytes of a number, one character each, with separators as a keyboard has them; other bytes stay as they are.
const typed = (text: string): string => text.replace(TYPESET_BLANK, ' ').replace(TYPESET_DASH, '-');

// `.`, `/`, `:`, `-` or `_` between digits joins them.
const isJoint = (byte: number | undefined): boolean =>
  byte === DOT || byte === 0x2f || byte === 0x3a || byte === 0x2d || byte === 0x5f;

type Check = (bytes: Uint8Array, from: number, to: number) => boolean;

// `0x02000000`
const isHexLiteral: Check = (bytes, from) =>
  ((bytes[from - 1] ?? 0) | 0x20) === 0x78 && bytes[from - 2] === 0x30 && !isDigit(bytes[from - 3]);

// `3.14159265` and `1772359200.25`; a number that became a decimal on its way (`4917612345678.0`) has zeros only.
const isOfDecimal: Check = (bytes, from, to) => {
  if (bytes[from - 1] === DOT && isDigit(bytes[from - 2])) return true;
  if (bytes[to] !== DOT) return false;
  let at = to + 1;
  while (bytes[at] === 0x30) at++;
  return isDigit(bytes[at]);
};

// Digits joined to more digits on either side, or numbers in a list that goes on both ways.
const isOfLonger: Check = (bytes, from, to) => {
  const [before, after] = [bytes[from - 1], bytes[to]];
  const follows = isDigit(bytes[from - 2]);
  const goesOn = isDigit(bytes[to + 1]);
  if ((isJoint(before) && follows) || (isJoint(after) && goesOn)) return true;
  return before === BLANK && after === BLANK && follows && goesOn;
};

/** Two marks in a row (`-.`), or a time (`10:00`). */
const ODD_GAP = /[-._/+:]{2}|[0-9]:[0-9]/;
const DECIMAL = /^[0-9]+\.[0-9]+$/;
/** Years first or last. */
const DATE =
  /^(?:(?:19|20)[0-9]{2}[-./][01]?[0-9][-./][0-3]?[0-9](?![0-9])|[0-3]?[0-9][-./][0-3]?[0-9][-./](?:19|20)[0-9]{2}(?![0-9]))/;
/** Four numbers below 256 without leading zeros. */
const ADDRESS = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;
/** Fewer digits to a group on average are single numbers side by side. */
const LEAST_PER_GROUP = 1.8;
/** More digits to a group on average may leave one alone at the end: a check digit. */
const LONE_PER_GROUP = 3;
/** Groups of another length in front: `00` and a country's code. */
const MOST_PREFIXES = 2;
/** Two pairs may stand side by side in any list. */
const LEAST_EVEN_DIGITS = 4;

// Groups of one length by one separator, behind a prefix or none: what is left over may be a single digit.
const isCutEvenly = (text: string, groups: readonly string[]): boolean => {
  const whole = groups.slice(0, -1);
  const size = whole.at(-1)?.length ?? 0;
  const prefixes = whole.findLastIndex(({ length }) => length !== size) + 1;
  const isOneSeparator = new Set(text.match(/[^0-9]+/g)).size === 1;
  return (
    size > 1 &&
    isOneSeparator &&
    prefixes <= MOST_PREFIXES &&
    (whole.length - prefixes) * size > LEAST_EVEN_DIGITS
  );
};

const isOneNumber = (text: string): boolean => {
  if (ODD_GAP.test(text) || DECIMAL.test(text) || ADDRESS.test(text)) return false;
  // A text that is read backwards has its dates backwards, too.
  if (DATE.test(text) || DATE.test(Array.from(text).reverse().join(''))) return false;
  const groups = text.split(/[^0-9]+/);
  const perGroup = groups.join('').length / groups.length;
  if (perGroup < LEAST_PER_GROUP) return false;
  return groups.at(-1)?.length !== 1 || perGroup >= LONE_PER_GROUP || isCutEvenly(text, groups);
};

/**
 * Whether digits with whatever stands between them are one number as people and software write it, and not part of a
 * decimal, a hexadecimal number, a date, a time, an address or a list of small numbers.
 */
export const isWrittenAsOne: Check = (bytes, from, to) => {
  const isPlus = bytes[from - 1] === PLUS;
  const written = toBuffer(bytes).toString('latin1', from, to);
  if (/^[0-9]+$/.test(written)) return !isOfDecimal(bytes, from, to) && !isHexLiteral(bytes, from, to);
  const text = typed(written);
  if (/[^\0-\x7f]/.test(text)) return false;
  // `+1.2025550143`, as registries of domains write it (RFC 5733 §2.5).
  if (isPlus) return !ODD_GAP.test(text);
  return !isOfLonger(bytes, from, to) && isOneNumber(text);
};
