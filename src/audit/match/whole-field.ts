import type { Layer } from '../layer.ts';

const isPadding = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x0a || byte === 0x0d || byte === 0x00;

/** Whether some bytes are all of their layer, quotes and white space aside. */
export const isWholeField = ({ bytes }: Layer, offset: number, length: number): boolean => {
  let from = 0;
  let to = bytes.length;
  while (from < offset && isPadding(bytes[from])) from++;
  while (to > offset + length && isPadding(bytes[to - 1])) to--;
  return from === offset && to === offset + length;
};
