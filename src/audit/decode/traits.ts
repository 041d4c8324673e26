import { isUtf8 } from 'node:buffer';

/** Which kinds of bytes occur in some bytes: a set of bits, so that a decoder can tell at once that it has no work. */
export const TRAIT = {
  /** NUL to US but tab, newline, carriage return and form feed; DEL. */
  control: 1 << 0,
  high: 1 << 1,
  backslash: 1 << 2,
  percent: 1 << 3,
  plus: 1 << 4,
  ampersand: 1 << 5,
  equals: 1 << 6,
  quote: 1 << 7,
  nul: 1 << 8,
  newline: 1 << 9,
  /** Set when the bytes are no UTF-8. */
  notUtf8: 1 << 10,
} as const;

const KIND = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  const isSpace = byte === 9 || byte === 10 || byte === 12 || byte === 13;
  if ((byte < 32 && !isSpace) || byte === 127) KIND[byte] = TRAIT.control;
  else if (byte >= 128) KIND[byte] = TRAIT.high;
}
KIND[0] = TRAIT.control | TRAIT.nul;
KIND[0x0a] = TRAIT.newline;
KIND[0x5c] = TRAIT.backslash;
KIND[0x25] = TRAIT.percent;
KIND[0x2b] = TRAIT.plus;
KIND[0x26] = TRAIT.ampersand;
KIND[0x3d] = TRAIT.equals;
KIND[0x22] = TRAIT.quote;

// A function of its own: with the call behind it, V8 optimises and gives up the loop again and again.
const kindsOf = (bytes: Uint8Array): number => {
  let traits = 0;
  for (let i = 0; i < bytes.length; i++) traits |= KIND[bytes[i] as number] as number;
  return traits;
};

/** The traits of some bytes, in one pass. */
export const traitsOf = (bytes: Uint8Array): number => {
  const traits = kindsOf(bytes);
  return (traits & TRAIT.high) !== 0 && !isUtf8(bytes) ? traits | TRAIT.notUtf8 : traits;
};

/** Whether a control character stands between two places. */
export const holdsControl = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++)
    if (((KIND[bytes[at] as number] as number) & TRAIT.control) !== 0) return true;
  return false;
};

/** Whether bytes with these traits are text: UTF-8 without control characters. */
export const isText = (traits: number): boolean => (traits & (TRAIT.control | TRAIT.notUtf8)) === 0;
