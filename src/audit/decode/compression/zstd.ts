import { Decompress } from 'fzstd';
import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { allowance } from '../budget.ts';
import { TRAIT } from '../traits.ts';

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const MAX_ATTEMPTS = 16;
const NOTHING = { bytes: Buffer.alloc(0), isCut: false };
const PIECE_BYTES = 4096;

const MAX_WINDOW = 64 * 1024 * 1024;

/** The window that a frame's header asks for (RFC 8878 §3.1.1), in bytes; Infinity for no header. */
const zstdWindow = (bytes: Buffer, at: number): number => {
  const flags = bytes[at + 4] ?? 0xff;
  if ((flags & 0x08) !== 0) return Infinity;
  const isSingle = (flags & 0x20) !== 0;
  if (!isSingle) {
    const window = bytes[at + 5] ?? 0xff;
    return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  }
  const size = at + 5 + ([0, 1, 2, 4][flags & 3] as number);
  const width = [1, 2, 4, 8][flags >> 6] as number;
  if (size + width > bytes.length) return Infinity;
  return width === 8 ? Number(bytes.readBigUInt64LE(size)) : bytes.readUIntLE(size, width);
};

/** Undoes zstd frames (RFC 8878) from the start of some bytes, as far as they go and the limit allows. */
const unzstd = (source: Buffer, maxBytes: number): { readonly bytes: Buffer; readonly isCut: boolean } => {
  const parts: Uint8Array[] = [];
  let made = 0;
  const stream = new Decompress((part) => {
    made += part.length;
    if (made <= maxBytes) parts.push(part);
  });
  try {
    for (let at = 0; at < source.length && made <= maxBytes; at += PIECE_BYTES)
      stream.push(source.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= source.length);
  } catch {
    // Broken, cut off or followed by other bytes: what was made so far stands.
  }
  return { bytes: Buffer.concat(parts), isCut: made > maxBytes };
};

const decode = ({ bytes, traits, budget }: View): readonly Child[] => {
  if ((traits & TRAIT.notUtf8) === 0) return [];
  let offset = bytes.indexOf(MAGIC);
  for (let tries = 0; offset !== -1 && tries < MAX_ATTEMPTS; tries++) {
    const window = zstdWindow(bytes, offset);
    const isSane = window <= MAX_WINDOW;
    // A frame that asks for more memory than is given stays closed.
    if (!isSane && window !== Infinity) budget.hit.add('bytes');
    const found = isSane ? unzstd(bytes.subarray(offset), allowance(budget)) : NOTHING;
    if (found.isCut) budget.hit.add('bytes');
    const length = bytes.length - offset;
    if (found.bytes.length > 0) return [{ bytes: found.bytes, link: { step: 'zstd', offset, length } }];
    offset = bytes.indexOf(MAGIC, offset + 1);
  }
  if (offset !== -1) budget.hit.add('layers');
  return [];
};

/** Zstandard at any offset. */
export const ZSTD: Decoder = { name: 'zstd', conclusive: true, decode };
