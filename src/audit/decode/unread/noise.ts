import { TRAIT } from '../traits.ts';

/**
 * Whether bytes are spread as evenly as drawn ones: the number of equal pairs among them against what chance
 * gives, n(n-1)/512, with five standard deviations and a fifth to spare, which good compression needs.
 */
export const looksRandom = (bytes: Uint8Array): boolean => {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] as number) + 1;
  let pairs = 0;
  for (const count of counts) pairs += (count * (count - 1)) / 2;
  const expected = (bytes.length * (bytes.length - 1)) / 512;
  return pairs <= expected * 1.2 + 5 * Math.sqrt(expected);
};

const BLOCK_BYTES = 128;
/** Blocks in a row without pattern that are no accident of some binary format. */
const LEAST_BLOCKS = 2;
const MOST_ZEROS = 4;
const MOST_PRINTABLE = 70;

const isNoisyBlock = (block: Uint8Array): boolean => {
  let printable = 0;
  let zeros = 0;
  for (const byte of block) {
    if (byte === 0) zeros++;
    else if (byte >= 0x20 && byte < 0x7f) printable++;
  }
  return zeros <= MOST_ZEROS && printable <= MOST_PRINTABLE && looksRandom(block) && !hasStretch(block, 16);
};

/** Whether somewhere among other bytes 256 to 384 bytes and more have no pattern: what was encrypted stands in an envelope. */
export const holdsNoise = (bytes: Uint8Array): boolean => {
  let blocks = 0;
  for (let at = 0; at + BLOCK_BYTES <= bytes.length && blocks < LEAST_BLOCKS; at += BLOCK_BYTES)
    blocks = isNoisyBlock(bytes.subarray(at, at + BLOCK_BYTES)) ? blocks + 1 : 0;
  return blocks >= LEAST_BLOCKS;
};

const LEAST_BYTES = 48;
const STRETCH_BYTES = 24;

/** Whether bytes are noise from end to end: evenly spread, and nowhere a stretch of ASCII. */
export const isNoise = (bytes: Uint8Array, traits: number): boolean =>
  (traits & TRAIT.notUtf8) !== 0 &&
  bytes.length >= LEAST_BYTES &&
  looksRandom(bytes) &&
  !hasStretch(bytes, STRETCH_BYTES);

// A CJK character or kana in UTF-8: three bytes that seldom stand together by chance.
const isWide = (bytes: Uint8Array, at: number): boolean =>
  (bytes[at] as number) >= 0xe3 &&
  (bytes[at] as number) <= 0xe9 &&
  ((bytes[at + 1] ?? 0) & 0xc0) === 0x80 &&
  ((bytes[at + 2] ?? 0) & 0xc0) === 0x80;

/** Whether so many bytes of text stand together: ASCII, or wide characters. */
export const hasStretch = (bytes: Uint8Array, least: number): boolean => {
  let stretch = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x20 && byte < 0x7f) stretch++;
    else if (isWide(bytes, at)) {
      stretch += 3;
      at += 2;
    } else stretch = 0;
    if (stretch >= least) return true;
  }
  return false;
};

const LEGIBLE_STRETCH = 6;
const LEGIBLE_SHARE = 1 / 16;
const NUL_SHARE = 1 / 8;
const IS_LEGIBLE = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9 ._-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * Whether nothing in some bytes can be read: letters and digits hardly ever stand together, and few bytes are 0, as
 * many are in numbers. Text that was masked with a short key is so: it has a pattern, and no words.
 */
export const isIllegible = (bytes: Uint8Array): boolean => {
  let legible = 0;
  let stretch = 0;
  let nuls = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0) nuls++;
    const width = isWide(bytes, at) ? 3 : (IS_LEGIBLE[bytes[at] as number] as number);
    if (width === 3) at += 2;
    stretch = width === 0 ? 0 : stretch + width;
    if (stretch >= LEGIBLE_STRETCH) legible += stretch - width < LEGIBLE_STRETCH ? stretch : width;
  }
  return legible < bytes.length * LEGIBLE_SHARE && nuls < bytes.length * NUL_SHARE;
};
