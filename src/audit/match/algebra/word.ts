/** Scripts whose words have no small and capital letters and no space between them. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u;
/** Words of Chinese have two characters, names mostly three. */
const MOST_WORD_CHARACTERS = 2;
const LETTERS = /^[\p{L}\p{M}]+$/u;

/** Whether a text is a single word, such as any text in its language may have: `Support`, `Мама`, `安全`. */
export const isSingleWord = (text: string): boolean =>
  UNSPACED.test(text) ? Array.from(text).length <= MOST_WORD_CHARACTERS : LETTERS.test(text);
