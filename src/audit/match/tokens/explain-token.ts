import { unpaddedHex } from './unpadded.ts';
import type { Alphabet } from './token-reader.ts';

/** How a token is made from a digest: the step as a recipe writes it, and the bits that were compared. */
export type TokenForm = { readonly step: string; readonly bits: number };

const MIN_BITS = 64;
/** Half of an MD5 is taken from its middle: what Chinese libraries call its 16-digit form. */
const MD5_HEX = 32;

/** A digest's text in an alphabet; base64 without padding. */
const textOf = (digest: Uint8Array, alphabet: Alphabet): string =>
  Buffer.from(digest).toString(alphabet).replace(/=+$/, '');

const partOf = (whole: string, part: string): string | null => {
  if (whole === part) return '';
  if (whole.length === MD5_HEX && whole.slice(8, 24) === part) return '[8:24]';
  if (whole.startsWith(part)) return `[0:${String(part.length)}]`;
  return whole.endsWith(part) ? `[-${String(part.length)}:]` : null;
};

const cutBefore = (digest: Uint8Array, text: string, alphabet: Alphabet): TokenForm | null => {
  const bytes = Buffer.from(text, alphabet);
  const count = bytes.length;
  if (count * 8 < MIN_BITS || count >= digest.length || textOf(bytes, alphabet) !== text) return null;
  if (bytes.equals(digest.subarray(0, count)))
    return { step: `[0:${String(count)}]/${alphabet}`, bits: count * 8 };
  if (bytes.equals(digest.subarray(-count)))
    return { step: `[-${String(count)}:]/${alphabet}`, bits: count * 8 };
  return null;
};

/**
 * How a whole token is a digest's text, whole or cut to at least 64 bits from either end (the text cut, or the
 * bytes before they were written). Null where it is not.
 */
export const explainToken = (digest: Uint8Array, text: string, alphabet: Alphabet): TokenForm | null => {
  if (alphabet === 'hex') {
    const part = partOf(textOf(digest, 'hex'), text.toLowerCase());
    if (part === null && unpaddedHex(digest) === text.toLowerCase())
      return { step: '/unpadded', bits: text.length * 4 };
    const isCapital = /[A-F]/.test(text) && !/[a-f]/.test(text);
    return part === null ? null : { step: `/${isCapital ? 'HEX' : 'hex'}${part}`, bits: text.length * 4 };
  }
  const part = partOf(textOf(digest, alphabet), text);
  if (part === null) return cutBefore(digest, text, alphabet);
  return { step: `/${alphabet}${part}`, bits: Math.min(text.length * 6, digest.length * 8) };
};

/** How some bytes are a digest, whole or cut to at least 64 bits from either end; `form` says how they are written. */
export const explainBytes = (
  digest: Uint8Array,
  bytes: Uint8Array,
  form: 'raw' | 'uuid',
): TokenForm | null => {
  const count = bytes.length;
  const isHead = count <= digest.length && Buffer.from(bytes).equals(digest.subarray(0, count));
  const isEnd = count < digest.length && Buffer.from(bytes).equals(digest.subarray(-count));
  if (count * 8 < MIN_BITS || (!isHead && !isEnd)) return null;
  const part = count === digest.length ? '' : isHead ? `[0:${String(count)}]` : `[-${String(count)}:]`;
  return { step: `${part}/${form}`, bits: count * 8 };
};
