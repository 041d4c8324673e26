import type { z } from 'zod';
import type { ValuePath } from './parsed.ts';

type Issue = z.core.$ZodIssue;

/** One thing wrong in a file: where, and in words what was found and expected. */
export type SchemaFault = { readonly path: ValuePath; readonly words: string };

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
  null: 'nothing',
};

const MAX_SHOWN = 60;

const kindOf = (value: unknown): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? typeof value;
};

const showText = (text: string): string =>
  JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);

const foundOf = (value: unknown, isPrivate: boolean): string => {
  if (value === undefined) return 'it is missing';
  if (isPrivate) return `found ${kindOf(value)}`;
  if (typeof value === 'string') return `found ${showText(value)}`;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return `found ${kindOf(value)}${isPlain ? `, ${String(value)}` : ''}`;
};

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';

const expectedOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')}`;
    case 'too_big':
      return `expected at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'too_small':
      return `expected at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `expected the form ${issue.format}` : issue.message;
    default:
      return issue.message;
  }
};

const namesOf = (names: readonly string[], isPrivate: boolean): string =>
  isPrivate ? 'a key that is not known' : `unknown key ${names.map(showText).join(', ')}`;

const reach = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

/** The issues of the branch that fits best: the furthest into the value, then the fewest. */
const bestBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] =>
  branches.toSorted((a, b) => reach(b) - reach(a) || a.length - b.length)[0] ?? [];

const valueAt = (root: unknown, path: ValuePath): unknown => {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
};

const pathOf = (issue: Issue): ValuePath =>
  issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));

/** What is wrong, in words. With `isPrivate` nothing of the file's own text is repeated. */
export const faultFromIssue = (issue: Issue, root: unknown, isPrivate: boolean): SchemaFault => {
  const path = pathOf(issue);
  if (issue.code === 'invalid_union') {
    const inner = bestBranch(issue.errors)[0];
    if (inner !== undefined) {
      const fault = faultFromIssue(inner, valueAt(root, path), isPrivate);
      return { path: [...path, ...fault.path], words: fault.words };
    }
  }
  if (issue.code === 'unrecognized_keys') {
    const first = issue.keys[0];
    const words = namesOf(issue.keys, isPrivate);
    return { path: first === undefined ? path : [...path, first], words };
  }
  return { path, words: `${foundOf(valueAt(root, path), isPrivate)}; ${expectedOf(issue)}` };
};

/** A path as people write it: `hosts[12].owner`; the whole file is ``. */
export const pathInWords = (path: ValuePath): string =>
  path
    .map((step, index) =>
      typeof step === 'number' ? `[${String(step)}]` : `${index === 0 ? '' : '.'}${step}`,
    )
    .join('');
