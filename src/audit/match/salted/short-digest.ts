/**
 * MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4) for a search over salts. node:crypto takes microseconds per call
 * whatever the length; such a search makes thousands of calls for texts of one block.
 */
export type ShortDigest = {
  readonly byteLength: number;
  /** The digest of the first `length` bytes, valid until the next call. */
  readonly digest: (content: Uint8Array, length: number) => Uint8Array;
};

type Words = Int32Array;

const SHIFTS = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21);
const SINES = Int32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

const PRIMES = ((): readonly number[] => {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes;
})();
const fractionOf = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32);
const CUBES = Int32Array.from(PRIMES, (prime) => fractionOf(Math.cbrt(prime)));
const ROOTS = Int32Array.from(PRIMES.slice(0, 8), (prime) => fractionOf(Math.sqrt(prime)));
const LINEAR = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
const at = (words: Words, index: number): number => words[index] ?? 0;

const compressMd5 = (state: Words, block: Words): void => {
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  for (let index = 0; index < 64; index++) {
    const round = index >> 4;
    let mixed = c ^ (b | ~d);
    let word = (7 * index) & 15;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = index;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = (5 * index + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = (3 * index + 5) & 15;
    }
    const sum = (a + mixed + at(SINES, index) + at(block, word)) | 0;
    a = d;
    d = c;
    c = b;
    b = (b + rotated(sum, SHIFTS[round * 4 + (index & 3)] ?? 0)) | 0;
  }
  state[0] = at(state, 0) + a;
  state[1] = at(state, 1) + b;
  state[2] = at(state, 2) + c;
  state[3] = at(state, 3) + d;
};

const schedule = new Int32Array(80);

const compressSha1 = (state: Words, block: Words): void => {
  schedule.set(block);
  for (let index = 16; index < 80; index++)
    schedule[index] = rotated(
      at(schedule, index - 3) ^ at(schedule, index - 8) ^ at(schedule, index - 14) ^ at(schedule, index - 16),
      1,
    );
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  for (let index = 0; index < 80; index++) {
    let mixed = (b ^ c ^ d) + (index < 40 ? 0x6ed9eba1 : 0xca62c1d6);
    if (index < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (index >= 40 && index < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    const sum = (rotated(a, 5) + mixed + e + at(schedule, index)) | 0;
    e = d;
    d = c;
    c = rotated(b, 30);
    b = a;
    a = sum;
  }
  state[0] = at(state, 0) + a;
  state[1] = at(state, 1) + b;
  state[2] = at(state, 2) + c;
  state[3] = at(state, 3) + d;
  state[4] = at(state, 4) + e;
};

const compressSha256 = (state: Words, block: Words): void => {
  schedule.set(block);
  for (let index = 16; index < 64; index++) {
    const early = at(schedule, index - 15);
    const late = at(schedule, index - 2);
    const first = rotated(early, 25) ^ rotated(early, 14) ^ (early >>> 3);
    const second = rotated(late, 15) ^ rotated(late, 13) ^ (late >>> 10);
    schedule[index] = at(schedule, index - 16) + first + at(schedule, index - 7) + second;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const first = rotated(e, 26) ^ rotated(e, 21) ^ rotated(e, 7);
    const sum = (h + first + ((e & f) ^ (~e & g)) + at(CUBES, index) + at(schedule, index)) | 0;
    const second = rotated(a, 30) ^ rotated(a, 19) ^ rotated(a, 10);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + sum) | 0;
    d = c;
    c = b;
    b = a;
    a = (sum + second + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = at(state, index) + word));
};

type Method = {
  readonly initial: Words;
  readonly compress: (state: Words, block: Words) => void;
  readonly isLittleEndian: boolean;
};

const padded = new Uint8Array(64);
const view = new DataView(padded.buffer);

const makeDigest = ({ initial, compress, isLittleEndian }: Method): ShortDigest => {
  const state = Int32Array.from(initial);
  const block = new Int32Array(16);
  const result = new Uint8Array(initial.length * 4);
  const resultView = new DataView(result.buffer);
  const absorb = (): void => {
    if (isLittleEndian)
      for (let index = 0; index < 16; index++) block[index] = view.getInt32(index * 4, true);
    else for (let index = 0; index < 16; index++) block[index] = view.getInt32(index * 4, false);
    compress(state, block);
  };
  const digest = (content: Uint8Array, length: number): Uint8Array => {
    state.set(initial);
    let from = 0;
    for (; length - from >= 64; from += 64) {
      padded.set(content.subarray(from, from + 64));
      absorb();
    }
    padded.fill(0);
    padded.set(content.subarray(from, length));
    padded[length - from] = 0x80;
    if (length - from >= 56) {
      absorb();
      padded.fill(0);
    }
    view.setUint32(isLittleEndian ? 56 : 60, length * 8, isLittleEndian);
    absorb();
    state.forEach((word, index) => {
      resultView.setInt32(index * 4, word, isLittleEndian);
    });
    return result;
  };
  return { byteLength: result.length, digest };
};

/** The digests that salts are searched for with, by name. */
export const SHORT_DIGESTS: ReadonlyMap<string, ShortDigest> = new Map([
  ['md5', makeDigest({ initial: LINEAR.slice(0, 4), compress: compressMd5, isLittleEndian: true })],
  ['sha1', makeDigest({ initial: LINEAR, compress: compressSha1, isLittleEndian: false })],
  ['sha256', makeDigest({ initial: ROOTS, compress: compressSha256, isLittleEndian: false })],
]);
