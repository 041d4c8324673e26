/** A piece of a word before expansion. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly line: string; readonly quoted: boolean };

export type Word = readonly WordPart[];

export type Token =
  { readonly kind: 'word'; readonly parts: Word } | { readonly kind: 'operator'; readonly text: string };

const OPERATORS = [
  '&&',
  '||',
  ';;',
  '>>',
  '2>&1',
  '1>&2',
  '>&2',
  '2>>',
  '2>',
  '1>',
  '&>',
  '>',
  '<',
  '|',
  ';',
  '&',
  '(',
  ')',
  '\n',
];
const WORD_END = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);
const MAX_LENGTH = 200_000;

type Cursor = { readonly text: string; at: number };

const operatorAt = ({ text, at }: Cursor): string | undefined =>
  OPERATORS.find((operator) => text.startsWith(operator, at));

/** The text inside `(` … `)` from the cursor on, which stands behind the opening bracket. */
const takeBracketed = (cursor: Cursor): string => {
  const start = cursor.at;
  for (let depth = 1, quote = ''; cursor.at < cursor.text.length; cursor.at++) {
    const letter = cursor.text[cursor.at] ?? '';
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if (letter === '(') depth++;
    else if (letter === ')' && --depth === 0) return cursor.text.slice(start, cursor.at++);
  }
  return cursor.text.slice(start);
};

const takeUntil = (cursor: Cursor, end: string): string => {
  const found = cursor.text.indexOf(end, cursor.at);
  const stop = found === -1 ? cursor.text.length : found;
  const inner = cursor.text.slice(cursor.at, stop);
  cursor.at = stop + end.length;
  return inner;
};

const VARIABLE = /^(?:[A-Za-z_][A-Za-z0-9_]*|[?$#@*0-9])/;

/** What follows a dollar sign; the cursor stands on it. */
const takeDollar = (cursor: Cursor, quoted: boolean): WordPart => {
  cursor.at++;
  const next = cursor.text[cursor.at];
  if (next === '(') {
    cursor.at++;
    return { kind: 'command', line: takeBracketed(cursor), quoted };
  }
  if (next === '{') {
    cursor.at++;
    return { kind: 'variable', name: takeUntil(cursor, '}'), quoted };
  }
  const name = VARIABLE.exec(cursor.text.slice(cursor.at, cursor.at + 80))?.[0];
  if (name === undefined) return { kind: 'text', text: '$', quoted };
  cursor.at += name.length;
  return { kind: 'variable', name, quoted };
};

const takeDoubleQuoted = (cursor: Cursor): WordPart[] => {
  const parts: WordPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '' || parts.length === 0) parts.push({ kind: 'text', text, quoted: true });
    text = '';
  };
  cursor.at++;
  while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '"') {
    const letter = cursor.text[cursor.at] ?? '';
    if (letter === '\\' && '"\\$`\n'.includes(cursor.text[cursor.at + 1] ?? ' ')) {
      text += cursor.text[cursor.at + 1] ?? '';
      cursor.at += 2;
    } else if (letter === '$') {
      flush();
      parts.push(takeDollar(cursor, true));
    } else if (letter === '`') {
      flush();
      cursor.at++;
      parts.push({ kind: 'command', line: takeUntil(cursor, '`'), quoted: true });
    } else {
      text += letter;
      cursor.at++;
    }
  }
  cursor.at++;
  flush();
  return parts;
};

const takePart = (cursor: Cursor): WordPart[] => {
  const letter = cursor.text[cursor.at] ?? '';
  if (letter === "'") {
    cursor.at++;
    return [{ kind: 'text', text: takeUntil(cursor, "'"), quoted: true }];
  }
  if (letter === '"') return takeDoubleQuoted(cursor);
  if (letter === '$') return [takeDollar(cursor, false)];
  if (letter === '`') {
    cursor.at++;
    return [{ kind: 'command', line: takeUntil(cursor, '`'), quoted: false }];
  }
  if (letter === '\\') {
    cursor.at += 2;
    const escaped = cursor.text[cursor.at - 1] ?? '';
    return escaped === '\n' ? [] : [{ kind: 'text', text: escaped, quoted: true }];
  }
  cursor.at++;
  return [{ kind: 'text', text: letter, quoted: false }];
};

const takeWord = (cursor: Cursor): Word => {
  const parts: WordPart[] = [];
  while (cursor.at < cursor.text.length && !WORD_END.has(cursor.text[cursor.at] ?? ''))
    for (const part of takePart(cursor)) {
      const last = parts.at(-1);
      if (part.kind === 'text' && last?.kind === 'text' && last.quoted === part.quoted)
        parts[parts.length - 1] = { ...last, text: last.text + part.text };
      else parts.push(part);
    }
  return parts;
};

const skipComment = (cursor: Cursor): void => {
  while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '\n') cursor.at++;
};

/** The next token; null for blanks and comments. `wordStart`: the letter before ended a word. */
const takeToken = (cursor: Cursor, wordStart: boolean): Token | null => {
  const letter = cursor.text[cursor.at] ?? '';
  const operator = operatorAt(cursor);
  if (letter === ' ' || letter === '\t') {
    cursor.at++;
    return null;
  }
  if (letter === '#' && wordStart) {
    skipComment(cursor);
    return null;
  }
  if (operator !== undefined && (wordStart || !/^\d/.test(operator))) {
    cursor.at += operator.length;
    return { kind: 'operator', text: operator };
  }
  const parts = takeWord(cursor);
  return parts.length > 0 ? { kind: 'word', parts } : null;
};

/** The tokens of a shell command line; open quotes end with the line. Never throws. */
export const lex = (line: string): readonly Token[] => {
  const cursor: Cursor = { text: line.slice(0, MAX_LENGTH), at: 0 };
  const tokens: Token[] = [];
  let wordStart = true;
  while (cursor.at < cursor.text.length) {
    const token = takeToken(cursor, wordStart);
    if (token !== null) tokens.push(token);
    wordStart = token?.kind !== 'word';
  }
  return tokens;
};
