import { type PatternPool, sharedInts } from '../search/pattern-pool.ts';
import { keyOfEight, keyOfTailOf } from './token-key.ts';
import { unpaddedHead } from './unpadded.ts';
import { ALGORITHMS, type Algorithm, isSeldomAlgorithm, PLAIN_ALGORITHMS } from './algorithms.ts';

/**
 * Digests of every normalised variant, found by their first 64 bits, their last 64 bits, or the last 11 characters
 * of their base64; of an MD5 also by the 64 bits in its middle, and of digests written without zeros by their first 16 digits, both among the heads. A slot is a pair (key, 1 + digest); digests of one key stand in slots one after another.
 */
export type DigestTable = {
  /** What was hashed. */
  readonly inputs: PatternPool;
  /** Per digest: input × 256 + algorithm. */
  readonly digests: Int32Array;
  readonly heads: Int32Array;
  readonly ends: Int32Array;
  readonly tails: Int32Array;
  /** Two bits for each key of all three, in one word of so many that a power of two gives; most tokens end here. */
  readonly bloom: Int32Array;
  /** Digests per length in bytes: the needles of the chance formula. */
  readonly countByLength: ReadonlyMap<number, number>;
  /** Those of them that hardly any software makes. */
  readonly seldomByLength: ReadonlyMap<number, number>;
  /** Which inputs hardly any software hashes: from the first on, up to the second. */
  readonly seldomInputs: readonly [number, number];
};

const ALGORITHM_BITS = 8;
const ALGORITHM_MASK = (1 << ALGORITHM_BITS) - 1;

const firstSlot = (slots: Int32Array, key: number): number =>
  (key ^ (key >>> 13)) & ((slots.length >> 1) - 1);

const BITS_PER_KEY = 8;

const bloomOf = (keyCount: number): Int32Array => {
  let words = 16;
  while (words * 32 < keyCount * BITS_PER_KEY) words *= 2;
  return sharedInts(words);
};

const bloomWord = (bloom: Int32Array, key: number): number =>
  Math.imul(key, 0x9e3779b1) >>> (Math.clz32(bloom.length) + 1);
const bloomMask = (key: number): number => (1 << (key & 31)) | (1 << ((key >>> 5) & 31));

const addToBloom = (bloom: Int32Array, key: number): void => {
  const word = bloomWord(bloom, key);
  bloom[word] = (bloom[word] ?? 0) | bloomMask(key);
};

/** Whether a key may stand in one of the tables; false for nearly all that do not. */
const mayHoldKey = ({ bloom }: DigestTable, key: number): boolean => {
  const mask = bloomMask(key);
  return ((bloom[bloomWord(bloom, key)] as number) & mask) === mask;
};

const insert = (slots: Int32Array, key: number, digest: number): void => {
  const last = (slots.length >> 1) - 1;
  let slot = firstSlot(slots, key);
  while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & last;
  slots[slot * 2] = key;
  slots[slot * 2 + 1] = digest + 1;
};

/** One of the tables. */
export type Side = 'heads' | 'ends' | 'tails';

/** The digests that stand under a key; few of them are not the one looked for, so each has to be recomputed. */
export const digestsUnder = (table: DigestTable, side: Side, key: number): readonly number[] => {
  if (!mayHoldKey(table, key)) return NONE;
  const slots = table[side];
  const last = (slots.length >> 1) - 1;
  let slot = firstSlot(slots, key);
  if (slots[slot * 2 + 1] === 0) return NONE;
  const found: number[] = [];
  for (; slots[slot * 2 + 1] !== 0; slot = (slot + 1) & last)
    if (slots[slot * 2] === key) found.push((slots[slot * 2 + 1] ?? 0) - 1);
  return found;
};

const NONE: readonly number[] = [];

/** One input's bytes. */
export const inputAt = (pool: PatternPool, input: number): Uint8Array =>
  // A copy: node:crypto does not take memory that is shared.
  pool.bytes.slice(pool.offsets[input] ?? 0, pool.offsets[input + 1] ?? 0);

/** What a digest of the table was made from, and how. */
export const originOf = (
  table: DigestTable,
  digest: number,
): { readonly input: number; readonly algorithm: Algorithm } => {
  const packed = table.digests[digest] ?? 0;
  const algorithm = ALGORITHMS[packed & ALGORITHM_MASK];
  if (algorithm === undefined) throw new RangeError('a digest names an algorithm that does not exist');
  return { input: packed >> ALGORITHM_BITS, algorithm };
};

const isSeldom = ([from, to]: DigestTable['seldomInputs'], input: number, algorithm: number): boolean =>
  (input >= from && input < to) || isSeldomAlgorithm(algorithm);

/** Whether hardly any software makes a digest. */
export const isSeldomDigest = ({ digests, seldomInputs }: DigestTable, digest: number): boolean => {
  const packed = digests[digest] ?? 0;
  return isSeldom(seldomInputs, packed >> ALGORITHM_BITS, packed & ALGORITHM_MASK);
};

/** A digest of this length is cut from its middle, too: the bytes from the fourth on stand among the heads. */
const MD5_BYTES = 16;
const MIDDLE = 4;
/** Digests of one input that may stand there once more, without their zeros. */
const MOST_UNPADDED = 3;
const isMiddleCut = ({ name, byteLength }: Algorithm): boolean =>
  byteLength === MD5_BYTES && name !== 'uuid3';

// What stands among the heads besides a digest's own.
const otherHeads = (algorithm: Algorithm, bytes: Uint8Array): readonly Uint8Array[] =>
  [isMiddleCut(algorithm) ? bytes.subarray(MIDDLE) : null, unpaddedHead(algorithm.name, bytes)].filter(
    (other) => other !== null,
  );

const emptySlots = (digestCount: number): Int32Array => {
  let slotCount = 16;
  while (slotCount * 3 < digestCount * 4) slotCount *= 2;
  return sharedInts(slotCount * 2);
};

const countIn = (byLength: Map<number, number>, byteLength: number): void => {
  byLength.set(byteLength, (byLength.get(byteLength) ?? 0) + 1);
};

/** Of which inputs also digests of digests are computed: those below `chainedTo`; and which are seldom hashed. */
export type DigestPlan = { readonly chainedTo: number; readonly seldomInputs: readonly [number, number] };

/** Computes all digests of all inputs. */
export const buildDigestTable = (
  inputs: PatternPool,
  { chainedTo, seldomInputs }: DigestPlan,
): DigestTable => {
  const inputCount = inputs.offsets.length - 1;
  const plan = Array.from({ length: inputCount }, (_, input) =>
    input < chainedTo ? ALGORITHMS.length : PLAIN_ALGORITHMS.length,
  );
  const digestCount = plan.reduce((sum, count) => sum + count, 0);
  const otherCount = plan.reduce(
    (sum, count) => sum + ALGORITHMS.slice(0, count).filter(isMiddleCut).length + MOST_UNPADDED,
    0,
  );
  const table = {
    digests: sharedInts(digestCount),
    heads: emptySlots(digestCount + otherCount),
    ends: emptySlots(digestCount),
    tails: emptySlots(digestCount),
    bloom: bloomOf(digestCount * 3 + otherCount),
  };
  const [countByLength, seldomByLength] = [new Map<number, number>(), new Map<number, number>()];
  let next = 0;
  plan.forEach((algorithmCount, input) => {
    const content = inputAt(inputs, input);
    for (let index = 0; index < algorithmCount; index++) {
      const algorithm = ALGORITHMS[index];
      if (algorithm === undefined) continue;
      const bytes = algorithm.digest(content);
      table.digests[next] = (input << ALGORITHM_BITS) | index;
      for (const [slots, key] of [
        [table.heads, keyOfEight(bytes, 0)],
        [table.ends, keyOfEight(bytes, bytes.length - 8)],
        [table.tails, keyOfTailOf(bytes)],
      ] as const) {
        insert(slots, key, next);
        addToBloom(table.bloom, key);
      }
      for (const other of otherHeads(algorithm, bytes)) {
        const key = keyOfEight(other, 0);
        insert(table.heads, key, next);
        addToBloom(table.bloom, key);
      }
      countIn(countByLength, bytes.length);
      if (isSeldom(seldomInputs, input, index)) countIn(seldomByLength, bytes.length);
      next++;
    }
  });
  return { inputs, seldomInputs, seldomByLength, countByLength, ...table };
};
