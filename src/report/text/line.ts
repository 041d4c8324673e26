import { cut, inert } from '../inert.ts';
import { pieces, widthOf } from './width.ts';

/** How a piece of text is shown where colour is allowed; it never says anything that the words do not. */
export type Style = 'plain' | 'strong' | 'bad' | 'good' | 'unread' | 'dim';
export type Span = { readonly text: string; readonly style: Style };

/** One paragraph of the terminal report, wrapped when it is painted. */
export type Line = {
  readonly indent: number;
  /** Indent of the lines that follow when it wraps. */
  readonly hang: number;
  readonly spans: readonly Span[];
};

export type Paint = { readonly colour: boolean; readonly columns: number };

/** Select Graphic Rendition parameters. Source: ECMA-48 §8.3.117. */
const CODES: Readonly<Record<Style, string>> = {
  plain: '',
  strong: '1',
  bad: '1;31',
  good: '32',
  unread: '1;33',
  dim: '2',
};

const LONGEST = 600;

/** Gives a styled piece of text. */
export const span = (style: Style, text: string): Span => ({ style, text });

/** Gives a paragraph of words and styled pieces, indented by `indent` columns. */
export const line = (indent: number, ...parts: readonly (string | Span)[]): Line => ({
  indent,
  hang: indent + 2,
  spans: parts.map((part) => (typeof part === 'string' ? span('plain', part) : part)),
});

/** An empty line. */
export const GAP: Line = { indent: 0, hang: 0, spans: [] };

type Piece = { readonly text: string; readonly style: Style };
/** Pieces that no line end may part; `isGlued` where no blank stands before them. */
type Word = { readonly pieces: readonly Piece[]; readonly isGlued: boolean };

/** Captured text becomes visible characters here, and nowhere else: every span passes. */
const wordsOf = (spans: readonly Span[]): readonly Word[] => {
  const words: Piece[][] = [[]];
  for (const { text, style } of spans) {
    inert(cut(text, LONGEST))
      // A number keeps its sign.
      .split(/ (?!%)/u)
      .forEach((piece, index) => {
        if (index > 0) words.push([]);
        if (piece !== '') words.at(-1)?.push({ text: piece, style });
      });
  }
  return words.filter((word) => word.length > 0).map((word) => ({ pieces: word, isGlued: false }));
};

const widthOfWord = (word: Word): number => word.pieces.reduce((total, { text }) => total + widthOf(text), 0);

/** A word that no line can hold is parted wherever a line is full. */
const fitting = (word: Word, room: number): readonly Word[] => {
  if (widthOfWord(word) <= room) return [word];
  const parts = word.pieces.flatMap(({ text, style }) =>
    pieces(text, room).map((part) => ({ text: part, style })),
  );
  return parts.map((part, index) => ({ pieces: [part], isGlued: index > 0 }));
};

const painted = (word: Word, colour: boolean): string =>
  word.pieces
    .map(({ text, style }) =>
      colour && CODES[style] !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text,
    )
    .join('');

/** Gives a paragraph as lines of at most `columns` columns, without trailing blanks. */
export const paintLine = ({ indent, hang, spans }: Line, { colour, columns }: Paint): string => {
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const word of wordsOf(spans).flatMap((each) => fitting(each, columns - hang))) {
    const more = widthOfWord(word);
    const blanks = row === '' ? indent : Number(!word.isGlued);
    if (row !== '' && width + blanks + more > columns) {
      rows.push(row);
      row = ' '.repeat(hang) + painted(word, colour);
      width = hang + more;
    } else {
      row += ' '.repeat(blanks) + painted(word, colour);
      width += blanks + more;
    }
  }
  return [...rows, row].join('\n');
};
