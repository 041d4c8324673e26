import { type DigestTable, digestsUnder } from './digest-table.ts';
import { keyOfBase64, keyOfEight, keyOfHex, keyOfTail } from './token-key.ts';
import type { Alphabet } from './token-reader.ts';

const NONE: readonly number[] = [];

const union = (
  heads: readonly number[],
  ends: readonly number[],
  tails: readonly number[] = NONE,
): readonly number[] =>
  heads.length === 0 && ends.length === 0 && tails.length === 0
    ? NONE
    : [...new Set([...heads, ...ends, ...tails])];

/** The digests that a token of a body may be, whole or cut from either end; each still has to be explained. */
export const candidatesOf = (
  table: DigestTable,
  body: Uint8Array,
  alphabet: Alphabet,
  [from, to]: readonly [number, number],
): readonly number[] => {
  // Cut hex may be odd: its first and its last 16 digits are whole bytes all the same.
  if (alphabet === 'hex')
    return union(
      digestsUnder(table, 'heads', keyOfHex(body, from)),
      digestsUnder(table, 'ends', keyOfHex(body, to - 16)),
    );
  const byteLength = Math.trunc(((to - from) * 6) / 8);
  return union(
    digestsUnder(table, 'heads', keyOfBase64(body, from, 0)),
    digestsUnder(table, 'ends', keyOfBase64(body, from, byteLength - 8)),
    digestsUnder(table, 'tails', keyOfTail(body, to)),
  );
};

/** The digests that some raw bytes may be, whole or cut; none below eight bytes. */
export const candidatesOfBytes = (table: DigestTable, bytes: Uint8Array): readonly number[] =>
  bytes.length < 8
    ? NONE
    : union(
        digestsUnder(table, 'heads', keyOfEight(bytes, 0)),
        digestsUnder(table, 'ends', keyOfEight(bytes, bytes.length - 8)),
      );
