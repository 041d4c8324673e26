import type { FileTree } from '../files/walk.ts';
import { listDirectory } from '../files/tree.ts';
import { FileFault } from '../files/node.ts';
import type { Word, WordPart } from './lex.ts';

/** What words are expanded with. */
export type Scope = {
  readonly files: FileTree;
  readonly workingDirectory: string;
  readonly variable: (name: string) => string;
  /** Output of a command line, without its last newlines. */
  readonly output: (line: string) => Promise<string>;
};

type Piece = { readonly text: string; readonly quoted: boolean };

const valueOf = (name: string, scope: Scope): string => {
  const fallback = /^([A-Za-z_][A-Za-z0-9_]*):?-(.*)$/s.exec(name);
  if (fallback === null) return scope.variable(name);
  const value = scope.variable(fallback[1] ?? '');
  return value === '' ? (fallback[2] ?? '') : value;
};

const pieceOf = async (part: WordPart, scope: Scope): Promise<Piece> => {
  if (part.kind === 'text') return part;
  const text = part.kind === 'variable' ? valueOf(part.name, scope) : await scope.output(part.line);
  return { text, quoted: part.quoted };
};

/** Splits the unquoted results of expansions at blanks, as IFS does. */
const split = (parts: Word, pieces: readonly Piece[]): Piece[][] => {
  const fields: Piece[][] = [[]];
  pieces.forEach((piece, index) => {
    if (piece.quoted || parts[index]?.kind === 'text') {
      fields.at(-1)?.push(piece);
      return;
    }
    const words = piece.text.split(/[ \t\n]+/);
    words.forEach((text, place) => {
      if (place > 0) fields.push([]);
      if (text !== '') fields.at(-1)?.push({ text, quoted: false });
    });
  });
  return fields.filter((field) => field.length > 0);
};

const hasPattern = (field: readonly Piece[]): boolean =>
  field.some(({ text, quoted }) => !quoted && /[*?]/.test(text));

const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.')}$`,
  );

const matchesIn = (files: FileTree, directory: string, name: string): string[] => {
  try {
    const pattern = patternOf(name);
    const names = listDirectory(files, directory || '/').map(([entry]) => entry);
    return names.filter((entry) => pattern.test(entry) && !entry.startsWith('.'));
  } catch (fault) {
    if (fault instanceof FileFault) return [];
    throw fault;
  }
};

/** The paths that fit a pattern; the pattern itself when none does. */
const glob = (text: string, { files, workingDirectory }: Scope): string[] => {
  const isAbsolute = text.startsWith('/');
  let found = [isAbsolute ? '' : '.'];
  for (const name of text.split('/').filter((part) => part !== ''))
    found = found.flatMap((base) => {
      const names = /[*?]/.test(name)
        ? matchesIn(files, isAbsolute ? base : `${workingDirectory}/${base}`, name)
        : [name];
      return names.map((entry) => `${base}/${entry}`);
    });
  const paths = isAbsolute ? found : found.map((path) => path.slice(2));
  return paths.length > 0 ? paths : [text];
};

const textOf = (field: readonly Piece[]): string => field.map(({ text }) => text).join('');

/** The fields that a word becomes: none, one or several. */
export const expandWord = async (word: Word, scope: Scope): Promise<readonly string[]> => {
  const pieces: Piece[] = [];
  for (const part of word) pieces.push(await pieceOf(part, scope));
  return split(word, pieces).flatMap((field) =>
    hasPattern(field) ? glob(textOf(field), scope) : [textOf(field)],
  );
};

/** The text of a word that is not split: an assignment or the target of a redirection. */
export const expandText = async (word: Word, scope: Scope): Promise<string> => {
  const pieces: Piece[] = [];
  for (const part of word) pieces.push(await pieceOf(part, scope));
  return textOf(pieces);
};
