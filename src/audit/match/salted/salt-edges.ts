import { hash } from 'node:crypto';
import { makeScratch } from '../../decode/scratch.ts';
import { joinedForms, SALT_FORMS, type SaltDigest } from './salt-digests.ts';

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

const wordAt = (digest: string, at: number): number =>
  (digest.charCodeAt(at) << 24) |
  (digest.charCodeAt(at + 1) << 16) |
  (digest.charCodeAt(at + 2) << 8) |
  digest.charCodeAt(at + 3);

// As text: a buffer of its own takes longer to make than the digest.
const write = ({ heads, ends, middles }: Edges, at: number, digest: string): void => {
  heads[at] = wordAt(digest, 0);
  ends[at] = wordAt(digest, digest.length - 4);
  middles[at] = wordAt(digest, 4);
};

const FORMS = SALT_FORMS.length;
/** The longest salt. */
const MOST_SALT_BYTES = 64;
const MOST_BLOCK_BYTES = 136;
const MOST_DIGEST_BYTES = 64;

const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

// The key of an HMAC, filled up to a block (RFC 2104 §2).
const padKey = (key: Uint8Array, block: Uint8Array, pad: number, blockLength: number): void => {
  for (let index = 0; index < blockLength; index++) block[index] = (key[index] ?? 0) ^ pad;
};

const longestOf = (values: readonly Uint8Array[]): number =>
  Math.max(0, ...values.map(({ length }) => length));

/** A writer for these values: the edges of each of `SALT_FORMS`, value by value. */
export const makeEdgeWriter = (values: readonly Uint8Array[]): EdgeWriter => {
  const longest = longestOf(values);
  const front = makeScratch(MOST_SALT_BYTES + longest);
  const back = makeScratch(MOST_SALT_BYTES + longest);
  const inner = makeScratch(MOST_BLOCK_BYTES + longest);
  const outer = makeScratch(MOST_BLOCK_BYTES + MOST_DIGEST_BYTES);
  return ({ name, byteLength, blockLength }, salt, edges) => {
    front.bytes.set(salt);
    padKey(salt, inner.bytes, INNER_PAD, blockLength);
    padKey(salt, outer.bytes, OUTER_PAD, blockLength);
    values.forEach((value, index) => {
      const length = salt.length + value.length;
      front.bytes.set(value, salt.length);
      write(edges, index * FORMS, hash(name, front.first(length), 'binary'));
      back.bytes.set(value);
      back.bytes.set(salt, value.length);
      write(edges, index * FORMS + 1, hash(name, back.first(length), 'binary'));
      inner.bytes.set(value, blockLength);
      const keyed = hash(name, inner.first(blockLength + value.length), 'binary');
      for (let at = 0; at < byteLength; at++) outer.bytes[blockLength + at] = keyed.charCodeAt(at);
      write(edges, index * FORMS + 2, hash(name, outer.first(blockLength + byteLength), 'binary'));
    });
  };
};

/** A writer for these values: the edges of each of the `joinedForms` of some joints, value by value. */
export const makeJoinedEdgeWriter = (
  values: readonly Uint8Array[],
  joints: readonly string[],
): EdgeWriter => {
  const jointBytes = joints.map((joint) => joint.charCodeAt(0));
  const longest = longestOf(values);
  const front = makeScratch(MOST_SALT_BYTES + 1 + longest);
  const back = makeScratch(MOST_SALT_BYTES + 1 + longest);
  return ({ name }, salt, edges) => {
    let at = 0;
    front.bytes.set(salt);
    for (const value of values) {
      const length = salt.length + 1 + value.length;
      front.bytes.set(value, salt.length + 1);
      back.bytes.set(value);
      back.bytes.set(salt, value.length + 1);
      for (const joint of jointBytes) {
        front.bytes[salt.length] = joint;
        write(edges, at++, hash(name, front.first(length), 'binary'));
        back.bytes[value.length] = joint;
        write(edges, at++, hash(name, back.first(length), 'binary'));
      }
    }
  };
};

/** The edges of a salt's digests with every value, valid until the next call. */
export type EdgeLists = (digest: SaltDigest, salt: string) => Edges;

/** Salts whose edges are kept: those of the times and of what a client sends with every request come again. */
const MOST_LISTS = 1024;

const keptLists = (write: EdgeWriter, count: number): EdgeLists => {
  const lists = new Map<string, Edges>();
  const vacated = (): Edges => {
    const [oldest] = lists.size < MOST_LISTS ? [] : lists;
    if (oldest === undefined) return makeEdges(count);
    lists.delete(oldest[0]);
    return oldest[1];
  };
  return (digest, salt) => {
    const key = `${digest.name} ${salt}`;
    let edges = lists.get(key);
    if (edges === undefined) {
      edges = vacated();
      write(digest, Buffer.from(salt, 'latin1'), edges);
    } else lists.delete(key);
    lists.set(key, edges);
    return edges;
  };
};

/** As an edge writer, of a salt in latin1; the lists that were asked for last are kept, a bounded number of them. */
export const makeEdgeLists = (values: readonly Uint8Array[]): EdgeLists =>
  keptLists(makeEdgeWriter(values), values.length * FORMS);

/** As `makeEdgeLists`, for the `joinedForms` of some joints. */
export const makeJoinedEdgeLists = (values: readonly Uint8Array[], joints: readonly string[]): EdgeLists =>
  keptLists(makeJoinedEdgeWriter(values, joints), values.length * joinedForms(joints).length);
