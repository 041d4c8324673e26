import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';
import type { Budget } from '../layer.ts';
import { allowance, spend } from './budget.ts';

/** What a compressed stream gave: its bytes, and how many of the input it took. */
export type Inflated = { readonly bytes: Buffer; readonly taken: number };

/**
 * Inflates a deflate stream (RFC 1951) that may be cut off or followed by other bytes; of a stream that breaks,
 * what stands before the break. Null where nothing comes of it. Output over the budget is not kept, and the bound
 * is noted. Never throws.
 */
export const inflateRaw = (source: Buffer, budget: Budget): Inflated | null => {
  const outcome = attempt(source, budget);
  if (outcome !== 'broken') return outcome;
  let good = 0;
  let bad = source.length;
  let best: Inflated | null = null;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const tried = attempt(source.subarray(0, middle), budget);
    if (tried === null || tried === 'broken') bad = middle;
    else {
      good = middle;
      best = tried;
    }
  }
  return best;
};

/** Inflates a deflate stream that is neither broken nor, if `isWhole`, cut off; null otherwise. Never throws. */
export const inflateExactly = (source: Buffer, budget: Budget): Inflated | null => {
  const outcome = attempt(source, budget);
  return outcome === 'broken' ? null : outcome;
};

/** As `inflateExactly`, for Brotli (RFC 7932), which has neither magic nor checksum. */
export const inflateBrotli = (source: Buffer, budget: Budget): Inflated | null => {
  const maxOutputLength = Math.max(1, allowance(budget));
  const finishFlush = constants.BROTLI_OPERATION_FLUSH;
  const chunkSize = chunkFor(source.length);
  try {
    return fromInfo(brotliDecompressSync(source, { ...INFO, finishFlush, maxOutputLength, chunkSize }));
  } catch (error) {
    noteBound(error, budget);
    return null;
  }
};

const chunkFor = (byteLength: number): number => Math.min(65_536, Math.max(1024, byteLength * 4));

const attempt = (source: Buffer, budget: Budget): Inflated | null | 'broken' => {
  const maxOutputLength = Math.max(1, allowance(budget));
  const chunkSize = chunkFor(source.length);
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return fromInfo(inflateRawSync(source, { ...INFO, finishFlush, maxOutputLength, chunkSize }));
  } catch (error) {
    spend(budget, source.length);
    return noteBound(error, budget) ? null : 'broken';
  }
};

// Gives the count of bytes taken as well; documented for the classes of node:zlib, missing from the typings.
const INFO = { info: true } as const;

type WithInfo = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };

const isInfo = (result: unknown): result is WithInfo =>
  typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result;

const fromInfo = (result: unknown): Inflated | null =>
  isInfo(result) && result.buffer.length > 0
    ? { bytes: result.buffer, taken: result.engine.bytesWritten }
    : null;

const noteBound = (error: unknown, budget: Budget): boolean => {
  const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  if (isTooLarge) budget.hit.add('bytes');
  return isTooLarge;
};
