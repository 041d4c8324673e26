import type { Layer } from '../../layer.ts';

const isSpace = (byte: number | undefined): boolean => byte !== undefined && byte <= 0x20;
const isOpening = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number | undefined): boolean => byte === 0x7d || byte === 0x5d;

/** The first and the last byte that is no white space. */
export const outerBytes = (bytes: Uint8Array): readonly [number | undefined, number | undefined] => {
  let from = 0;
  let last = bytes.length - 1;
  while (isSpace(bytes[from])) from++;
  while (isSpace(bytes[last])) last--;
  return [bytes[from], bytes[last]];
};

/**
 * Whether a layer is a document of JSON read backwards that was sent forwards: no value in it has a name before it,
 * so that nothing can be told by shape and name.
 */
export const isSentForwards = ({ link, parent }: Layer): boolean =>
  link.step === 'reverse' && parent !== null && isDocument(parent.bytes);

/** Whether bytes are between the brackets of a document of JSON. */
export const isDocument = (bytes: Uint8Array): boolean => {
  const [first, last] = outerBytes(bytes);
  return isOpening(first) && isClosing(last);
};
