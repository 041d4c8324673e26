const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** Whole parts of 2^32 × |sin(i + 1)| (RFC 1321 §3.4). */
const SINES = new Int32Array(
  Uint32Array.from({ length: 64 }, (_, index) => Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

/** The next of MD5's four words: of the word that gives way to it, the one before, and what is mixed and added. */
const next = (old: number, before: number, mixed: number, bits: number): number =>
  (before + rotated((old + mixed) | 0, bits)) | 0;

/** The words that MD5's quarters hand on. */
const work = new Int32Array(4);

// RFC 1321 §3.4. Each quarter is written out by fours, so that no word changes its place, and stands by itself, so that V8 puts all of
// its steps in line: this is most of what a salted search does.
const md5Quarter1 = (words: Int32Array, from: number): void => {
  let a = work[0] as number;
  let b = work[1] as number;
  let c = work[2] as number;
  let d = work[3] as number;
  for (let i = 0; i < 16; i += 4) {
    a = next(a, b, ((b & c) | (~b & d)) + (words[from + i] as number) + (SINES[i] as number), 7);
    d = next(d, a, ((a & b) | (~a & c)) + (words[from + i + 1] as number) + (SINES[i + 1] as number), 12);
    c = next(c, d, ((d & a) | (~d & b)) + (words[from + i + 2] as number) + (SINES[i + 2] as number), 17);
    b = next(b, c, ((c & d) | (~c & a)) + (words[from + i + 3] as number) + (SINES[i + 3] as number), 22);
  }
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
};

const md5Quarter2 = (words: Int32Array, from: number): void => {
  let a = work[0] as number;
  let b = work[1] as number;
  let c = work[2] as number;
  let d = work[3] as number;
  for (let i = 16; i < 32; i += 4) {
    a = next(
      a,
      b,
      ((d & b) | (~d & c)) + (words[from + ((5 * i + 1) & 15)] as number) + (SINES[i] as number),
      5,
    );
    d = next(
      d,
      a,
      ((c & a) | (~c & b)) + (words[from + ((5 * i + 6) & 15)] as number) + (SINES[i + 1] as number),
      9,
    );
    c = next(
      c,
      d,
      ((b & d) | (~b & a)) + (words[from + ((5 * i + 11) & 15)] as number) + (SINES[i + 2] as number),
      14,
    );
    b = next(
      b,
      c,
      ((a & c) | (~a & d)) + (words[from + ((5 * i) & 15)] as number) + (SINES[i + 3] as number),
      20,
    );
  }
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
};

const md5Quarter3 = (words: Int32Array, from: number): void => {
  let a = work[0] as number;
  let b = work[1] as number;
  let c = work[2] as number;
  let d = work[3] as number;
  for (let i = 32; i < 48; i += 4) {
    a = next(a, b, (b ^ c ^ d) + (words[from + ((3 * i + 5) & 15)] as number) + (SINES[i] as number), 4);
    d = next(d, a, (a ^ b ^ c) + (words[from + ((3 * i + 8) & 15)] as number) + (SINES[i + 1] as number), 11);
    c = next(
      c,
      d,
      (d ^ a ^ b) + (words[from + ((3 * i + 11) & 15)] as number) + (SINES[i + 2] as number),
      16,
    );
    b = next(
      b,
      c,
      (c ^ d ^ a) + (words[from + ((3 * i + 14) & 15)] as number) + (SINES[i + 3] as number),
      23,
    );
  }
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
};

const md5Quarter4 = (words: Int32Array, from: number): void => {
  let a = work[0] as number;
  let b = work[1] as number;
  let c = work[2] as number;
  let d = work[3] as number;
  for (let i = 48; i < 64; i += 4) {
    a = next(a, b, (c ^ (b | ~d)) + (words[from + ((7 * i) & 15)] as number) + (SINES[i] as number), 6);
    d = next(
      d,
      a,
      (b ^ (a | ~c)) + (words[from + ((7 * i + 7) & 15)] as number) + (SINES[i + 1] as number),
      10,
    );
    c = next(
      c,
      d,
      (a ^ (d | ~b)) + (words[from + ((7 * i + 14) & 15)] as number) + (SINES[i + 2] as number),
      15,
    );
    b = next(
      b,
      c,
      (d ^ (c | ~a)) + (words[from + ((7 * i + 21) & 15)] as number) + (SINES[i + 3] as number),
      21,
    );
  }
  work[0] = a;
  work[1] = b;
  work[2] = c;
  work[3] = d;
};

const compress = (state: Int32Array, words: Int32Array, from: number): void => {
  for (let i = 0; i < 4; i++) work[i] = state[i] as number;
  md5Quarter1(words, from);
  md5Quarter2(words, from);
  md5Quarter3(words, from);
  md5Quarter4(words, from);
  for (let i = 0; i < 4; i++) state[i] = (state[i] as number) + (work[i] as number);
};

const BLOCK_BYTES = 64;
const BLOCK_WORDS = 16;

/** A message and the words that it stands in, with room for what ends it. */
export type Message = { readonly bytes: Uint8Array; readonly words: Int32Array };

// A message is followed by a one, zeros, and its length in 64 bits (RFC 1321 §3.1).
const blocksOf = (byteLength: number): number => Math.floor((byteLength + 8) / BLOCK_BYTES) + 1;

/** Room for a message of so many bytes at most; without any, for one block. */
export const makeMessage = (byteLength: number): Message => {
  const bytes = new Uint8Array(blocksOf(byteLength) * BLOCK_BYTES);
  return { bytes, words: new Int32Array(bytes.buffer) };
};

/** Ends a message of so many bytes, before which so many others were digested, and says how many blocks it has. */
export const endMessage = ({ bytes, words }: Message, byteLength: number, bytesBefore = 0): number => {
  const blocks = blocksOf(byteLength);
  bytes[byteLength] = 0x80;
  bytes.fill(0, byteLength + 1, blocks * BLOCK_BYTES);
  words[blocks * BLOCK_WORDS - 2] = (bytesBefore + byteLength) * 8;
  return blocks;
};

/** MD5 of nothing yet (RFC 1321 §3.3). */
export const MD5_START = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);

/** Takes so many blocks of a message into a state that goes on from another. */
export const digestBlocks = (
  state: Int32Array,
  from: Int32Array,
  { words }: Message,
  blocks: number,
): void => {
  for (let index = 0; index < from.length; index++) state[index] = from[index] as number;
  for (let block = 0; block < blocks; block++) compress(state, words, block * BLOCK_WORDS);
};

/** A word of a state as a number of the digest's bytes, the first of them highest. */
export const wordOf = (state: Int32Array, index: number): number => {
  const word = state[index] as number;
  return (rotated(word, 8) & 0x00ff00ff) | (rotated(word, 24) & 0xff00ff00);
};

/** Whether words are read from their lowest byte on, as MD5 does. */
export const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
