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
