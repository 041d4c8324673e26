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

type Word = { readonly text: string; readonly style: Style; readonly spaced: boolean };

/** Captured text becomes visible characters here, and nowhere else: every span passes. */
const wordsOf = ({ text, style }: Span): readonly Word[] =>
  inert(cut(text, LONGEST))
    .split(' ')
    .map((word, index) => ({ text: word, style, spaced: index > 0 }));

const painted = (text: string, style: Style, colour: boolean): string =>
  colour && text !== '' && CODES[style] !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

const fitting = (word: Word, room: number): readonly Word[] =>
  widthOf(word.text) <= room
    ? [word]
    : pieces(word.text, room).map((text, index) => ({ ...word, text, spaced: word.spaced && index === 0 }));

/** Gives a paragraph as lines of at most `columns` columns, without trailing blanks. */
export const paintLine = ({ indent, hang, spans }: Line, { colour, columns }: Paint): string => {
  const rows: string[] = [];
  let row = ' '.repeat(indent);
  let width = indent;
  let fresh = true;
  for (const word of spans.flatMap(wordsOf).flatMap((each) => fitting(each, columns - hang))) {
    const space = word.spaced && !fresh ? 1 : 0;
    const more = widthOf(word.text);
    if (!fresh && more > 0 && width + space + more > columns) {
      rows.push(row);
      row = ' '.repeat(hang) + painted(word.text, word.style, colour);
      width = hang + more;
    } else {
      row += ' '.repeat(space) + painted(word.text, word.style, colour);
      width += space + more;
    }
    fresh = fresh && more === 0;
  }
  return [...rows, row].map((each) => each.trimEnd()).join('\n');
};
