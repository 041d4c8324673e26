import { createHash, createHmac } from 'node:crypto';
import { SHORT_DIGESTS } from './short-digest.ts';

/** A digest with which salts are searched for. */
export type SaltDigest = {
  readonly name: string;
  readonly byteLength: number;
  /** Of two texts, one after the other. */
  readonly joined: (first: Uint8Array, second: Uint8Array) => Uint8Array;
  readonly keyed: (key: Uint8Array, content: Uint8Array) => Uint8Array;
};

const BLOCK_BYTES = 64;
const scratch = new Uint8Array(8192);

const place = (at: number, content: Uint8Array): number => {
  const fitting = content.subarray(0, scratch.length - at);
  scratch.set(fitting, at);
  return at + fitting.length;
};

// HMAC (RFC 2104) over a digest of 64-byte blocks; keys are shorter than a block.
const padKey = (key: Uint8Array, pad: number): void => {
  for (let index = 0; index < BLOCK_BYTES; index++) scratch[index] = (key[index] ?? 0) ^ pad;
};

const shortDigest = (name: string): SaltDigest => {
  const made = SHORT_DIGESTS.get(name);
  if (made === undefined) throw new RangeError('no such digest');
  const { digest, byteLength } = made;
  return {
    name,
    byteLength,
    joined: (first, second) => digest(scratch, place(place(0, first), second)),
    keyed: (key, content) => {
      padKey(key, 0x36);
      const inner = digest(scratch, place(BLOCK_BYTES, content));
      padKey(key, 0x5c);
      return digest(scratch, place(BLOCK_BYTES, inner));
    },
  };
};

const nativeDigest = (name: string, nodeName: string, byteLength: number): SaltDigest => ({
  name,
  byteLength,
  joined: (first, second) => createHash(nodeName).update(first).update(second).digest(),
  keyed: (key, content) => createHmac(nodeName, key).update(content).digest(),
});

/** Digests by the length of the tokens they make, bytes. */
export const SALT_DIGESTS: ReadonlyMap<number, SaltDigest> = new Map(
  [
    shortDigest('md5'),
    shortDigest('sha1'),
    shortDigest('sha256'),
    nativeDigest('sha224', 'sha224', 28),
    nativeDigest('sha384', 'sha384', 48),
    nativeDigest('sha512', 'sha512', 64),
  ].map((digest) => [digest.byteLength, digest]),
);
