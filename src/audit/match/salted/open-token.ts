import { isReversed } from '../../decode/decoder.ts';
import { isPlainText } from '../../decode/plausible.ts';
import { reverseBytes } from '../../decode/text/reverse.ts';
import { type Found, textAt } from '../found.ts';
import type { Alphabet } from '../tokens/token-reader.ts';
import { SALT_DIGESTS } from './salt-digests.ts';

/** A token that is no digest of a known value alone, and may be one of a value and a salt. */
export type OpenToken = {
  readonly found: Found;
  readonly alphabet: Alphabet;
  /** Whole bytes that it stands for. */
  readonly byteLength: number;
  /** Its first four bytes. */
  readonly head: number;
  /** Whether it is as long as a digest; if not, one was cut. */
  readonly isWhole: boolean;
};

const tokenFrom = (found: Found, alphabet: Alphabet, bytes: Buffer, isWhole: boolean): OpenToken => ({
  found,
  alphabet,
  byteLength: bytes.length,
  head: bytes.readInt32BE(),
  isWhole,
});

// Text in an encoding may have the length of a digest, and in a layer that was read backwards its mirror image has it, too.
const isEncodedText = (found: Found, alphabet: Alphabet, bytes: Buffer): boolean => {
  if (isPlainText(bytes)) return true;
  if (!isReversed(found.layer)) return false;
  const mirrored = reverseBytes(Buffer.from(textAt(found))).toString('latin1');
  return isPlainText(Buffer.from(mirrored, alphabet));
};

/** A token as long as a digest; null for one of any other length, and for text in an encoding. */
export const wholeToken = (found: Found, alphabet: Alphabet): OpenToken | null => {
  const bytes = Buffer.from(textAt(found), alphabet);
  const isWhole =
    alphabet === 'hex' ? found.length % 2 === 0 : Math.ceil((bytes.length * 8) / 6) === found.length;
  return isWhole && SALT_DIGESTS.has(bytes.length) && !isEncodedText(found, alphabet, bytes)
    ? tokenFrom(found, alphabet, bytes, true)
    : null;
};

const DIGIT = 1;
const SMALL = 2;
const CAPITAL = 4;
/** A letter that is no hexadecimal digit, or a sign. */
const OTHER = 8;

const kindOf = (character: string): number => {
  if (/[0-9]/.test(character)) return DIGIT;
  const own = /[a-f]/i.test(character) ? 0 : OTHER;
  if (/[a-z]/.test(character)) return own | SMALL;
  return /[A-Z]/.test(character) ? own | CAPITAL : OTHER;
};
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(String.fromCharCode(byte)));

// Counters and times are digits, names and words have none or one case, and what is drawn has all.
const isDrawn = ({ layer: { bytes }, offset, length }: Found, alphabet: Alphabet): boolean => {
  let kinds = 0;
  for (let at = offset; at < offset + length; at++) kinds |= KINDS[bytes[at] as number] as number;
  if (alphabet !== 'hex') return kinds === (DIGIT | SMALL | CAPITAL | OTHER);
  return kinds === (DIGIT | SMALL) || kinds === (DIGIT | CAPITAL);
};

/** A token that may be a digest cut short: of digits and letters as drawn ones are; null for any other. */
export const cutToken = (found: Found, alphabet: Alphabet): OpenToken | null =>
  isDrawn(found, alphabet) ? tokenFrom(found, alphabet, Buffer.from(textAt(found), alphabet), false) : null;

/** The last six bytes of base64 as eight characters have them. */
const TAIL_CHARACTERS = 8;
const TAIL_BYTES = 6;

/**
 * The last four bytes of a digest of so many bytes of which a token is the end: the end of its text, or, of base64, the
 * text of its last bytes.
 */
export const endsOf = ({ found, alphabet }: OpenToken, digestLength: number): readonly number[] => {
  const text = textAt(found);
  if (alphabet === 'hex') return [Buffer.from(text.slice(-8), 'hex').readInt32BE()];
  const tail = Buffer.from(text.slice(-TAIL_CHARACTERS), 'base64').readUIntBE(0, TAIL_BYTES);
  // The last character of a digest's base64 is filled up with none, four or two bits.
  const filled = [0, 4, 2][digestLength % 3] ?? 0;
  const bytes = Buffer.from(text, alphabet);
  return [...new Set([Math.floor(tail / 2 ** filled) | 0, bytes.readInt32BE(bytes.length - 4)])];
};
