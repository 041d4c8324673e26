/** Bits of a stream, least significant first (RFC 7932 §1.4); past the end all are 0. */
type Bits = { readonly bytes: Uint8Array; at: number };

const take = (bits: Bits, count: number): number => {
  let value = 0;
  for (let i = 0; i < count; i++, bits.at++)
    value |= (((bits.bytes[bits.at >> 3] ?? 0) >> (bits.at & 7)) & 1) << i;
  return value;
};

const DENSEST = 60;
// Blocks of NULs fill a tar up.
const TAR_BLOCK = 512;
const DENSEST_ARCHIVE = 600;
/** The longest length that four nibbles hold: a longer one is right by chance too seldom to be tried so freely. */
const MOST_ENCODED_BYTES = 1 << 16;
const SLACK_BYTES = 1000;
const FEW_BYTES = 200;

const isWindow = (bits: Bits): boolean => take(bits, 1) === 0 || take(bits, 3) !== 0 || take(bits, 3) !== 1;

/**
 * Whether bytes can be the beginning of a Brotli stream (RFC 7932 §9) that holds some such amount of text, or with
 * `isAnyDensity` any amount: of drawn bytes a third can.
 */
export const startsBrotli = (bytes: Uint8Array, isAnyDensity = false): boolean => {
  const bits: Bits = { bytes, at: 0 };
  if (bytes.length < 4 || !isWindow(bits)) return false;
  const isLast = take(bits, 1) === 1;
  if (isLast && take(bits, 1) === 1) return false;
  const nibbles = take(bits, 2) + 4;
  if (nibbles === 7) return false;
  const length = take(bits, nibbles * 4) + 1;
  if (nibbles > 4 && length <= 1 << ((nibbles - 1) * 4)) return false;
  if (!isLast && take(bits, 1) === 1) return length <= bytes.length - (bits.at >> 3);
  if (isLast && length * 2 + SLACK_BYTES < bytes.length) return false;
  if (isAnyDensity) return true;
  // Few bytes, and what is very dense, have no use for more than one kind of block: three bits of 0.
  const isPlain = take(bits, 3) === 0;
  return (isPlain || bytes.length > FEW_BYTES) && isDensityOf(length, bytes.length, isPlain);
};

/** The header of an archive's file alone takes more than this. */
const LEAST_ARCHIVE_BYTES = 64;

// What a tar's NULs became before they were compressed may be as dense as they are.
const isDensityOf = (length: number, byteLength: number, isPlain: boolean): boolean => {
  const isEncoded = isPlain && length <= MOST_ENCODED_BYTES && byteLength >= LEAST_ARCHIVE_BYTES;
  const isArchive = length % TAR_BLOCK === 0 || isEncoded;
  return length <= byteLength * (isArchive ? DENSEST_ARCHIVE : DENSEST) + SLACK_BYTES;
};
