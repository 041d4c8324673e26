import { Decompress } from 'fzstd';
import type { Undo } from './undo.ts';

const PIECE_BYTES = 1024;
/** Windows that a decoder has to offer are 8 MiB (RFC 8878 §3.1.1.1.2); nothing a phone sends asks for more than this. */
const MOST_WINDOW = 64 << 20;

/** Bytes of memory that a frame's header asks for (RFC 8878 §3.1.1.1); Infinity where it cannot be told. */
const windowOf = (bytes: Buffer): number => {
  const descriptor = bytes[4] ?? 0;
  if ((descriptor & 0x20) === 0) {
    const window = bytes[5] ?? 0xff;
    return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  }
  const sizeWidth = [1, 2, 4, 8][descriptor >> 6] ?? 8;
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 4);
  if (at + sizeWidth > bytes.length) return Infinity;
  return sizeWidth === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUIntLE(at, sizeWidth);
};

/** Zstandard frames (RFC 8878), as far as they go. */
export const unzstd: Undo = (taken, { most }) => {
  if (windowOf(taken) > MOST_WINDOW) return null;
  const parts: Uint8Array[] = [];
  let made = 0;
  const stream = new Decompress((part) => {
    made += part.length;
    if (made <= most) parts.push(part);
  });
  try {
    for (let at = 0; at < taken.length && made <= most; at += PIECE_BYTES)
      stream.push(taken.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= taken.length);
  } catch {
    // Cut off, broken, or followed by other bytes: what came before stands.
  }
  return parts.length === 0 ? null : Buffer.concat(parts);
};
