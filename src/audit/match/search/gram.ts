/** Sets the bit that tells small from capital letters in each byte of a word; other bytes merely collide. */
export const CASE_FOLD = 0x20202020;

/** Patterns of this many bytes or more are found by 7-byte grams. */
export const LONG_PATTERN_BYTES = 10;

/** The shortest pattern that can be searched for; below 10 bytes by 4-byte grams. */
export const SHORT_PATTERN_BYTES = 7;

/** The longest pattern; longer values are searched for in pieces. */
export const MAX_PATTERN_BYTES = 4096;

const MULTIPLIER_LOW = 0x9e3779b1 | 0;
const MULTIPLIER_HIGH = 0x85ebca6b | 0;

/** The hash of a 7-byte gram, from its first four bytes and its next three (a folded word and 24 folded bits). */
export const hashOfSeven = (word: number, nextThree: number): number =>
  (Math.imul(word, MULTIPLIER_LOW) + Math.imul(nextThree, MULTIPLIER_HIGH)) | 0;

/** The hash of a 4-byte gram, from its folded word. */
export const hashOfFour = (word: number): number => Math.imul(word, MULTIPLIER_LOW);

/** The three bits that a gram sets in its word of the Bloom filter. */
export const bloomMask = (hash: number): number =>
  (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31)) | (1 << ((hash >>> 10) & 31));

/** Four bytes of an array as one folded little-endian word. */
export const foldedWordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24) |
  CASE_FOLD;

/** The hash of the gram that starts at a byte; `gramBytes` is 7 or 4. */
export const hashAt = (bytes: Uint8Array, at: number, gramBytes: 7 | 4): number =>
  gramBytes === 4
    ? hashOfFour(foldedWordAt(bytes, at))
    : hashOfSeven(foldedWordAt(bytes, at), foldedWordAt(bytes, at + 4) & 0xffffff);
