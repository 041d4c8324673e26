import { makePoolBuilder, type PatternPool, sharedInts } from '../search/pattern-pool.ts';

/** Digit strings by hash. `slots` are pairs (hash, 1 + first number); `next` is 1 + the next number of the same hash. */
export type NumberTable = {
  readonly pool: PatternPool;
  readonly slots: Int32Array;
  readonly next: Int32Array;
  readonly minDigits: number;
  readonly maxDigits: number;
};

/** Where the hash of a digit string starts. */
export const HASH_SEED = 0x811c9dc5 | 0;

/** The hash of a digit string with one more digit, given as its byte. */
export const hashWith = (hash: number, digit: number): number => Math.imul(hash ^ digit, 0x01000193);

const hashOf = (pool: PatternPool, number: number): number => {
  let hash = HASH_SEED;
  for (let at = pool.offsets[number] ?? 0; at < (pool.offsets[number + 1] ?? 0); at++)
    hash = hashWith(hash, pool.bytes[at] ?? 0);
  return hash;
};

const slotOf = (slots: Int32Array, hash: number): number => {
  const last = (slots.length >> 1) - 1;
  let slot = (hash ^ (hash >>> 15)) & last;
  while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== hash) slot = (slot + 1) & last;
  return slot;
};

/** Compiles digit strings; number `i` of the table is the i-th of the list. */
export const buildNumberTable = (numbers: readonly string[]): NumberTable => {
  const builder = makePoolBuilder();
  for (const number of numbers) builder.add(number, true);
  const pool = builder.finish();
  let slotCount = 16;
  while (slotCount < numbers.length * 2) slotCount *= 2;
  const slots = sharedInts(slotCount * 2);
  const next = sharedInts(numbers.length);
  numbers.forEach((_, number) => {
    const hash = hashOf(pool, number);
    const slot = slotOf(slots, hash);
    next[number] = slots[slot * 2 + 1] ?? 0;
    slots[slot * 2] = hash;
    slots[slot * 2 + 1] = number + 1;
  });
  const lengths = numbers.map((number) => number.length);
  return {
    pool,
    slots,
    next,
    minDigits: lengths.reduce((least, length) => Math.min(least, length), Infinity),
    maxDigits: lengths.reduce((most, length) => Math.max(most, length), 0),
  };
};

const isSame = (pool: PatternPool, number: number, digits: Uint8Array, count: number): boolean => {
  const start = pool.offsets[number] ?? 0;
  if ((pool.offsets[number + 1] ?? 0) - start !== count) return false;
  for (let index = 0; index < count; index++) if (pool.bytes[start + index] !== digits[index]) return false;
  return true;
};

/** Calls back with every number of the table that is the first `count` of these digits, whose hash is given. */
export const lookUpNumber = (
  table: NumberTable,
  hash: number,
  digits: Uint8Array,
  count: number,
): readonly number[] => {
  let number = table.slots[slotOf(table.slots, hash) * 2 + 1] ?? 0;
  if (number === 0) return NONE;
  const found: number[] = [];
  for (; number !== 0; number = table.next[number - 1] ?? 0)
    if (isSame(table.pool, number - 1, digits, count)) found.push(number - 1);
  return found;
};

const NONE: readonly number[] = [];
