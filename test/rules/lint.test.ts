import { relative } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { plantTree } from './planted-tree.ts';

type Case = { readonly rule: string; readonly name: string; readonly text: string };

/** What makes a computation depend on the machine or the moment. */
const IMPURE: readonly Case[] = [
  { rule: 'no-restricted-properties', name: 'now', text: 'export const a = Date.now();' },
  { rule: 'no-restricted-syntax', name: 'new-date', text: 'export const a = new Date();' },
  { rule: 'no-restricted-properties', name: 'random', text: 'export const a = Math.random();' },
  { rule: 'no-restricted-globals', name: 'process', text: 'export const a = process.version;' },
  { rule: 'no-restricted-properties', name: 'global-process', text: 'export const a = globalThis.process;' },
  {
    rule: 'no-restricted-globals',
    name: 'fetch',
    text: "export const a = fetch('https://example.invalid');",
  },
  { rule: 'no-restricted-globals', name: 'timeout', text: 'export const a = setTimeout(String, 1);' },
  { rule: 'no-restricted-globals', name: 'interval', text: 'export const a = setInterval(String, 1);' },
  { rule: 'no-restricted-globals', name: 'immediate', text: 'export const a = setImmediate(String);' },
  { rule: 'no-restricted-globals', name: 'performance', text: 'export const a = performance.now();' },
  { rule: 'no-restricted-properties', name: 'uuid', text: 'export const a = crypto.randomUUID();' },
  {
    rule: 'no-restricted-syntax',
    name: 'random-bytes',
    text: "import { randomBytes } from 'node:crypto';\nexport const a = randomBytes(1);",
  },
  { rule: 'no-restricted-syntax', name: 'import', text: "export const a = import('node:zlib');" },
];

/** What is asked of src everywhere. */
const EVERYWHERE: readonly Case[] = [
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    name: 'switch',
    text: "export const f = (a: 'x' | 'y'): number => { switch (a) { case 'x': return 1; } return 2; };",
  },
  {
    rule: '@typescript-eslint/consistent-type-definitions',
    name: 'interface',
    text: 'export interface A { readonly b: number }',
  },
  {
    rule: '@typescript-eslint/max-params',
    name: 'params',
    text: 'export const f = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e;',
  },
  {
    rule: 'complexity',
    name: 'complexity',
    text: `export const f = (a: number) => {\n${Array.from({ length: 12 }, (_, i) => `if (a === ${i}) return ${i + 1};`).join('\n')}\nreturn 0; };`,
  },
  { rule: 'max-lines', name: 'long', text: 'export const a = 1;\n'.replace('\n', '\n//\n'.repeat(151)) },
  {
    rule: 'max-lines-per-function',
    name: 'long-function',
    text: `export const f = (a: number[]) => {\n${'a.push(1);\n'.repeat(50)}};`,
  },
  { rule: 'no-restricted-syntax', name: 'export-all', text: "export * from './now.ts';" },
  { rule: 'no-restricted-syntax', name: 're-export', text: "export { a } from './now.ts';" },
  { rule: '@typescript-eslint/no-explicit-any', name: 'any', text: 'export const a: any = 1;' },
  { rule: '@typescript-eslint/ban-ts-comment', name: 'ignore', text: '// @ts-ignore\nexport const a = 1;' },
];

/** Near misses in a pure room: the same names where they depend on nothing but their input. */
const PURE_NEAR_MISSES: readonly Case[] = [
  { rule: '', name: 'date-of', text: 'export const a = (atMs: number) => new Date(atMs).toISOString();' },
  { rule: '', name: 'utc', text: 'export const a = Date.UTC(2014, 7, 7);' },
  { rule: '', name: 'max', text: 'export const a = Math.max(1, 2);' },
  { rule: '', name: 'own-process', text: 'export const a = (process: { id: number }) => process.id;' },
  {
    rule: '',
    name: 'hash',
    text: "import { createHash } from 'node:crypto';\nexport const a = (b: string) => createHash('sha1').update(b);",
  },
];

const PURE_ROOMS = ['model', 'audit', 'report', 'compare'];
const fileOf = (room: string, { name }: Case): string => `src/${room}/${name}.ts`;
const filesIn = (room: string, cases: readonly Case[]): [string, string][] =>
  cases.map((each) => [fileOf(room, each), `${each.text}\n`]);

describe('lint rules', () => {
  const refused = new Map<string, string[]>();

  beforeAll(async () => {
    using tree = plantTree(
      Object.fromEntries([
        ...PURE_ROOMS.flatMap((room) => filesIn(room, [...IMPURE, ...PURE_NEAR_MISSES])),
        ...filesIn('collect', [...IMPURE, ...EVERYWHERE]),
        ['src/report/html/page.tsx', 'export const page = () => <p>{Date.now()}</p>;\n'],
      ]),
    );
    const eslint = new ESLint({ cwd: tree.path, overrideConfigFile: 'test/rules/eslint.config.js' });
    for (const { filePath, messages } of await eslint.lintFiles(['src']))
      refused.set(
        relative(tree.path, filePath),
        messages.map(({ ruleId, message }) => ruleId ?? message),
      );
  });

  it.each(PURE_ROOMS.flatMap((room) => IMPURE.map((each) => ({ ...each, file: fileOf(room, each) }))))(
    '$rule refuses $file',
    ({ rule, file }) => {
      expect(refused.get(file)).toContain(rule);
    },
  );

  it.each(PURE_ROOMS.flatMap((room) => PURE_NEAR_MISSES.map((each) => fileOf(room, each))))(
    'nothing refuses %s',
    (file) => {
      expect(refused.get(file)).toEqual([]);
    },
  );

  it.each(IMPURE.map((each) => fileOf('collect', each)))('purity is not asked of %s', (file) => {
    expect(refused.get(file)?.filter((rule) => rule.startsWith('no-restricted'))).toEqual([]);
  });

  it.each(EVERYWHERE.map((each) => ({ ...each, file: fileOf('collect', each) })))(
    '$rule refuses $file',
    ({ rule, file }) => {
      expect(refused.get(file)).toContain(rule);
    },
  );

  it('reads .tsx too', () => {
    expect(refused.get('src/report/html/page.tsx')).toContain('no-restricted-properties');
  });
});
