const EQUALS = 0x3d;
/** Shorter runs are words. */
const MIN_COUNTED = 8;
/** Behind a string Java's serialisation writes the tag of what follows, or two, which may be letters. */
const MOST_TAGS = 2;

const fits = (length: number, characters: number): boolean =>
  length >= MIN_COUNTED && length <= characters && characters - length <= MOST_TAGS;

// 0 where the layer begins behind it.
const lengthAt = (bytes: Uint8Array, at: number): number =>
  at < 0 ? 0 : (bytes[at] as number) * 256 + (bytes[at + 1] as number);

/**
 * Where letters and digits begin and end that two bytes before them count (Java's writeUTF, Thrift), of a run that also
 * takes in the length, where that is a letter or digit, or the tags that follow; null for a run that is no longer than what
 * is counted, or of which nothing is. Padding that follows is counted, and no part of the run.
 */
export const countedRun = (
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly [start: number, end: number] | null => {
  let paddedEnd = end;
  while (paddedEnd < end + 2 && bytes[paddedEnd] === EQUALS) paddedEnd++;
  const characters = paddedEnd - start;
  const before = lengthAt(bytes, start - 2);
  if (before < characters && fits(before, characters)) return [start, Math.min(end, start + before)];
  const within = lengthAt(bytes, start - 1);
  return fits(within, characters - 1) ? [start + 1, Math.min(end, start + 1 + within)] : null;
};
