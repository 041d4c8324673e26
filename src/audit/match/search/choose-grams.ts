import { hashAt } from './gram.ts';
import type { PatternPool } from './pattern-pool.ts';

/** The grams that stand for the patterns: four per pattern, at consecutive offsets. */
export type Grams = {
  readonly hashes: Int32Array;
  /** Pattern of each gram. */
  readonly owners: Int32Array;
  /** Offset of each gram in its pattern, bytes. */
  readonly offsets: Uint16Array;
  readonly distinct: number;
};

const STRIDE = 4;
/** What a gram costs that no other pattern uses yet: it fills the Bloom filter. */
const NEW_GRAM_COST = 3;
/** Windows looked at per pattern; a message is no better known by its hundredth word than by its tenth. */
const MAX_WINDOWS = 64;

type Census = { readonly seen: Int32Array; readonly users: Int32Array; distinct: number };

const makeCensus = (gramCount: number): Census => {
  let capacity = 1024;
  while (capacity < gramCount * 3) capacity *= 2;
  return { seen: new Int32Array(capacity), users: new Int32Array(capacity), distinct: 0 };
};

const slotOf = ({ seen, users }: Census, hash: number): number => {
  const last = seen.length - 1;
  let slot = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 3) & last;
  while (users[slot] !== 0 && seen[slot] !== hash) slot = (slot + 1) & last;
  return slot;
};

const costOf = (census: Census, hash: number): number => {
  const users = census.users[slotOf(census, hash)] ?? 0;
  return users === 0 ? NEW_GRAM_COST : users * users;
};

const cheapestWindow = (costs: Float64Array, windowCount: number): number => {
  let best = 0;
  let bestCost = Infinity;
  for (let at = 0; at < windowCount; at++) {
    const cost = (costs[at] ?? 0) + (costs[at + 1] ?? 0) + (costs[at + 2] ?? 0) + (costs[at + 3] ?? 0);
    if (cost < bestCost) {
      bestCost = cost;
      best = at;
    }
  }
  return best;
};

/**
 * Chooses which four consecutive offsets of each pattern to index: grams that other patterns use already are
 * preferred (spellings of one value share them), those that very many use (`@gmail.com`) are avoided.
 */
export const chooseGrams = (pool: PatternPool, patterns: readonly number[], gramBytes: 7 | 4): Grams => {
  const gramCount = patterns.length * STRIDE;
  const grams = {
    hashes: new Int32Array(gramCount),
    owners: new Int32Array(gramCount),
    offsets: new Uint16Array(gramCount),
  };
  const census = makeCensus(gramCount);
  const windowHashes = new Int32Array(MAX_WINDOWS + STRIDE);
  const costs = new Float64Array(MAX_WINDOWS + STRIDE);
  let next = 0;
  for (const pattern of patterns) {
    const start = pool.offsets[pattern] ?? 0;
    const length = (pool.offsets[pattern + 1] ?? 0) - start;
    const windowCount = Math.min(MAX_WINDOWS, length - gramBytes - STRIDE + 2);
    for (let at = 0; at < windowCount + STRIDE - 1; at++) {
      const hash = hashAt(pool.bytes, start + at, gramBytes);
      windowHashes[at] = hash;
      costs[at] = costOf(census, hash);
    }
    const best = cheapestWindow(costs, windowCount);
    for (let at = best; at < best + STRIDE; at++) {
      const hash = windowHashes[at] ?? 0;
      count(census, hash);
      grams.hashes[next] = hash;
      grams.owners[next] = pattern;
      grams.offsets[next] = at;
      next++;
    }
  }
  return { ...grams, distinct: census.distinct };
};

const count = (census: Census, hash: number): void => {
  const slot = slotOf(census, hash);
  const users = census.users[slot] ?? 0;
  if (users === 0) census.distinct++;
  census.seen[slot] = hash;
  census.users[slot] = users + 1;
};
