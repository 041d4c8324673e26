/** Characters that take two columns of a terminal. Source: Unicode 16 EastAsianWidth.txt, W and F, in whole blocks. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const NARROW = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2030-\u23ff\u2500-\u27bf\u27e8\u27e9]*$/;

const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

const widthOfCharacter = (character: string): number => {
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
};

/** Gives the columns that a text takes on a terminal. */
export const widthOf = (text: string): number =>
  NARROW.test(text)
    ? text.length
    : [...text].reduce((total, character) => total + widthOfCharacter(character), 0);

/** Gives a text in pieces of at most `columns` columns. */
export const pieces = (text: string, columns: number): readonly string[] => {
  const result: string[] = [];
  let piece = '';
  let width = 0;
  for (const character of text) {
    const more = widthOfCharacter(character);
    if (width + more > columns && piece !== '') {
      result.push(piece);
      piece = '';
      width = 0;
    }
    piece += character;
    width += more;
  }
  return [...result, piece];
};
