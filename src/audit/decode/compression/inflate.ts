import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';
import type { Budget } from '../../layer.ts';
import { allowance, spend } from '../budget.ts';
import { startsDeflate } from './deflate-start.ts';
import { type Inflated, inflateSlowly } from './inflate-slowly.ts';

/** zlib takes longer to start than so few bytes take by hand. */
const FEW_BYTES = 128;
/** Looked at by hand before zlib is asked: what is no deflate breaks within a few bytes. */
const HEAD_BYTES = 64;
/** What is kept of a stream that breaks or bursts. */
const SALVAGED_BYTES = 4 * 1024 * 1024;

/**
 * Inflates a deflate stream (RFC 1951) that may be cut off or followed by other bytes; of one that breaks or bursts
 * the budget, the beginning. Null where nothing comes of it. Never throws.
 */
export const inflateRaw = (source: Buffer, budget: Budget): Inflated | null => {
  const exact = inflateExactly(source, budget);
  if (exact !== null) return exact;
  const found = inflateSlowly(source, Math.min(SALVAGED_BYTES, allowance(budget)));
  return found.bytes.length === 0 ? null : found;
};

/** Inflates a deflate stream that is not broken, though it may be cut off; null for any other. Never throws. */
export const inflateExactly = (source: Buffer, budget: Budget): Inflated | null => {
  if (!startsDeflate(source)) return null;
  const isFew = source.length <= FEW_BYTES;
  const head = inflateSlowly(
    isFew ? source : source.subarray(0, HEAD_BYTES),
    Math.min(SALVAGED_BYTES, allowance(budget)),
  );
  if (head.ending === 'full') budget.hit.add('bytes');
  if (head.ending === 'broken') return null;
  if (!isFew && head.ending === 'cut') return attempt(source, budget);
  return head.bytes.length === 0 ? null : head;
};

/**
 * As `inflateExactly`, for Brotli (RFC 7932), which has neither magic nor checksum; with `isWhole` null also where the
 * stream does not end.
 */
export const inflateBrotli = (source: Buffer, budget: Budget, isWhole = false): Inflated | null => {
  const maxOutputLength = Math.max(1, allowance(budget));
  const finishFlush = isWhole ? constants.BROTLI_OPERATION_FINISH : constants.BROTLI_OPERATION_FLUSH;
  const chunkSize = chunkFor(source.length);
  try {
    return fromInfo(brotliDecompressSync(source, { ...INFO, finishFlush, maxOutputLength, chunkSize }));
  } catch (error) {
    noteBound(error, budget);
    return null;
  }
};

const chunkFor = (byteLength: number): number => Math.min(65_536, Math.max(1024, byteLength * 4));

const attempt = (source: Buffer, budget: Budget): Inflated | null => {
  const maxOutputLength = Math.max(1, allowance(budget));
  const chunkSize = chunkFor(source.length);
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return fromInfo(inflateRawSync(source, { ...INFO, finishFlush, maxOutputLength, chunkSize }));
  } catch (error) {
    spend(budget, source.length);
    noteBound(error, budget);
    return null;
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

const noteBound = (error: unknown, budget: Budget): void => {
  const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  if (isTooLarge) budget.hit.add('bytes');
};
