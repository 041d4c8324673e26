import { ENTITY_NAMES } from '#model/entity-names';
import type { Undo } from './undo.ts';

/** The UTF-8 of a code point, one character per byte; what is no character gives U+FFFD. */
const utf8 = (point: number): string => {
  const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return Buffer.from(String.fromCodePoint(isCharacter ? point : 0xfffd), 'utf8').toString('latin1');
};

const byte = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

type Groups = readonly (string | undefined)[];

// Bytes are rewritten as a string of one character each, so that no charset is taken for granted.
const rewriting =
  (pattern: RegExp, rewrite: (groups: Groups, whole: string) => string) =>
  (taken: Buffer): Buffer =>
    Buffer.from(
      taken.toString('latin1').replace(pattern, (whole: string, ...groups: Groups) => rewrite(groups, whole)),
      'latin1',
    );

const SHORT: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const BACKSLASH =
  /\\(?:u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|x([\da-fA-F]{2})|(["'\\/bfnrt:=#! ]))/g;

const pointOf = (high: string, low: string): number =>
  0x10000 + ((Number.parseInt(high, 16) - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00);

/** Backslash escapes of JSON and of programming languages: `\uXXXX`, `\u{X}`, `\xXX`, `\n` and their like, `\:` of properties. */
export const unescape: Undo = rewriting(BACKSLASH, ([high, low, unit, braced, hex, short], whole) => {
  if (high !== undefined && low !== undefined) return utf8(pointOf(high, low));
  if (unit !== undefined) return utf8(Number.parseInt(unit, 16));
  if (braced !== undefined) {
    const point = Number.parseInt(braced, 16);
    return point > 0x10ffff ? whole : utf8(point);
  }
  if (hex !== undefined) return byte(hex);
  return SHORT.get(short ?? '') ?? short ?? whole;
});

const PERCENT = /%(?:([\da-fA-F]{2})|u([\da-fA-F]{4}))/g;

const rewritePercent = rewriting(PERCENT, ([hex, wide], whole) =>
  hex !== undefined ? byte(hex) : wide === undefined ? whole : utf8(Number.parseInt(wide, 16)),
);

/** `%XX` as one byte, the old `%uXXXX` as UTF-8 (RFC 3986 §2.1). */
export const unpercent: Undo = rewritePercent;

/** As `unpercent`, and a plus sign as a space (application/x-www-form-urlencoded). */
export const rewriteForm = (taken: Buffer): Buffer =>
  rewritePercent(Buffer.from(taken.toString('latin1').replaceAll('+', ' '), 'latin1'));

/** As a step of a route. */
export const unform: Undo = (taken) => rewriteForm(taken);

const REFERENCE = /&(?:#[xX]([\da-fA-F]{1,6})|#(\d{1,7})|([A-Za-z]{1,8}[0-9]{0,2}));/g;

const referred = ([hex, decimal, name]: Groups): number => {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return decimal !== undefined ? Number(decimal) : (ENTITY_NAMES.get(name ?? '') ?? Infinity);
};

/** Character references of XML and HTML. */
export const unreference: Undo = rewriting(REFERENCE, (groups, whole) => {
  const point = referred(groups);
  return point > 0x10ffff ? whole : utf8(point);
});

/** Quoted-printable (RFC 2045 §6.7). */
export const unquote: Undo = rewriting(/=(?:([\da-fA-F]{2})|\r?\n)/g, ([hex]) =>
  hex === undefined ? '' : byte(hex),
);
