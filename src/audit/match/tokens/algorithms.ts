import { hash } from 'node:crypto';
import { blake2b } from './blake2b.ts';

/** One way to make a digest, possibly of a digest. */
export type Algorithm = {
  /** As a recipe writes it: `sha1`, or `md5/hex > sha1` for a digest of a digest. */
  readonly name: string;
  readonly byteLength: number;
  readonly digest: (content: Uint8Array) => Uint8Array;
};

const native = (name: string, nodeName: string, byteLength: number): Algorithm => ({
  name,
  byteLength,
  // As text: a buffer of its own takes longer to make than the digest.
  digest: (content) => Buffer.from(hash(nodeName, content, 'binary'), 'latin1'),
});

/** A name-based UUID (RFC 9562 §5.3): MD5 with version and variant set; java.util.UUID.nameUUIDFromBytes. */
const uuid3 = (content: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(hash('md5', content, 'buffer'));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
};

/** Every digest that is searched for by itself, for any number of values. */
export const PLAIN_ALGORITHMS: readonly Algorithm[] = [
  native('md5', 'md5', 16),
  native('sha1', 'sha1', 20),
  native('sha256', 'sha256', 32),
  native('sha512', 'sha512', 64),
  native('sha224', 'sha224', 28),
  native('sha384', 'sha384', 48),
  native('sha3-256', 'sha3-256', 32),
  native('blake2b-512', 'blake2b512', 64),
  { name: 'uuid3', byteLength: 16, digest: uuid3 },
];

const blake2b256: Algorithm = {
  name: 'blake2b-256',
  byteLength: 32,
  digest: (content) => blake2b(content, 32),
};

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The forms in which software hands one digest to the next. */
const HANDED_ON: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
  ['hex', (bytes) => Buffer.from(hexOf(bytes))],
  ['HEX', (bytes) => Buffer.from(hexOf(bytes).toUpperCase())],
  ['raw', (bytes) => bytes],
];

// What was made of the bytes last asked for: every digest of one digest asks for the same. Callers hand on bytes that
// nobody changes.
const remembered = (make: (bytes: Uint8Array) => Uint8Array): ((bytes: Uint8Array) => Uint8Array) => {
  let last: { readonly bytes: Uint8Array; readonly made: Uint8Array } | null = null;
  return (bytes) => {
    if (last?.bytes !== bytes) last = { bytes, made: make(bytes) };
    return last.made;
  };
};

/** A digest, ready to be digested again. */
type Handed = { readonly name: string; readonly content: (bytes: Uint8Array) => Uint8Array };

const handedOn = (inner: Algorithm): readonly Handed[] => {
  const digest = remembered(inner.digest);
  return HANDED_ON.map(([form, hand]) => ({
    name: `${inner.name}/${form}`,
    content: remembered((bytes) => hand(digest(bytes))),
  }));
};

const COMMON = new Set(['md5', 'sha1', 'sha256', 'sha512']);

type Pair = readonly [inner: Algorithm, outer: Algorithm];

// Every pair of the common ones, and every other one twice, but for the one that few libraries know.
const isCommonPair = ([inner, outer]: Pair): boolean =>
  inner === outer ? inner !== blake2b256 : COMMON.has(inner.name) && COMMON.has(outer.name);

// A name-based UUID is an id already: nobody hashes one again, or a digest to one.
const PAIRED: readonly Algorithm[] = [...PLAIN_ALGORITHMS.filter(({ name }) => name !== 'uuid3'), blake2b256];

const PAIRS: readonly Pair[] = PAIRED.flatMap((inner) => PAIRED.map((outer): Pair => [inner, outer]));

const HANDED = new Map(PAIRED.map((inner) => [inner, handedOn(inner)]));

const chainedOf = (pairs: readonly Pair[]): readonly Algorithm[] =>
  pairs.flatMap(([inner, outer]) =>
    (HANDED.get(inner) ?? []).map(({ name, content }) => ({
      name: `${name} > ${outer.name}`,
      byteLength: outer.byteLength,
      digest: (bytes) => outer.digest(content(bytes)),
    })),
  );

/** All but the pairs that hardly any software makes. */
const COMMON_ALGORITHMS: readonly Algorithm[] = [
  ...PLAIN_ALGORITHMS,
  blake2b256,
  ...chainedOf(PAIRS.filter(isCommonPair)),
];

/** All of them, also digests of digests; a digest table refers to them by index. */
export const ALGORITHMS: readonly Algorithm[] = [
  ...COMMON_ALGORITHMS,
  ...chainedOf(PAIRS.filter((pair) => !isCommonPair(pair))),
];

/** Whether an algorithm, by its index, is one that hardly any software uses. */
export const isSeldomAlgorithm = (index: number): boolean => index >= COMMON_ALGORITHMS.length;
