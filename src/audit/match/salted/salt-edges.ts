import { hash } from 'node:crypto';
import {
  type Edges,
  type EdgeWriter,
  INNER_PAD,
  longestOf,
  makeEdges,
  MOST_SALT_BYTES,
  OUTER_PAD,
  padKey,
} from './edges.ts';
import { makeMd5EdgeWriter, makeMd5JoinedEdgeWriter } from './md5-edges.ts';
import { IS_LITTLE_ENDIAN } from './md5.ts';
import { JOINED_FORMS, JOINTS, SALT_FORMS, type SaltDigest } from './salt-digests.ts';

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

/** Bytes to write a text into, and the view of as many of them as the text has. */
type Scratch = { readonly bytes: Uint8Array; readonly upTo: (length: number) => Uint8Array };

const makeScratch = (byteLength: number): Scratch => {
  const bytes = new Uint8Array(byteLength);
  const views = new Map<number, Uint8Array>();
  const upTo = (length: number): Uint8Array => {
    const view = views.get(length) ?? bytes.subarray(0, length);
    views.set(length, view);
    return view;
  };
  return { bytes, upTo };
};

const FORMS = SALT_FORMS.length;
const MOST_BLOCK_BYTES = 136;
const MOST_DIGEST_BYTES = 64;

const makeNativeEdgeWriter = (values: readonly Uint8Array[]): EdgeWriter => {
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
      write(edges, index * FORMS, hash(name, front.upTo(length), 'binary'));
      back.bytes.set(value);
      back.bytes.set(salt, value.length);
      write(edges, index * FORMS + 1, hash(name, back.upTo(length), 'binary'));
      inner.bytes.set(value, blockLength);
      const keyed = hash(name, inner.upTo(blockLength + value.length), 'binary');
      for (let at = 0; at < byteLength; at++) outer.bytes[blockLength + at] = keyed.charCodeAt(at);
      write(edges, index * FORMS + 2, hash(name, outer.upTo(blockLength + byteLength), 'binary'));
    });
  };
};

const JOINT_BYTES = JOINTS.map((joint) => joint.charCodeAt(0));

const makeNativeJoinedEdgeWriter = (values: readonly Uint8Array[]): EdgeWriter => {
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
      for (const joint of JOINT_BYTES) {
        front.bytes[salt.length] = joint;
        write(edges, at++, hash(name, front.upTo(length), 'binary'));
        back.bytes[value.length] = joint;
        write(edges, at++, hash(name, back.upTo(length), 'binary'));
      }
    }
  };
};

// A call to node:crypto takes longer than the MD5 of a few dozen bytes.
const withMd5 = (md5: EdgeWriter, native: EdgeWriter): EdgeWriter =>
  IS_LITTLE_ENDIAN
    ? (digest, salt, edges) => {
        (digest.name === 'md5' ? md5 : native)(digest, salt, edges);
      }
    : native;

/** A writer for these values: the edges of each of `SALT_FORMS`, value by value. */
export const makeEdgeWriter = (values: readonly Uint8Array[]): EdgeWriter =>
  withMd5(makeMd5EdgeWriter(values), makeNativeEdgeWriter(values));

/** A writer for these values: the edges of each of `JOINED_FORMS`, value by value. */
export const makeJoinedEdgeWriter = (values: readonly Uint8Array[]): EdgeWriter =>
  withMd5(makeMd5JoinedEdgeWriter(values), makeNativeJoinedEdgeWriter(values));

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

/** As `makeEdgeLists`, for `JOINED_FORMS`. */
export const makeJoinedEdgeLists = (values: readonly Uint8Array[]): EdgeLists =>
  keptLists(makeJoinedEdgeWriter(values), values.length * JOINED_FORMS.length);
