import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';
import type { Undo } from './undo.ts';

/** What is sought of a stream that breaks off or bursts the bound. */
const SALVAGED_BYTES = 4 << 20;

type Inflated = { readonly bytes: Buffer; readonly taken: number };

// `info` is documented for the classes of node:zlib and missing from their typings.
const WITH_INFO = { info: true, finishFlush: constants.Z_SYNC_FLUSH } as const;

const hasInfo = (
  result: unknown,
): result is { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } =>
  typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result;

type Attempt = (source: Buffer, most: number) => Inflated | null;

const attempt: Attempt = (source, most) => {
  try {
    const result: unknown = inflateRawSync(source, { ...WITH_INFO, maxOutputLength: Math.max(1, most) });
    return hasInfo(result) ? { bytes: result.buffer, taken: result.engine.bytesWritten } : null;
  } catch {
    return null;
  }
};

/** The longest beginning of a stream that inflates: broken streams are known by where they break. */
const beginningOf = (source: Buffer, most: number, open: Attempt): Inflated | null => {
  let good = 0;
  let bad = source.length;
  let best: Inflated | null = null;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const found = open(source.subarray(0, middle), most);
    if (found === null) bad = middle;
    else {
      good = middle;
      best = found;
    }
  }
  return best;
};

const inflated = (source: Buffer, most: number, open: Attempt = attempt): Inflated | null =>
  open(source, most) ?? beginningOf(source, Math.min(most, SALVAGED_BYTES), open);

/** A deflate stream (RFC 1951), cut off, broken or followed by other bytes as it may be. */
export const inflate: Undo = (taken, { most }) => inflated(taken, most)?.bytes ?? null;

/** zlib (RFC 1950); its checksum is not looked at. */
export const unzlib: Undo = (taken, { most }) => inflated(taken.subarray(2), most)?.bytes ?? null;

/** Where the stream of a gzip member begins (RFC 1952 §2.3); -1 where no header stands. */
const memberStart = (bytes: Buffer, at: number): number => {
  if (bytes.toString('hex', at, at + 3) !== '1f8b08') return -1;
  const flags = bytes[at + 3] ?? 0;
  let next = at + 10;
  if ((flags & 0x04) !== 0) next += 2 + (next + 2 <= bytes.length ? bytes.readUInt16LE(next) : 0);
  for (const flag of [0x08, 0x10]) {
    if ((flags & flag) === 0) continue;
    const nul = bytes.indexOf(0, next);
    if (nul === -1) return -1;
    next = nul + 1;
  }
  return (flags & 0x02) === 0 ? next : next + 2;
};

const TRAILER_BYTES = 8;
/** Members that one body has at most: looking at each takes its time, also at an empty one. */
const MOST_MEMBERS = 100_000;

/** gzip, member after member; checksums are not looked at. */
export const gunzip: Undo = (taken, { most }) => {
  const members: Buffer[] = [];
  let left = most;
  for (let at = 0; at < taken.length && left > 0 && members.length < MOST_MEMBERS;) {
    const start = memberStart(taken, at);
    const member = start === -1 ? null : inflated(taken.subarray(start), left);
    if (member === null) break;
    members.push(member.bytes);
    left -= member.bytes.length;
    at = start + member.taken + TRAILER_BYTES;
  }
  return members.length === 0 ? null : Buffer.concat(members);
};

const attemptBrotli: Attempt = (source, most) => {
  const finishFlush = constants.BROTLI_OPERATION_FLUSH;
  try {
    const bytes = brotliDecompressSync(source, { finishFlush, maxOutputLength: Math.max(1, most) });
    return { bytes, taken: source.length };
  } catch {
    return null;
  }
};

/** Brotli (RFC 7932), as far as it goes and the bound allows. */
export const unbrotli: Undo = (taken, { most }) => inflated(taken, most, attemptBrotli)?.bytes ?? null;
