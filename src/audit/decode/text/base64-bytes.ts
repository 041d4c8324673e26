/** The 6-bit value of each byte in either alphabet of RFC 4648 §4 and §5; 64 for white space, 255 for the rest. */
export const BASE64_VALUE = new Uint8Array(256).fill(255);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
for (let value = 0; value < 62; value++) BASE64_VALUE[ALPHABET.charCodeAt(value)] = value;
for (const [character, value] of [
  ['+', 62],
  ['-', 62],
  ['/', 63],
  ['_', 63],
  ['\n', 64],
  ['\r', 64],
  ['\t', 64],
  [' ', 64],
] as const)
  BASE64_VALUE[character.charCodeAt(0)] = value;

/**
 * Decodes base64 of either alphabet from `start` to `end` into `target`, skipping white space and stopping at the
 * first other byte or when the target is full; returns the number of bytes written. A last group of two or three
 * characters gives one or two bytes, one character left over gives none.
 */
export const base64Into = (source: Uint8Array, start: number, end: number, target: Uint8Array): number => {
  let bits = 0;
  let held = 0;
  let to = 0;
  for (let from = start; from < end && to < target.length; from++) {
    const value = BASE64_VALUE[source[from] as number] as number;
    if (value === 64) continue;
    if (value === 255) break;
    held = ((held << 6) | value) & 0xfffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    target[to++] = (held >> bits) & 0xff;
  }
  return to;
};

/** The bytes that base64 of either alphabet stands for. */
export const fromBase64 = (source: Buffer, start: number, end: number): Buffer => {
  if (end - start > 512) return Buffer.from(source.toString('latin1', start, end), 'base64');
  const target = Buffer.allocUnsafe(((end - start) * 3) >> 2);
  return target.subarray(0, base64Into(source, start, end, target));
};
