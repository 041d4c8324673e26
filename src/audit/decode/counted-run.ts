/** Shorter runs are words. */
const MIN_COUNTED = 8;
/** Behind a string Java's serialisation writes the tag of what follows, or two, which may be letters. */
const MOST_TAGS = 2;

const fits = (length: number, characters: number): boolean =>
  length >= MIN_COUNTED && length <= characters && characters - length <= MOST_TAGS;

/**
 * Where letters and digits begin and end that two bytes before them count (Java's writeUTF, Thrift), of a run that also
 * takes in the length, where that is a letter or digit, or the tags that follow; null for a run that is no longer than what
 * is counted, or of which nothing is.
 */
export const countedRun = (
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly [start: number, end: number] | null => {
  const characters = end - start;
  if (bytes[start - 2] === 0) {
    const length = bytes[start - 1] as number;
    if (length < characters && fits(length, characters)) return [start, start + length];
  }
  if (bytes[start - 1] !== 0) return null;
  const length = bytes[start] as number;
  return fits(length, characters - 1) ? [start + 1, start + 1 + length] : null;
};
