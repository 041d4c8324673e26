import { lex, type Token, type Word } from './lex.ts';

export type Redirect =
  | {
      readonly kind: 'file';
      readonly stream: 'stdin' | 'stdout' | 'stderr' | 'both';
      readonly append: boolean;
      readonly path: Word;
    }
  | { readonly kind: 'join'; readonly from: 'stdout' | 'stderr' };

export type Statement =
  | {
      readonly kind: 'simple';
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'pipeline'; readonly stages: readonly Statement[]; readonly negated: boolean }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | {
      readonly kind: 'group';
      readonly isolated: boolean;
      readonly body: Statement;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'if';
      readonly condition: Statement;
      readonly then: Statement;
      readonly otherwise: Statement | null;
    }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Statement }
  | { readonly kind: 'while'; readonly condition: Statement; readonly body: Statement };

export type ListItem = { readonly statement: Statement; readonly joint: ';' | '&&' | '||' | '&' };

type Parser = { readonly tokens: readonly Token[]; at: number; depth: number };

const MAX_DEPTH = 40;
const FILE_REDIRECTS: Readonly<Record<string, Omit<Extract<Redirect, { kind: 'file' }>, 'path'>>> = {
  '>': { kind: 'file', stream: 'stdout', append: false },
  '1>': { kind: 'file', stream: 'stdout', append: false },
  '>>': { kind: 'file', stream: 'stdout', append: true },
  '2>': { kind: 'file', stream: 'stderr', append: false },
  '2>>': { kind: 'file', stream: 'stderr', append: true },
  '&>': { kind: 'file', stream: 'both', append: false },
  '<': { kind: 'file', stream: 'stdin', append: false },
};
const JOINS: Readonly<Record<string, Redirect>> = {
  '2>&1': { kind: 'join', from: 'stderr' },
  '1>&2': { kind: 'join', from: 'stdout' },
  '>&2': { kind: 'join', from: 'stdout' },
};
const EMPTY: Statement = { kind: 'list', items: [] };

/** The bare text of a token when it can be a keyword or operator. */
const plain = (token: Token | undefined): string | undefined => {
  if (token === undefined) return undefined;
  if (token.kind === 'operator') return token.text;
  const [part] = token.parts;
  return token.parts.length === 1 && part?.kind === 'text' && !part.quoted ? part.text : undefined;
};

const peek = ({ tokens, at }: Parser): string | undefined => plain(tokens[at]);

const accept = (parser: Parser, text: string): boolean => {
  if (peek(parser) !== text) return false;
  parser.at++;
  return true;
};

const skipBreaks = (parser: Parser): void => {
  while (peek(parser) === '\n' || peek(parser) === ';') parser.at++;
};

const takeRedirect = (parser: Parser): Redirect | undefined => {
  const operator = parser.tokens[parser.at];
  if (operator?.kind !== 'operator') return undefined;
  const join = JOINS[operator.text];
  const file = FILE_REDIRECTS[operator.text];
  if (join !== undefined) {
    parser.at++;
    return join;
  }
  const target = parser.tokens[parser.at + 1];
  if (file === undefined || target?.kind !== 'word') return undefined;
  parser.at += 2;
  return { ...file, path: target.parts };
};

const takeRedirects = (parser: Parser): readonly Redirect[] => {
  const redirects: Redirect[] = [];
  for (let next = takeRedirect(parser); next !== undefined; next = takeRedirect(parser)) redirects.push(next);
  return redirects;
};

const parseSimple = (parser: Parser): Statement => {
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    const redirect = takeRedirect(parser);
    const token = parser.tokens[parser.at];
    if (redirect !== undefined) redirects.push(redirect);
    else if (token?.kind === 'word') {
      words.push(token.parts);
      parser.at++;
    } else return { kind: 'simple', words, redirects };
  }
};

const parseIf = (parser: Parser): Statement => {
  const condition = parseList(parser, ['then']);
  accept(parser, 'then');
  const then = parseList(parser, ['else', 'elif', 'fi']);
  if (accept(parser, 'elif')) return { kind: 'if', condition, then, otherwise: parseIf(parser) };
  const otherwise = accept(parser, 'else') ? parseList(parser, ['fi']) : null;
  accept(parser, 'fi');
  return { kind: 'if', condition, then, otherwise };
};

const parseBody = (parser: Parser): Statement => {
  skipBreaks(parser);
  accept(parser, 'do');
  const body = parseList(parser, ['done']);
  accept(parser, 'done');
  return body;
};

const parseFor = (parser: Parser): Statement => {
  const name = peek(parser) ?? '';
  parser.at++;
  accept(parser, 'in');
  const loop = parseSimple(parser);
  return { kind: 'for', name, words: loop.kind === 'simple' ? loop.words : [], body: parseBody(parser) };
};

const parseGroup = (parser: Parser, end: string): Statement => {
  const body = parseList(parser, [end]);
  accept(parser, end);
  return { kind: 'group', isolated: end === ')', body, redirects: takeRedirects(parser) };
};

const parseCommand = (parser: Parser): Statement => {
  if (accept(parser, '(')) return parseGroup(parser, ')');
  if (accept(parser, '{')) return parseGroup(parser, '}');
  if (accept(parser, 'if')) return parseIf(parser);
  if (accept(parser, 'for')) return parseFor(parser);
  if (accept(parser, 'while')) {
    const condition = parseList(parser, ['do']);
    return { kind: 'while', condition, body: parseBody(parser) };
  }
  return parseSimple(parser);
};

const parsePipeline = (parser: Parser): Statement => {
  const negated = accept(parser, '!');
  const stages = [parseCommand(parser)];
  while (accept(parser, '|')) stages.push(parseCommand(parser));
  const [only] = stages;
  return stages.length === 1 && only !== undefined && !negated ? only : { kind: 'pipeline', stages, negated };
};

const takeJoint = (parser: Parser): ListItem['joint'] => {
  for (const joint of ['&&', '||', '&', ';'] as const) if (accept(parser, joint)) return joint;
  accept(parser, '\n');
  return ';';
};

const parseList = (parser: Parser, ends: readonly string[]): Statement => {
  if (++parser.depth > MAX_DEPTH) return EMPTY;
  const items: ListItem[] = [];
  for (;;) {
    skipBreaks(parser);
    const next = peek(parser);
    if (parser.at >= parser.tokens.length || (next !== undefined && ends.includes(next))) break;
    const start = parser.at;
    const statement = parsePipeline(parser);
    const joint = takeJoint(parser);
    if (parser.at === start) parser.at++;
    items.push({ statement, joint });
  }
  parser.depth--;
  return { kind: 'list', items };
};

/** The statements of a command line: what stands outside this grammar is skipped. Never throws. */
export const parse = (line: string): Statement => parseList({ tokens: lex(line), at: 0, depth: 0 }, []);
