/** Initial state, each 64-bit word as low and high half (RFC 7693 §2.6). */
const INITIAL = Uint32Array.of(
  ...[0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a],
  ...[0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19],
);
/** Message schedule (RFC 7693 §2.7). */
const SCHEDULE: readonly Uint8Array[] = [
  ...['0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8', '905724afe1bc683d'],
  ...['2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5', 'a2847615fb9e3cd0'],
].map((row) => Uint8Array.from(row, (digit) => Number.parseInt(digit, 16)));
/** Words of the state that each mixing takes, and its place in the schedule. */
const LANES: readonly Uint8Array[] = [
  ...['048c0', '159d2', '26ae4', '37bf6', '05af8', '16bca', '278dc', '349ee'],
].map((row) => Uint8Array.from(row, (digit) => Number.parseInt(digit, 16)));
const ROUNDS = 12;
const BLOCK_BYTES = 128;

type Words = Uint32Array;

const addTo = (state: Words, to: number, low: number, high: number): void => {
  const sum = (state[to * 2] ?? 0) + low;
  state[to * 2] = sum;
  state[to * 2 + 1] = (state[to * 2 + 1] ?? 0) + high + (sum > 0xffffffff ? 1 : 0);
};

const addWord = (state: Words, to: number, words: Words, from: number): void => {
  addTo(state, to, words[from * 2] ?? 0, words[from * 2 + 1] ?? 0);
};

/** XORs a word with another and rotates it right by 1 to 63 bits. */
const xorAndRotate = (state: Words, to: number, from: number, bits: number): void => {
  let low = (state[to * 2] ?? 0) ^ (state[from * 2] ?? 0);
  let high = (state[to * 2 + 1] ?? 0) ^ (state[from * 2 + 1] ?? 0);
  if (bits >= 32) [low, high] = [high, low];
  const rest = bits & 31;
  state[to * 2] = rest === 0 ? low : (low >>> rest) | (high << (32 - rest));
  state[to * 2 + 1] = rest === 0 ? high : (high >>> rest) | (low << (32 - rest));
};

const mix = (state: Words, block: Words, lanes: Uint8Array, order: Uint8Array): void => {
  const [a = 0, b = 0, c = 0, d = 0, at = 0] = lanes;
  const first = order[at] ?? 0;
  const second = order[at + 1] ?? 0;
  addWord(state, a, state, b);
  addWord(state, a, block, first);
  xorAndRotate(state, d, a, 32);
  addWord(state, c, state, d);
  xorAndRotate(state, b, c, 24);
  addWord(state, a, state, b);
  addWord(state, a, block, second);
  xorAndRotate(state, d, a, 16);
  addWord(state, c, state, d);
  xorAndRotate(state, b, c, 63);
};

const compress = (hash: Words, block: Words, bytesSoFar: number, isLast: boolean): void => {
  const state = new Uint32Array(32);
  state.set(hash);
  state.set(INITIAL, 16);
  state[24] = (state[24] ?? 0) ^ bytesSoFar;
  if (isLast) {
    state[28] = ~(state[28] ?? 0);
    state[29] = ~(state[29] ?? 0);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const order = SCHEDULE[round % SCHEDULE.length] ?? new Uint8Array(16);
    for (const lanes of LANES) mix(state, block, lanes, order);
  }
  for (let index = 0; index < 16; index++)
    hash[index] = (hash[index] ?? 0) ^ (state[index] ?? 0) ^ (state[index + 16] ?? 0);
};

/** BLAKE2b with a digest of 1 to 64 bytes and no key (RFC 7693); node:crypto offers only 64. For inputs below 4 GB. */
export const blake2b = (content: Uint8Array, byteLength: number): Uint8Array => {
  const hash = Uint32Array.from(INITIAL);
  hash[0] = (hash[0] ?? 0) ^ 0x01010000 ^ byteLength;
  const blockCount = Math.max(1, Math.ceil(content.length / BLOCK_BYTES));
  for (let index = 0; index < blockCount; index++) {
    const block = new Uint8Array(BLOCK_BYTES);
    block.set(content.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES));
    const bytesSoFar = Math.min(content.length, (index + 1) * BLOCK_BYTES);
    compress(hash, new Uint32Array(block.buffer), bytesSoFar, index === blockCount - 1);
  }
  return new Uint8Array(hash.buffer).slice(0, byteLength);
};
