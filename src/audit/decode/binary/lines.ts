import type { Child } from '../../layer.ts';
import { addInt, type Ints, makeInts, packed } from './ints.ts';

/** Lines of a gathered layer, each with the bytes of the parent that it was made from. Mutable while it is filled. */
export type Lines = {
  text: Buffer;
  /** Bytes of `text` that are written. */
  length: number;
  readonly sources: Ints;
  readonly starts: Ints;
};

const FIRST_BYTES = 256;

/** No lines yet. */
export const makeLines = (): Lines => ({
  text: Buffer.allocUnsafe(FIRST_BYTES),
  length: 0,
  sources: makeInts(),
  starts: makeInts(),
});

/** Adds a line of ASCII, made from the parent's bytes from `start` to `end`. */
export const addLine = (lines: Lines, text: string, start: number, end: number): void => {
  const needed = lines.length + text.length + 1;
  if (needed > lines.text.length) {
    const larger = Buffer.allocUnsafe(Math.max(needed, lines.text.length * 2));
    lines.text.copy(larger, 0, 0, lines.length);
    lines.text = larger;
  }
  addInt(lines.sources, start);
  addInt(lines.sources, end);
  addInt(lines.starts, lines.length);
  lines.text.write(text, lines.length, 'latin1');
  lines.text[needed - 1] = 0x0a;
  lines.length = needed;
};

/** The lines as the bytes of a layer, with where they come from. There has to be one at least. */
export const layerOfLines = ({
  text,
  length,
  sources,
  starts,
}: Lines): Pick<Child, 'bytes'> & Required<Pick<Child, 'pieces'>> => {
  addInt(starts, length);
  return {
    bytes: Buffer.from(text.subarray(0, length - 1)),
    pieces: { sources: packed(sources), starts: packed(starts) },
  };
};
