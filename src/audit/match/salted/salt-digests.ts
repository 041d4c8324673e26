import { createHash, createHmac } from 'node:crypto';

/** A digest with which salts are searched for. */
export type SaltDigest = {
  /** As node:crypto names it. */
  readonly name: string;
  /** As a recipe writes it. */
  readonly recipe: string;
  readonly byteLength: number;
  /** Of the blocks that it reads, to which HMAC fills up its key (RFC 2104); SHA3-256's: FIPS 202 §7. */
  readonly blockLength: 64 | 128 | 136;
};

const byLength = (
  rows: readonly (readonly [
    name: string,
    recipe: string,
    length: number,
    block: SaltDigest['blockLength'],
  ])[],
): ReadonlyMap<number, SaltDigest> =>
  new Map(
    rows.map(([name, recipe, byteLength, blockLength]) => [
      byteLength,
      { name, recipe, byteLength, blockLength },
    ]),
  );

/** Digests by the length of the tokens they make, bytes. */
export const SALT_DIGESTS = byLength([
  ['md5', 'md5', 16, 64],
  ['sha1', 'sha1', 20, 64],
  ['sha256', 'sha256', 32, 64],
  ['sha224', 'sha224', 28, 64],
  ['sha384', 'sha384', 48, 128],
  ['sha512', 'sha512', 64, 128],
]);

/** What less software makes of these lengths. */
export const SELDOM_SALT_DIGESTS = byLength([
  ['sha3-256', 'sha3-256', 32, 136],
  ['blake2b512', 'blake2b-512', 64, 128],
]);

/** A way to hash a salt and a value together. */
export type SaltForm = {
  readonly recipe: (salt: string, value: string) => string;
  readonly digest: (digest: SaltDigest, salt: Uint8Array, value: Uint8Array) => Uint8Array;
};

/** All of them, in the order in which they are tried. */
export const SALT_FORMS: readonly SaltForm[] = [
  {
    recipe: (salt, value) => `${salt} + ${value}`,
    digest: ({ name }, salt, value) => createHash(name).update(salt).update(value).digest(),
  },
  {
    recipe: (salt, value) => `${value} + ${salt}`,
    digest: ({ name }, salt, value) => createHash(name).update(value).update(salt).digest(),
  },
  {
    recipe: (salt, value) => `hmac(${salt}, ${value})`,
    digest: ({ name }, salt, value) => createHmac(name, salt).update(value).digest(),
  },
];

/** What software puts between a salt and a value, one ASCII character each, the likeliest first. */
export const JOINTS: readonly string[] = [':', '|', '-', '_', '.', ',', '&'];
/** Those that are also tried between a time and a value. */
export const FIRST_JOINTS: readonly string[] = JOINTS.slice(0, 4);

/** A salt and a value with each of some joints between them, the salt first and the value first. */
export const joinedForms = (joints: readonly string[]): readonly SaltForm[] =>
  joints.flatMap((joint): readonly SaltForm[] => [
    {
      recipe: (salt, value) => `${salt} + "${joint}" + ${value}`,
      digest: ({ name }, salt, value) => createHash(name).update(salt).update(joint).update(value).digest(),
    },
    {
      recipe: (salt, value) => `${value} + "${joint}" + ${salt}`,
      digest: ({ name }, salt, value) => createHash(name).update(value).update(joint).update(salt).digest(),
    },
  ]);
