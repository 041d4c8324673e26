/** Bits of a stream, least significant first (RFC 1951 §3.1.1); past the end all are 0. */
const bitsAt = (bytes: Uint8Array, at: number, count: number): number => {
  const from = at >> 3;
  const held = (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8);
  return (held >> (at & 7)) & ((1 << count) - 1);
};

const MOST_LITERALS = 29;
const MOST_DISTANCES = 29;
const HEAD_BITS = 17;

// The lengths of the code for the lengths have to fill it up: of drawn bytes hardly any do.
const isDynamic = (bytes: Uint8Array): boolean => {
  const count = bitsAt(bytes, 13, 4) + 4;
  if (bitsAt(bytes, 3, 5) > MOST_LITERALS || bitsAt(bytes, 8, 5) > MOST_DISTANCES) return false;
  if (HEAD_BITS + count * 3 > bytes.length * 8) return true;
  let filled = 0;
  for (let index = 0; index < count; index++) {
    const length = bitsAt(bytes, HEAD_BITS + index * 3, 3);
    if (length > 0) filled += 128 >> length;
  }
  return filled === 128;
};

/** Whether bytes can be the beginning of a deflate stream (RFC 1951 §3.2.3): a look at the head of its first block. */
export const startsDeflate = (bytes: Uint8Array): boolean => {
  const type = bitsAt(bytes, 1, 2);
  if (type === 2) return isDynamic(bytes);
  if (type !== 0 || bytes.length < 5) return type !== 3;
  return ((bytes[1] ?? 0) ^ (bytes[3] ?? 0)) === 0xff && ((bytes[2] ?? 0) ^ (bytes[4] ?? 0)) === 0xff;
};
