import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './planted-tree.ts';

/** Files and folders of src (the latter with a slash at the end) that need no test of their own, each with the reason. */
const NO_TWIN: Readonly<Record<string, string>> = {
  'src/cli.ts': 'one line: test/commands run the built program, as users do',
  'src/commands/':
    'wiring, run as users run it: test/commands start the built program and look at what it leaves',
  'src/twin/process.ts': 'test/twin/spawn-twin.test.ts starts it as a process of its own',
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

const hasOwnTest = (source: string): boolean =>
  twinsOf(source).some((twin) => existsSync(join(PROJECT, twin)));

/** Files that a file imports from the project, as paths from its top. */
const importsOf = (path: string): readonly string[] =>
  ts
    .preProcessFile(readFileSync(join(PROJECT, path), 'utf8'), true, true)
    .importedFiles.flatMap(({ fileName }) => {
      if (fileName.startsWith('#')) return [`src/${fileName.slice(1)}.ts`];
      return fileName.startsWith('.') ? [join(dirname(path), fileName)] : [];
    });

const roomOf = (path: string): string => path.split('/')[1] ?? '';

/**
 * The tests of each room reach its files through the surface that gives them a meaning: from every test of a room,
 * what it imports and what is imported from there inside the room. A piece that no test of its room comes to has to
 * have a test of its own (see DECISIONS.md).
 */
const reached = (): ReadonlySet<string> => {
  const tests = readdirSync(join(PROJECT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .map((path) => `test/${path}`);
  const seen = new Set<string>();
  for (const test of tests) {
    const room = test.startsWith('test/loopback/') ? 'collect' : roomOf(test);
    const open = importsOf(test).filter((path) => path.startsWith('src/'));
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (roomOf(path) !== room || seen.has(path) || !existsSync(join(PROJECT, path))) continue;
      seen.add(path);
      open.push(...importsOf(path));
    }
  }
  return seen;
};

const REACHED = reached();
const hasTwin = (source: string): boolean => hasOwnTest(source) || REACHED.has(source);
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
      return excused.length === 0 || (!entry.endsWith('/') && excused.every(hasOwnTest));
    });
    expect(idle).toEqual([]);
  });
});
