import { chooseGrams, type Grams } from './choose-grams.ts';
import {
  bloomMask,
  foldedWordAt,
  LONG_PATTERN_BYTES,
  MAX_PATTERN_BYTES,
  SHORT_PATTERN_BYTES,
} from './gram.ts';
import { type PatternPool, sharedInts } from './pattern-pool.ts';

/**
 * What one pass over the body reads. `bloom` says for most words that no pattern is near; `slots` maps a gram to
 * its first entry (pairs: hash, 1 + entry); an entry is four numbers: pattern, offset << 16 | length, the pattern's
 * last four bytes folded, 1 + next entry of the same gram.
 */
export type PassTables = {
  readonly bloom: Int32Array;
  /** A gram's word in the Bloom filter is its hash shifted right by this. */
  readonly bloomShift: number;
  readonly slots: Int32Array;
  readonly entries: Int32Array;
};

/** Patterns compiled for search; plain data over shared memory. */
export type Filter = {
  readonly pool: PatternPool;
  /** Patterns of 10 bytes and more, by 7-byte grams. */
  readonly long: PassTables | null;
  /** Patterns of 7 to 9 bytes, by 4-byte grams. */
  readonly short: PassTables | null;
};

/** Of six bits a gram, one word in fifteen passes that nothing is near, and each costs more than the larger filter. */
const BITS_PER_GRAM = 12;
/** 100,000 patterns need 2^22 bits, 512 KB, which fit a core's own cache; beyond 2^23 a fuller filter is the lesser evil. */
const MAX_LOG_BLOOM_BITS = 23;

const buildBloom = (grams: Grams): Pick<PassTables, 'bloom' | 'bloomShift'> => {
  const wanted = Math.ceil(Math.log2(grams.distinct * BITS_PER_GRAM));
  const logBits = Math.min(MAX_LOG_BLOOM_BITS, Math.max(13, wanted));
  const bloom = sharedInts(1 << (logBits - 5));
  const bloomShift = 32 - (logBits - 5);
  for (const hash of grams.hashes) {
    const word = hash >>> bloomShift;
    bloom[word] = (bloom[word] ?? 0) | bloomMask(hash);
  }
  return { bloom, bloomShift };
};

/** The slot where a gram's entries start, or the free one where they would. */
export const slotOfGram = (slots: Int32Array, hash: number): number => {
  const last = (slots.length >> 1) - 1;
  let slot = (hash ^ (hash >>> 15)) & last;
  while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== hash) slot = (slot + 1) & last;
  return slot;
};

const buildSlots = (pool: PatternPool, grams: Grams): Pick<PassTables, 'slots' | 'entries'> => {
  let slotCount = 16;
  while (slotCount < grams.distinct * 2) slotCount *= 2;
  const slots = sharedInts(slotCount * 2);
  const entries = sharedInts(grams.hashes.length * 4);
  grams.hashes.forEach((hash, index) => {
    const pattern = grams.owners[index] ?? 0;
    const end = pool.offsets[pattern + 1] ?? 0;
    const length = end - (pool.offsets[pattern] ?? 0);
    const slot = slotOfGram(slots, hash);
    entries[index * 4] = pattern;
    entries[index * 4 + 1] = ((grams.offsets[index] ?? 0) << 16) | length;
    entries[index * 4 + 2] = foldedWordAt(pool.bytes, end - 4);
    entries[index * 4 + 3] = slots[slot * 2 + 1] ?? 0;
    slots[slot * 2] = hash;
    slots[slot * 2 + 1] = index + 1;
  });
  return { slots, entries };
};

const buildPass = (pool: PatternPool, patterns: readonly number[], gramBytes: 7 | 4): PassTables | null => {
  if (patterns.length === 0) return null;
  const grams = chooseGrams(pool, patterns, gramBytes);
  return { ...buildBloom(grams), ...buildSlots(pool, grams) };
};

/**
 * Compiles patterns of 7 to 4096 bytes into the tables that a searcher reads.
 * @throws RangeError for a pattern of another length.
 */
export const buildFilter = (pool: PatternPool): Filter => {
  const lengthOf = (pattern: number): number =>
    (pool.offsets[pattern + 1] ?? 0) - (pool.offsets[pattern] ?? 0);
  const all = Array.from({ length: pool.offsets.length - 1 }, (_, index) => index);
  if (all.some((pattern) => lengthOf(pattern) < SHORT_PATTERN_BYTES || lengthOf(pattern) > MAX_PATTERN_BYTES))
    throw new RangeError('a pattern is shorter than 7 or longer than 4096 bytes');
  const isLong = (pattern: number): boolean => lengthOf(pattern) >= LONG_PATTERN_BYTES;
  // Short patterns have no choice of window, so they choose first and longer ones reuse their grams.
  const long = all.filter(isLong).sort((a, b) => lengthOf(a) - lengthOf(b));
  const short = all.filter((pattern) => !isLong(pattern));
  return { pool, long: buildPass(pool, long, 7), short: buildPass(pool, short, 4) };
};
