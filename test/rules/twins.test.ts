import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './planted-tree.ts';

/** Files and folders of src (the latter with a slash at the end) that need no test of their own, each with the reason. */
const NO_TWIN: Readonly<Record<string, string>> = {
  'src/model/':
    'types, schemas and tables: test/model/schemas.test.ts reads good and bad documents by each schema',
};

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

const exportsValue = (node: ts.Statement): boolean => {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportDeclaration(node)) return !node.isTypeOnly && node.exportClause !== undefined;
  return isExported(node) && !ts.isTypeAliasDeclaration(node) && !ts.isInterfaceDeclaration(node);
};

/** Whether a source text exports something that is there at run time. */
const hasValue = (text: string): boolean =>
  ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest).statements.some(exportsValue);

const sources = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => `src/${path}`);

const twinsOf = (source: string): readonly string[] => {
  const base = source.replace(/^src\//, 'test/').replace(/\.tsx?$/, '');
  return [`${base}.test.ts`, `${base}.test.tsx`];
};

const hasTwin = (source: string): boolean => twinsOf(source).some((twin) => existsSync(join(PROJECT, twin)));
const covers = (entry: string, source: string): boolean =>
  entry.endsWith('/') ? source.startsWith(entry) : source === entry;
const isExcused = (source: string): boolean => Object.keys(NO_TWIN).some((entry) => covers(entry, source));

describe('a test for every file with a value in it', () => {
  it.each([
    ['export const a = 1;', true],
    ['export function a() {}', true],
    ['export class A {}', true],
    ['const a = 1;\nexport { a };', true],
    ['export default 1;', true],
    ['export type A = 1;', false],
    ['export interface A { readonly b: 1 }', false],
    ["import type { A } from './a.ts';\nexport type { A };", false],
    ['const a = 1;', false],
  ])('tells values from types: %s', (text, expected) => {
    expect(hasValue(text)).toBe(expected);
  });

  it('finds the twin of every such file, or the reason why there is none', () => {
    const missing = sources.filter(
      (source) =>
        !isExcused(source) && hasValue(readFileSync(join(PROJECT, source), 'utf8')) && !hasTwin(source),
    );
    expect(missing).toEqual([]);
  });

  it('excuses only what is there and has no twin', () => {
    const idle = Object.keys(NO_TWIN).filter((entry) => {
      const excused = sources.filter((source) => covers(entry, source));
      return excused.length === 0 || (!entry.endsWith('/') && excused.every(hasTwin));
    });
    expect(idle).toEqual([]);
  });
});
