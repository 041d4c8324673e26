/** With so many letters two words are no phrase that stands in texts by chance. */
const DISTINCTIVE_LETTERS = 12;

const wordsOf = (text: string): readonly string[] => text.split(/[\s,;_]+/u);

const isSmall = (word: string): boolean => {
  const first = Array.from(word)[0] ?? '';
  return first !== first.toUpperCase() && first === first.toLowerCase();
};

// Those that are small in the name itself may be so.
const isCapitalised = (text: string, name: string): boolean => {
  const small = wordsOf(text).filter(isSmall);
  if (small.length === 0) return true;
  const own = new Set(wordsOf(name).filter(isSmall));
  return small.every((word) => own.has(word));
};

/** Whether text is written as a person's name is: with its capitals, unless it is too long for another phrase. */
export const isWrittenAsName = (text: string, name: string): boolean =>
  text.replace(/[^\p{L}]/gu, '').length >= DISTINCTIVE_LETTERS || isCapitalised(text, name);
