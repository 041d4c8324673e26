import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { Parsed, ParseFault, TextPlace, ValuePath } from './parsed.ts';

/** Characters of YAML that are read at most: the parser takes about 100 bytes of memory for each. */
export const MAX_YAML_CHARS = 8 * 1024 * 1024;

/** The composer is recursive, and Node dies of a full stack inside a regular expression: nesting is bounded. */
const MAX_NESTING = 100;

/** Values that aliases may stand for, in all: against texts that unfold without end. */
const MAX_ALIASES = 100;

const FAULTS: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias may not carry an anchor or tag',
  BAD_ALIAS: 'this is no name of an anchor',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  BAD_SCALAR_START: 'a text cannot begin with this character; put quotes around it',
  BLOCK_AS_IMPLICIT_KEY: 'a key and its value do not fit here; a colon in a text needs quotes',
  DUPLICATE_KEY: 'the same key stands twice in one group',
  MISSING_CHAR: 'a character is missing here, such as a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a key may not go over several lines; a quote or colon may be missing above',
  MULTIPLE_DOCS: 'the file holds several documents; only one is read',
  TAB_AS_INDENT: 'tabs do not indent in YAML; use spaces',
  TAG_RESOLVE_FAILED: 'tags such as !!binary are not read',
};

/** What the lexer says besides the text: byte order mark, document start, flow error, scalar ahead. */
const CONTROL = '\uFEFF\u0002\u0018\u001F';

/** Indicators that open a list or map in the one before: `- - - a`, `a: b: c`. */
const INDICATOR = /^[-?:]$/;

/** Open brackets, and what opens lists or maps before the text of a line, or in brackets since the last comma. Mutable. */
type Nesting = { open: number; lead: number; leading: boolean };

const passLine = (nesting: Nesting): void => {
  nesting.leading = nesting.open === 0;
  if (nesting.leading) nesting.lead = 0;
};

const passToken = (nesting: Nesting, token: string): void => {
  if (INDICATOR.test(token) || (nesting.leading && /^[ \t]+$/.test(token))) nesting.lead += token.length;
  else nesting.leading = false;
  if (nesting.open > 0 && /^[,[\]{}]$/.test(token)) nesting.lead = 0;
  if (token === '[' || token === '{') nesting.open += 1;
  if (token === ']' || token === '}') nesting.open -= 1;
};

/**
 * The nesting that the text can reach: open brackets, indentation and dashes before each line's text, and the colons of a
 * line, or in brackets those without a comma between them, each of which the parser takes for a map in the one before.
 */
const nestingOf = (text: string): number => {
  const nesting: Nesting = { open: 0, lead: 0, leading: true };
  let most = 0;
  for (const token of new Lexer().lex(text)) {
    if (CONTROL.includes(token)) continue;
    if (token.endsWith('\n')) passLine(nesting);
    else passToken(nesting, token);
    most = Math.max(most, nesting.open + nesting.lead);
  }
  return most;
};

/** Hardly less than nestingOf, at a fraction of its cost: brackets and indicators count inside texts too. */
const nestingAtMost = (text: string): number => {
  let open = 0;
  let lead = 0;
  let most = 0;
  for (const line of text.split('\n')) {
    const blanks = /^[-?: \t]*/.exec(line)?.[0].length ?? 0;
    lead = (open > 0 ? lead : 0) + blanks + line.split(/[-?:]/).length - 1;
    open += line.split(/[[{]/).length - 1;
    most = Math.max(most, open + lead);
    open = Math.max(0, open - (line.split(/[\]}]/).length - 1));
  }
  return most;
};

const stepInto = (document: Document, node: unknown, step: string | number): unknown => {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target)) return target.items[Number(step)];
  if (!isMap(target)) return undefined;
  return target.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
};

const offsetOf = (document: Document, path: ValuePath): number => {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const next = stepInto(document, node, step);
    if (typeof next !== 'object' || next === null) return offset;
    const isPair = 'key' in next && 'value' in next;
    const shown = (isPair ? next.key : next) as Node;
    offset = shown.range?.[0] ?? offset;
    node = isPair ? next.value : next;
  }
  return offset;
};

const looseAliasOf = (document: Document, counter: LineCounter): ParseFault | null => {
  let offset = -1;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  if (offset < 0) return null;
  const { line, col } = counter.linePos(offset);
  return { line, column: col, message: 'this alias has no anchor before it' };
};

const faultOf = (document: Document, counter: LineCounter, hasAlias: boolean): ParseFault | null => {
  const [first] = [...document.errors, ...document.warnings];
  if (first === undefined) return hasAlias ? looseAliasOf(document, counter) : null;
  const { line, col } = counter.linePos(first.pos[0]);
  return { line, column: col, message: FAULTS[first.code] ?? 'this is not YAML' };
};

const valueOf = (document: Document): { readonly value: unknown } | ParseFault => {
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
  } catch {
    return { line: 1, column: 1, message: 'the aliases of this file unfold to too much' };
  }
};

const TOO_DEEP: ParseFault = { line: 1, column: 1, message: 'the file is nested too deep' };

// Null where the parser runs out of stack all the same. Duplicate keys are errors by default.
const documentOf = (text: string, lineCounter: LineCounter): Document | null => {
  try {
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      // Else what stands in a file of known values could come to the terminal in a warning of Node.
      logLevel: 'error',
      resolveKnownTags: false,
    });
  } catch {
    return null;
  }
};

/** A YAML text read, or a fault in it; never throws. Errors and warnings of the parser are both faults. */
export const parseYaml = (text: string): Parsed | ParseFault => {
  if (text.length > MAX_YAML_CHARS)
    return { line: 1, column: 1, message: 'the YAML is too long; write so much as JSON, without faults' };
  const isDeep = nestingAtMost(text) > MAX_NESTING && nestingOf(text) > MAX_NESTING;
  if (isDeep) return TOO_DEEP;
  const counter = new LineCounter();
  const document = documentOf(text, counter);
  if (document === null) return TOO_DEEP;
  const fault = faultOf(document, counter, text.includes('*'));
  if (fault !== null) return fault;
  const made = valueOf(document);
  if ('message' in made) return made;
  const placeOf = (path: ValuePath): TextPlace => {
    const { line, col } = counter.linePos(offsetOf(document, path));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return { value: made.value, placeOf };
};
