/**
 * The characters beyond ASCII that matter to a search: those of the known values, and of names of fields. One bit
 * for each of the first 65,536. A few bytes that only may be text are opened only when they hold such letters.
 */
export type Letters = Uint8Array;

const FIRST = 0x80;

/** The letters of some texts, in memory that worker threads share. */
export const lettersOf = (texts: Iterable<string>): Letters => {
  const letters = new Uint8Array(new SharedArrayBuffer(8192));
  for (const text of texts)
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= FIRST) letters[unit >> 3] = (letters[unit >> 3] ?? 0) | (1 << (unit & 7));
    }
  return letters;
};

/** Whether a code unit is ASCII or one of the letters. */
export const isLetterOf = (letters: Letters, unit: number): boolean =>
  unit < FIRST || (((letters[unit >> 3] ?? 0) >> (unit & 7)) & 1) === 1;

/** Whether a text holds one of the letters. */
export const holdsLetter = (letters: Letters, text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= FIRST && isLetterOf(letters, unit)) return true;
  }
  return false;
};
