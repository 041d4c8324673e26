import { isDigit } from '../../decode/text/characters.ts';
import { forEachEmail } from './email-shape.ts';
import { outerBytes } from './sent-forwards.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const PLUS = 0x2b;
const AT = 0x40;

/** Bytes on either side of an at sign that may be its address. */
const MOST_ADDRESS_BYTES = 101;
const LEAST_PHONE_DIGITS = 8;

/** What a name ends with: no sign, tag or length of a binary message. */
const IS_NAME_END = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[A-Za-z0-9_.\])-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Whether what may be a name stands behind a value, where a field has its value when it is read backwards. */
export const isNamedBehind = (bytes: Uint8Array, to: number): boolean => {
  const next = bytes[to] === QUOTE ? to + 1 : to;
  const isMark = bytes[next] === COLON || bytes[next] === EQUALS || (next === to && bytes[to] === GREATER);
  return isMark && IS_NAME_END[bytes[bytes[next + 1] === QUOTE ? next + 2 : next + 1] ?? 0] === 1;
};

/** Whether the brackets around a document stand the wrong way: then all of it reads backwards. */
const isDocumentBackwards = (bytes: Uint8Array): boolean => {
  const [first, last] = outerBytes(bytes);
  const isEnd = first === 0x7d || first === 0x5d || first === GREATER;
  return isEnd && (last === 0x7b || last === 0x5b || last === 0x3c);
};

/** With so many at signs the layer is reversed unseen: looking around each costs more than that. */
const MOST_SIGNS = 200;

const holdsAddress = (bytes: Uint8Array): boolean => {
  let count = 0;
  let signs = 0;
  for (let at = bytes.indexOf(AT); at !== -1 && count === 0; at = bytes.indexOf(AT, at + 1)) {
    if (++signs > MOST_SIGNS) return true;
    const around = Uint8Array.from(
      bytes.subarray(Math.max(0, at - MOST_ADDRESS_BYTES), at + MOST_ADDRESS_BYTES),
    ).reverse();
    forEachEmail(around, () => {
      count++;
    });
  }
  return count > 0;
};

const holdsNumber = (bytes: Uint8Array): boolean => {
  for (let at = bytes.indexOf(PLUS); at !== -1; at = bytes.indexOf(PLUS, at + 1)) {
    let digits = 0;
    for (let from = at - 1; isDigit(bytes[from]) || bytes[from] === 0x20 || bytes[from] === 0x2d; from--)
      digits++;
    if (digits >= LEAST_PHONE_DIGITS) return true;
  }
  return false;
};

/** Whether a layer, read backwards, may hold the shape of an unknown value that needs no name, or is a document. */
export const mayShapeBackwards = (bytes: Uint8Array): boolean =>
  isDocumentBackwards(bytes) || holdsAddress(bytes) || holdsNumber(bytes);
