import type { Layer } from '../layer.ts';

/** Some bytes of a layer. */
export type Found = { readonly layer: Layer; readonly offset: number; readonly length: number };

const decoder = new TextDecoder('utf-8');

/** The bytes as text. */
export const textAt = ({ layer, offset, length }: Found): string =>
  decoder.decode(layer.bytes.subarray(offset, offset + length));

const BITS_PER_DIGIT = Math.log2(10);
const MOST_BITS = 256;

/** Information in a value that was found: by its alphabet, as if its characters were drawn at random. */
export const bitsOf = (text: string): number => {
  if (/^[0-9\s.,+()/:-]+$/.test(text)) return text.replace(/[^0-9]/g, '').length * BITS_PER_DIGIT;
  if (/^[0-9a-fA-F:.-]+$/.test(text)) return text.replace(/[^0-9a-fA-F]/g, '').length * 4;
  return Math.min(MOST_BITS, text.length * 4);
};
