/** The algorithms that the code which leaves out zeros was written for. */
const UNPADDED = new Set(['md5', 'sha1', 'sha256']);

/** Hex digits whose 64 bits are the key of a token. */
const KEY_DIGITS = 16;

/**
 * A digest as Java's `Integer.toHexString(b & 0xff)` writes it byte by byte, without the zero before a single digit: the
 * snippet for MD5 on Android that was copied most. Null where it is the same as the right one.
 */
export const unpaddedHex = (digest: Uint8Array): string | null =>
  digest.every((byte) => byte > 15) ? null : Array.from(digest, (byte) => byte.toString(16)).join('');

/** The first 64 bits of a digest without its zeros; null where a token of it is found by the digest's own. */
export const unpaddedHead = (algorithm: string, digest: Uint8Array): Uint8Array | null => {
  if (!UNPADDED.has(algorithm) || digest.subarray(0, KEY_DIGITS / 2).every((byte) => byte > 15)) return null;
  const text = unpaddedHex(digest);
  return text === null ? null : Buffer.from(text.slice(0, KEY_DIGITS), 'hex');
};
