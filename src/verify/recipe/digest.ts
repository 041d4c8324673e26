import { createHash, createHmac } from 'node:crypto';
import { blake2b256 } from './blake2b.ts';

/** A step of a recipe that makes a digest: `sha1/base64url[0:16]`, `sha256[0:8]/hex`, `md5/HEX`, `uuid3/uuid`. */
export type DigestStep = {
  readonly algorithm: string;
  /** Of the digest's bytes. */
  readonly bytes: Cut | null;
  readonly form: 'hex' | 'HEX' | 'base64' | 'base64url' | 'raw' | 'uuid' | 'unpadded';
  /** Of the digest's text. */
  readonly text: Cut | null;
};

type Cut = { readonly end: 'start' | 'middle' | 'end'; readonly count: number };

const uuid3 = (content: Buffer): Buffer => {
  const bytes = createHash('md5').update(content).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
};

const native =
  (name: string) =>
  (content: Buffer): Buffer =>
    createHash(name).update(content).digest();

const ALGORITHMS: ReadonlyMap<string, (content: Buffer) => Buffer> = new Map([
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256'].map(
    (name) => [name, native(name)] as const,
  ),
  ['blake2b-512', native('blake2b512')],
  ['blake2b-256', blake2b256],
  ['uuid3', uuid3],
]);

/** Bytes of a step's whole digest. */
export const digestLength = ({ algorithm }: DigestStep): number =>
  ALGORITHMS.get(algorithm)?.(Buffer.alloc(0)).length ?? 0;

const STEP =
  /^([a-z0-9-]+?)(?:\[(?:0:(\d{1,3})|-(\d{1,3}):)\])?\/(hex|HEX|base64|base64url|raw|uuid|unpadded)(?:\[(?:0:(\d{1,3})|-(\d{1,3}):|(8:24))\])?$/;

const cutOf = (head: string | undefined, tail: string | undefined, middle?: string): Cut | null => {
  if (middle !== undefined) return { end: 'middle', count: 16 };
  if (head !== undefined) return { end: 'start', count: Number(head) };
  return tail === undefined ? null : { end: 'end', count: Number(tail) };
};

/** Reads a digest's step, also one without a form; null for a step of any other kind. */
export const digestStep = (text: string): DigestStep | null => {
  const [, algorithm = '', head, tail, form, textHead, textTail, textMiddle] = STEP.exec(text) ?? [];
  if (!ALGORITHMS.has(algorithm)) return null;
  return {
    algorithm,
    bytes: cutOf(head, tail),
    form: form as DigestStep['form'],
    text: cutOf(textHead, textTail, textMiddle),
  };
};

const cut = <Kind extends string | Buffer>(whole: Kind, at: Cut | null): Kind => {
  if (at === null) return whole;
  // Half of an MD5, from its middle.
  if (at.end === 'middle') return whole.slice(8, 8 + at.count) as Kind;
  return (at.end === 'start' ? whole.slice(0, at.count) : whole.slice(-at.count)) as Kind;
};

const formed = (digest: Buffer, form: DigestStep['form']): string => {
  switch (form) {
    case 'HEX':
      return digest.toString('hex').toUpperCase();
    case 'uuid':
      return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    case 'unpadded':
      return Array.from(digest, (byte) => byte.toString(16)).join('');
    case 'raw':
      return digest.toString('latin1');
    default:
      return digest.toString(form).replace(/=+$/, '');
  }
};

const written = (digest: Buffer, { bytes, form, text }: DigestStep): Buffer =>
  Buffer.from(cut(formed(cut(digest, bytes), form), text), 'latin1');

/** What a digest's step makes of a content, as it would stand on the wire. */
export const digested = (content: Buffer, step: DigestStep): Buffer =>
  written(ALGORITHMS.get(step.algorithm)?.(content) ?? Buffer.alloc(0), step);

/** As `digested`, of an HMAC (RFC 2104). */
export const keyedDigest = (key: Buffer, content: Buffer, step: DigestStep): Buffer =>
  written(createHmac(step.algorithm, key).update(content).digest(), step);

/** The longest digest has 64 bytes; in hexadecimal, with its padding in base64 or as a UUID no form of one is longer. */
const MOST_DIGEST_TEXT = 128;

/** Whether bytes on the wire are these, as far as the form leaves a choice: small hexadecimal digits may be capital. */
export const isDigestText = (seen: Buffer, made: Buffer, form: DigestStep['form']): boolean => {
  if (seen.length > MOST_DIGEST_TEXT) return false;
  if (form === 'hex' || form === 'uuid' || form === 'unpadded')
    return seen.toString('latin1').toLowerCase() === made.toString('latin1').toLowerCase();
  return seen.toString('latin1').replace(/={1,2}$/, '') === made.toString('latin1') || seen.equals(made);
};
