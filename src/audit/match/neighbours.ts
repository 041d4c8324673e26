import { isDigit, isLetter, isLetterOrDigit } from '../decode/text/characters.ts';
import type { Boundary } from './algebra/form.ts';

const isHexDigit = (byte: number): boolean =>
  isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

const NOTHING = 0;

const byteAt = (body: Uint8Array, at: number): number => body[at] ?? NOTHING;

const decoder = new TextDecoder('utf-8');

/** The character that ends before a byte, or that starts at it; '' at either end of the body. */
const characterBefore = (body: Uint8Array, at: number): string =>
  Array.from(decoder.decode(body.subarray(Math.max(0, at - 4), at))).at(-1) ?? '';
const characterAt = (body: Uint8Array, at: number): string =>
  Array.from(decoder.decode(body.subarray(at, at + 4)))[0] ?? '';

/** Scripts that put no space between words: any character may stand beside a name. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

const isWordEnd = (inside: string, outside: string): boolean =>
  outside === '' || !WORD_CHARACTER.test(outside) || UNSPACED.test(inside) || UNSPACED.test(outside);

const isWhole = (body: Uint8Array, from: number, to: number): boolean => {
  const before = byteAt(body, from - 1);
  const after = byteAt(body, to);
  if (!isLetterOrDigit(before) && before < 0x80 && !isLetterOrDigit(after) && after < 0x80) return true;
  return (
    isWordEnd(characterAt(body, from), characterBefore(body, from)) &&
    isWordEnd(characterBefore(body, to), characterAt(body, to))
  );
};

const isAddressPart = (byte: number): boolean => isLetterOrDigit(byte) || byte === 0x2d || byte === 0x5f;
const isWide = (byte: number): boolean => byte >= 0x80;

// A high byte that is no letter is the tag or the length of a binary format.
const isLetterBefore = (body: Uint8Array, at: number): boolean =>
  isWide(byteAt(body, at - 1)) && WORD_CHARACTER.test(characterBefore(body, at));
const isLetterAt = (body: Uint8Array, at: number): boolean =>
  isWide(byteAt(body, at)) && WORD_CHARACTER.test(characterAt(body, at));

const MOST_LABEL_BYTES = 63;

// Behind an e-mail address: no top-level domain has a dash or an underscore (RFC 3696 §2), unless more of a name follows.
const isBehindDomain = (body: Uint8Array, from: number, to: number): boolean => {
  if (byteAt(body, to) !== 0x2d && byteAt(body, to) !== 0x5f) return false;
  let end = to;
  while (end - to < MOST_LABEL_BYTES && isAddressPart(byteAt(body, end))) end++;
  return byteAt(body, end) !== 0x2e && body.subarray(from, to).includes(0x40);
};

const isWholeAddress = (body: Uint8Array, from: number, to: number): boolean => {
  const before = byteAt(body, from - 1);
  const after = byteAt(body, to);
  if (isAddressPart(before) || before === 0x2e || before === 0x2b || before === 0x25) return false;
  if (isLetterBefore(body, from) || isLetterAt(body, to)) return false;
  if (isAddressPart(after)) return isBehindDomain(body, from, to);
  return !(after === 0x2e && isLetterOrDigit(byteAt(body, to + 1)));
};

const isWholeIp = (body: Uint8Array, from: number, to: number): boolean => {
  const isPart = (byte: number): boolean => isHexDigit(byte) || byte === 0x2e || byte === 0x3a;
  const isJoined = (at: number, next: number): boolean =>
    isDigit(byteAt(body, at)) || (isPart(byteAt(body, at)) && isHexDigit(byteAt(body, next)));
  return !isJoined(from - 1, from - 2) && !isJoined(to, to + 1);
};

/** A number between the letters of a longer hex token is part of that token. */
const HEX_TOKEN_EXCESS = 4;

const isPartOfHex = (body: Uint8Array, from: number, to: number): boolean => {
  let start = from;
  let end = to;
  while (start > 0 && from - start < 64 && isHexDigit(byteAt(body, start - 1))) start--;
  while (end < body.length && end - to < 64 && isHexDigit(byteAt(body, end))) end++;
  const endsInWord = isLetterOrDigit(byteAt(body, start - 1)) || isLetterOrDigit(byteAt(body, end));
  return !endsInWord && end - start - (to - from) >= HEX_TOKEN_EXCESS;
};

type Check = (body: Uint8Array, from: number, to: number) => boolean;

// `AND` before an Android id is a word, not more digits of it.
const isWordBefore = (body: Uint8Array, at: number): boolean => {
  let start = at;
  while (start > 0 && at - start < 64 && isHexDigit(byteAt(body, start - 1))) start--;
  return isLetter(byteAt(body, start - 1)) && !hasDigit(body, start, at);
};

const hasDigit = (body: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (isDigit(byteAt(body, at))) return true;
  return false;
};

const isWholeHex: Check = (body, from, to) =>
  (!isHexDigit(byteAt(body, from - 1)) || isWordBefore(body, from)) && !isHexDigit(byteAt(body, to));

const isWholeNumber: Check = (body, from, to) =>
  !isDigit(byteAt(body, from - 1)) && !isDigit(byteAt(body, to)) && !isPartOfHex(body, from, to);

const CHECKS: Readonly<Record<Boundary, Check>> = {
  none: () => true,
  part: () => true,
  pair: () => true,
  counted: () => true,
  word: isWhole,
  hex: isWholeHex,
  digits: isWholeNumber,
  address: isWholeAddress,
  ip: isWholeIp,
  field: () => false,
  named: () => false,
};

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** Bytes on either side in which a binary format has some length or tag that is no character. */
const FORMAT_BYTES = 64;

// A length from 32 on is a character as well: it counts where bytes around are none of a text.
const isAmongControls = (body: Uint8Array, from: number, to: number): boolean => {
  const isControl = (byte: number): boolean => byte < 0x20 && !isBlank(byte);
  return (
    body.subarray(Math.max(0, from - FORMAT_BYTES), from).some(isControl) ||
    body.subarray(to, to + FORMAT_BYTES).some(isControl)
  );
};

/**
 * Whether the length of these bytes stands before them, as binary formats write it: in two bytes (Java's writeUTF,
 * Thrift's binary protocol), in a tagged byte (a property list's integer), or in one, plain or doubled (Thrift's compact
 * protocol, Avro). Then they are all of a value, whatever follows.
 */
export const isCounted = (body: Uint8Array, from: number, to: number): boolean =>
  isCountedBy(body, [from, to], [byteAt(body, from - 1), body[from - 2]]);

/** As `isCounted`, of bytes that are read backwards: their length stands behind them. */
export const isCountedBehind = (body: Uint8Array, from: number, to: number): boolean =>
  isCountedBy(body, [from, to], [byteAt(body, to), body[to + 1]]);

const isCountedBy = (
  body: Uint8Array,
  [from, to]: readonly [number, number],
  [near, far]: readonly [number, number | undefined],
): boolean => {
  const length = to - from;
  if (near === length && (far === 0 || far === 0x10)) return true;
  if (near !== length && near !== length * 2) return false;
  return near > 0 && near < 0x20 ? !isBlank(near) : isAmongControls(body, from, to);
};

/** Whether what stands beside these bytes leaves them a value of their own. `field` needs the field's extent: false. */
export const standsAlone = (body: Uint8Array, from: number, to: number, boundary: Boundary): boolean =>
  CHECKS[boundary](body, from, to);
