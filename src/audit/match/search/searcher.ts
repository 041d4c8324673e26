import { type Filter, type PassTables, slotOfGram } from './filter.ts';
import { bloomMask, CASE_FOLD, foldedWordAt, hashOfFour, hashOfSeven } from './gram.ts';
import type { PatternPool } from './pattern-pool.ts';

/** Called for every occurrence, overlapping ones too: pattern index, offset of its first byte, and its length. */
export type OnHit = (pattern: number, at: number, length: number) => void;

const CHUNK_BYTES = 1 << 15;
const WORDS_PER_CHUNK = CHUNK_BYTES >> 2;

/** Candidates of one pass, handed from loop to loop. */
type Candidates = {
  /** Offsets in the chunk, bytes. */
  readonly places: Int32Array;
  /** Gram hashes, then first entries. */
  readonly keys: Int32Array;
  /** How many there are. */
  count: number;
};

/** Workspace of one searcher: an aligned copy of a chunk, and the lists that its loops hand on. */
type Workspace = {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly long: Candidates;
  readonly short: Candidates;
};

const makeCandidates = (): Candidates => ({
  places: new Int32Array(WORDS_PER_CHUNK + 1),
  keys: new Int32Array(WORDS_PER_CHUNK + 1),
  count: 0,
});

const makeWorkspace = (): Workspace => {
  const bytes = new Uint8Array(CHUNK_BYTES + 16);
  const words = new Int32Array(bytes.buffer);
  return { bytes, words, long: makeCandidates(), short: makeCandidates() };
};

// Loop 1 has no branch to mispredict: every word is written to the list, and only the list's length depends on the
// filter.
const collectSevens = (
  { words, long }: Workspace,
  { bloom, bloomShift }: PassTables,
  wordCount: number,
): void => {
  const { places, keys } = long;
  let word = (words[0] ?? 0) | CASE_FOLD;
  let count = 0;
  for (let index = 0; index < wordCount; index++) {
    const next = (words[index + 1] ?? 0) | CASE_FOLD;
    const hash = hashOfSeven(word, next & 0xffffff);
    const mask = bloomMask(hash);
    word = next;
    places[count] = index << 2;
    keys[count] = hash;
    count = (count + (((bloom[hash >>> bloomShift] ?? 0) & mask) === mask ? 1 : 0)) | 0;
  }
  long.count = count;
};

const collectFours = (
  { words, short }: Workspace,
  { bloom, bloomShift }: PassTables,
  wordCount: number,
): void => {
  const { places, keys } = short;
  let count = 0;
  for (let index = 0; index < wordCount; index++) {
    const hash = hashOfFour((words[index] ?? 0) | CASE_FOLD);
    const mask = bloomMask(hash);
    places[count] = index << 2;
    keys[count] = hash;
    count = (count + (((bloom[hash >>> bloomShift] ?? 0) & mask) === mask ? 1 : 0)) | 0;
  }
  short.count = count;
};

// Both at once: a second loop over the same words costs as much as the first.
const collectBoth = (workspace: Workspace, long: PassTables, short: PassTables, wordCount: number): void => {
  const { words } = workspace;
  const { places, keys } = workspace.long;
  const { places: shortPlaces, keys: shortKeys } = workspace.short;
  const { bloom, bloomShift } = long;
  const { bloom: shortBloom, bloomShift: shortShift } = short;
  let word = (words[0] ?? 0) | CASE_FOLD;
  let count = 0;
  let shortCount = 0;
  for (let index = 0; index < wordCount; index++) {
    const next = (words[index + 1] ?? 0) | CASE_FOLD;
    const four = hashOfFour(word);
    const seven = hashOfSeven(word, next & 0xffffff);
    const mask = bloomMask(seven);
    const shortMask = bloomMask(four);
    word = next;
    places[count] = index << 2;
    keys[count] = seven;
    shortPlaces[shortCount] = index << 2;
    shortKeys[shortCount] = four;
    count = (count + (((bloom[seven >>> bloomShift] ?? 0) & mask) === mask ? 1 : 0)) | 0;
    shortCount =
      (shortCount + (((shortBloom[four >>> shortShift] ?? 0) & shortMask) === shortMask ? 1 : 0)) | 0;
  }
  workspace.short.count = shortCount;
  workspace.long.count = count;
};

// Loop 2: candidates become survivors in place.
const lookUp = (candidates: Candidates, { slots }: PassTables): void => {
  const { places, keys } = candidates;
  let count = 0;
  for (let index = 0; index < candidates.count; index++) {
    const entry = slots[slotOfGram(slots, keys[index] ?? 0) * 2 + 1] ?? 0;
    places[count] = places[index] ?? 0;
    keys[count] = entry;
    count = (count + (entry !== 0 ? 1 : 0)) | 0;
  }
  candidates.count = count;
};

const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte,
);

const agrees = (pool: PatternPool, pattern: number, body: Uint8Array, at: number): boolean => {
  const start = pool.offsets[pattern] ?? 0;
  const length = (pool.offsets[pattern + 1] ?? 0) - start;
  if (pool.exactCase[pattern] === 1) {
    for (let index = 0; index < length; index++)
      if (body[at + index] !== pool.bytes[start + index]) return false;
    return true;
  }
  for (let index = 0; index < length; index++)
    if (FOLDED[body[at + index] ?? 0] !== FOLDED[pool.bytes[start + index] ?? 0]) return false;
  return true;
};

/** One searcher's inputs that do not change from body to body. */
type Verifier = { readonly pool: PatternPool; readonly onHit: OnHit };

// Loop 3: the last four bytes first, then all of them, in the real body.
const verify = (
  { pool, onHit }: Verifier,
  { entries }: PassTables,
  { places, keys, count }: Candidates,
  { body, start }: Chunk,
): void => {
  for (let index = 0; index < count; index++) {
    const gramAt = start + (places[index] ?? 0);
    for (let entry = keys[index] ?? 0; entry !== 0; entry = entries[entry * 4 - 1] ?? 0) {
      const extent = entries[entry * 4 - 3] ?? 0;
      const from = gramAt - (extent >>> 16);
      const to = from + (extent & 0xffff);
      if (from < 0 || to > body.length || foldedWordAt(body, to - 4) !== entries[entry * 4 - 2]) continue;
      const pattern = entries[entry * 4 - 4] ?? 0;
      if (agrees(pool, pattern, body, from)) onHit(pattern, from, to - from);
    }
  }
};

type Chunk = { readonly body: Uint8Array; readonly start: number };

/** A function that reports every occurrence of every pattern in a body, in no particular order. */
export const makeSearcher = ({ pool, long, short }: Filter, onHit: OnHit): ((body: Uint8Array) => void) => {
  const workspace = makeWorkspace();
  const verifier = { pool, onHit };
  const finish = (tables: PassTables, candidates: Candidates, chunk: Chunk): void => {
    lookUp(candidates, tables);
    verify(verifier, tables, candidates, chunk);
  };
  return (body) => {
    for (let start = 0; start < body.length; start += CHUNK_BYTES) {
      // Grams may run 6 bytes into the next chunk; what is past the body's end reads as zero.
      const taken = Math.min(CHUNK_BYTES + 8, body.length - start);
      workspace.bytes.set(body.subarray(start, start + taken));
      workspace.bytes.fill(0, taken, taken + 8);
      const wordCount = (Math.min(CHUNK_BYTES, body.length - start) + 3) >> 2;
      const chunk = { body, start };
      if (long !== null && short !== null) collectBoth(workspace, long, short, wordCount);
      else if (long !== null) collectSevens(workspace, long, wordCount);
      else if (short !== null) collectFours(workspace, short, wordCount);
      if (long !== null) finish(long, workspace.long, chunk);
      if (short !== null) finish(short, workspace.short, chunk);
    }
  };
};
