import { toBuffer } from '../decode/buffer.ts';
import { exactVarint } from '../decode/binary/protobuf.ts';
import { type Found, textAt } from './found.ts';

const BITS_PER_DIGIT = Math.log2(10);
const MOST_BITS = 256;

/** Information in a value that was found: by its alphabet, as if its characters were drawn at random. */
export const bitsOf = (text: string): number => {
  if (/^[0-9\s.,+()/:-]+$/.test(text)) return text.replace(/[^0-9]/g, '').length * BITS_PER_DIGIT;
  if (/^[0-9a-fA-F:.-]+$/.test(text)) return text.replace(/[^0-9a-fA-F]/g, '').length * 4;
  return Math.min(MOST_BITS, text.length * 4);
};

/** Numbers of binary formats, by the recipe of their form. */
const NUMBERS: ReadonlyMap<string, (bytes: Buffer) => bigint | number> = new Map<
  string,
  (bytes: Buffer) => bigint | number
>([
  ['int64be', (bytes) => bytes.readBigUInt64BE()],
  ['int64le', (bytes) => bytes.readBigUInt64LE()],
  ['varint', (bytes) => exactVarint(bytes, 0, bytes.length)],
  ['float64be', (bytes) => bytes.readDoubleBE()],
  ['float64le', (bytes) => bytes.readDoubleLE()],
]);

/**
 * As `bitsOf`, of what stands at a place in the form of a recipe: bytes of a value tell eight bits each, whatever text
 * they would be; a number tells what its decimal digits do, and no more than its bytes have.
 */
export const bitsAt = (found: Found, recipe: string): number => {
  const number = NUMBERS.get(recipe);
  if (number === undefined && recipe !== 'bytes') return bitsOf(textAt(found));
  const bytes = toBuffer(found.layer.bytes.subarray(found.offset, found.offset + found.length));
  const most = bytes.length * 8;
  return number === undefined ? most : Math.min(most, bitsOf(String(number(bytes))));
};
