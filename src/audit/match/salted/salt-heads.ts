import { hash } from 'node:crypto';
import { JOINED_FORMS, JOINTS, SALT_FORMS, type SaltDigest } from './salt-digests.ts';

/** Writes the heads of a salt's digests with every value; a salt is 64 bytes at most. */
export type HeadWriter = (digest: SaltDigest, salt: Uint8Array, heads: Int32Array) => void;

/** The first four bytes of a digest. */
export const headOf = (digest: Uint8Array): number =>
  ((digest[0] ?? 0) << 24) | ((digest[1] ?? 0) << 16) | ((digest[2] ?? 0) << 8) | (digest[3] ?? 0);

const headOfText = (digest: string): number =>
  (digest.charCodeAt(0) << 24) |
  (digest.charCodeAt(1) << 16) |
  (digest.charCodeAt(2) << 8) |
  digest.charCodeAt(3);

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

const padKey = (key: Uint8Array, { bytes }: Scratch, pad: number, blockLength: number): void => {
  for (let index = 0; index < blockLength; index++) bytes[index] = (key[index] ?? 0) ^ pad;
};

const FORMS = SALT_FORMS.length;
const MOST_SALT_BYTES = 64;
const MOST_BLOCK_BYTES = 136;
const MOST_DIGEST_BYTES = 64;

/** A writer for these values: a head for each of `SALT_FORMS`, value by value. */
export const makeHeadWriter = (values: readonly Uint8Array[]): HeadWriter => {
  const longest = Math.max(0, ...values.map(({ length }) => length));
  const front = makeScratch(MOST_SALT_BYTES + longest);
  const back = makeScratch(MOST_SALT_BYTES + longest);
  const inner = makeScratch(MOST_BLOCK_BYTES + longest);
  const outer = makeScratch(MOST_BLOCK_BYTES + MOST_DIGEST_BYTES);
  return ({ name, byteLength, blockLength }, salt, heads) => {
    front.bytes.set(salt);
    padKey(salt, inner, 0x36, blockLength);
    padKey(salt, outer, 0x5c, blockLength);
    values.forEach((value, index) => {
      const length = salt.length + value.length;
      front.bytes.set(value, salt.length);
      heads[index * FORMS] = headOfText(hash(name, front.upTo(length), 'binary'));
      back.bytes.set(value);
      back.bytes.set(salt, value.length);
      heads[index * FORMS + 1] = headOfText(hash(name, back.upTo(length), 'binary'));
      inner.bytes.set(value, blockLength);
      const keyed = hash(name, inner.upTo(blockLength + value.length), 'binary');
      for (let at = 0; at < byteLength; at++) outer.bytes[blockLength + at] = keyed.charCodeAt(at);
      heads[index * FORMS + 2] = headOfText(hash(name, outer.upTo(blockLength + byteLength), 'binary'));
    });
  };
};

const JOINT_BYTES = JOINTS.map((joint) => joint.charCodeAt(0));

/** A writer for these values: a head for each of `JOINED_FORMS`, value by value. */
export const makeJoinedHeadWriter = (values: readonly Uint8Array[]): HeadWriter => {
  const longest = Math.max(0, ...values.map(({ length }) => length));
  const front = makeScratch(MOST_SALT_BYTES + 1 + longest);
  const back = makeScratch(MOST_SALT_BYTES + 1 + longest);
  return ({ name }, salt, heads) => {
    let at = 0;
    front.bytes.set(salt);
    for (const value of values) {
      const length = salt.length + 1 + value.length;
      front.bytes.set(value, salt.length + 1);
      back.bytes.set(value);
      back.bytes.set(salt, value.length + 1);
      for (const joint of JOINT_BYTES) {
        front.bytes[salt.length] = joint;
        heads[at++] = headOfText(hash(name, front.upTo(length), 'binary'));
        back.bytes[value.length] = joint;
        heads[at++] = headOfText(hash(name, back.upTo(length), 'binary'));
      }
    }
  };
};

/** The heads of a salt's digests with every value, valid until the next call. */
export type HeadLists = (digest: SaltDigest, salt: string) => Int32Array;

/** Salts whose heads are kept: those of the times and of what a client sends with every request come again. */
const MOST_LISTS = 1024;

const keptLists = (write: HeadWriter, headCount: number): HeadLists => {
  const lists = new Map<string, Int32Array>();
  const vacated = (): Int32Array => {
    const [oldest] = lists.size < MOST_LISTS ? [] : lists;
    if (oldest === undefined) return new Int32Array(headCount);
    lists.delete(oldest[0]);
    return oldest[1];
  };
  return (digest, salt) => {
    const key = `${digest.name} ${salt}`;
    let heads = lists.get(key);
    if (heads === undefined) {
      heads = vacated();
      write(digest, Buffer.from(salt, 'latin1'), heads);
    } else lists.delete(key);
    lists.set(key, heads);
    return heads;
  };
};

/** As a head writer, of a salt in latin1; the lists that were asked for last are kept, a bounded number of them. */
export const makeHeadLists = (values: readonly Uint8Array[]): HeadLists =>
  keptLists(makeHeadWriter(values), values.length * SALT_FORMS.length);

/** As `makeHeadLists`, for `JOINED_FORMS`. */
export const makeJoinedHeadLists = (values: readonly Uint8Array[]): HeadLists =>
  keptLists(makeJoinedHeadWriter(values), values.length * JOINED_FORMS.length);
