// RFC 7693 §2.6 and §2.7: the initial state, and the order in which each round takes the words of a block.
const INITIAL = [
  ...[0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n],
  ...[0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n],
];
const ORDERS = [
  ...['0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8', '905724afe1bc683d'],
  ...['2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5', 'a2847615fb9e3cd0'],
];
const LANES = [
  ...[
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
  ],
  ...[
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
  ],
] as const;
const ROUNDS = 12;
const BLOCK_BYTES = 128;

const word = (value: bigint): bigint => BigInt.asUintN(64, value);
const turned = (value: bigint, bits: bigint): bigint => word((value >> bits) | (value << (64n - bits)));

const mix = (
  state: bigint[],
  [a, b, c, d]: readonly [number, number, number, number],
  words: readonly bigint[],
): void => {
  const at = (index: number): bigint => state[index] ?? 0n;
  for (const [content, first, second] of [
    [words[0] ?? 0n, 32n, 24n],
    [words[1] ?? 0n, 16n, 63n],
  ] as const) {
    state[a] = word(at(a) + at(b) + content);
    state[d] = turned(at(d) ^ at(a), first);
    state[c] = word(at(c) + at(d));
    state[b] = turned(at(b) ^ at(c), second);
  }
};

const compress = (hash: bigint[], block: Buffer, total: bigint, isLast: boolean): void => {
  const state = [...hash, ...INITIAL];
  state[12] = (state[12] ?? 0n) ^ total;
  if (isLast) state[14] = word(~(state[14] ?? 0n));
  for (let round = 0; round < ROUNDS; round++) {
    const order = ORDERS[round % ORDERS.length] ?? '';
    const wordAt = (place: number): bigint =>
      block.readBigUInt64LE(8 * Number.parseInt(order.charAt(place), 16));
    LANES.forEach((lanes, lane) => {
      mix(state, lanes, [wordAt(2 * lane), wordAt(2 * lane + 1)]);
    });
  }
  hash.forEach((value, index) => (hash[index] = value ^ (state[index] ?? 0n) ^ (state[index + 8] ?? 0n)));
};

/** BLAKE2b of 32 bytes without a key (RFC 7693), which node:crypto does not offer. */
export const blake2b256 = (content: Buffer): Buffer => {
  const hash = [...INITIAL];
  hash[0] = (hash[0] ?? 0n) ^ 0x01010000n ^ 32n;
  const count = Math.max(1, Math.ceil(content.length / BLOCK_BYTES));
  for (let index = 0; index < count; index++) {
    const block = Buffer.alloc(BLOCK_BYTES);
    content.copy(block, 0, index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
    const total = BigInt(Math.min(content.length, (index + 1) * BLOCK_BYTES));
    compress(hash, block, total, index === count - 1);
  }
  const bytes = Buffer.alloc(64);
  hash.forEach((value, index) => bytes.writeBigUInt64LE(value, index * 8));
  return bytes.subarray(0, 32);
};
