import type { Layer } from '../layer.ts';

/** Some bytes of a layer. */
export type Found = { readonly layer: Layer; readonly offset: number; readonly length: number };

const decoder = new TextDecoder('utf-8');
/** So few bytes are quicker read one by one. */
const FEW_BYTES = 40;

/** The bytes as text. */
export const textAt = ({ layer: { bytes }, offset, length }: Found): string => {
  const end = Math.min(bytes.length, offset + length);
  if (end - offset > FEW_BYTES) return decoder.decode(bytes.subarray(offset, end));
  let text = '';
  for (let at = offset; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return decoder.decode(bytes.subarray(offset, end));
    text += String.fromCharCode(byte);
  }
  return text;
};

const BITS_PER_DIGIT = Math.log2(10);
const MOST_BITS = 256;

/** Information in a value that was found: by its alphabet, as if its characters were drawn at random. */
export const bitsOf = (text: string): number => {
  if (/^[0-9\s.,+()/:-]+$/.test(text)) return text.replace(/[^0-9]/g, '').length * BITS_PER_DIGIT;
  if (/^[0-9a-fA-F:.-]+$/.test(text)) return text.replace(/[^0-9a-fA-F]/g, '').length * 4;
  return Math.min(MOST_BITS, text.length * 4);
};
