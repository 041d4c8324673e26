import type { SaltDigest } from './salt-digests.ts';

/** Four bytes each, highest first, by which digests are compared with tokens: the first, the last, and of MD5 the second. */
export type Edges = {
  readonly heads: Int32Array;
  readonly ends: Int32Array;
  readonly middles: Int32Array;
};

/** Room for the edges of so many digests. */
export const makeEdges = (count: number): Edges => ({
  heads: new Int32Array(count),
  ends: new Int32Array(count),
  middles: new Int32Array(count),
});

/** Writes the edges of a salt's digests with every value; a salt is 64 bytes at most. */
export type EdgeWriter = (digest: SaltDigest, salt: Uint8Array, edges: Edges) => void;

/** The longest salt, and what may stand between it and a value, bytes. */
export const MOST_SALT_BYTES = 64;

/** The longest of some values, bytes. */
export const longestOf = (values: readonly Uint8Array[]): number =>
  Math.max(0, ...values.map(({ length }) => length));

/** Fills a block with a key of HMAC and a pad (RFC 2104 §2). */
export const padKey = (key: Uint8Array, block: Uint8Array, pad: number, blockLength: number): void => {
  for (let index = 0; index < blockLength; index++) block[index] = (key[index] ?? 0) ^ pad;
};
export const INNER_PAD = 0x36;
export const OUTER_PAD = 0x5c;
