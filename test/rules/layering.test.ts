import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { cruise } from './cruise.ts';
import { plantTree, PROJECT } from './planted-tree.ts';

type Planted = { readonly rule: string; readonly file: string; readonly text: string };

const breach = (rule: string, file: string, ...imports: readonly string[]): Planted => ({
  rule,
  file,
  text:
    imports.map((from, index) => `import * as x${index} from '${from}';\n`).join('') +
    'export const a = 1;\n',
});

/** Files that the breaches point at. */
const TARGETS: Readonly<Record<string, string>> = Object.fromEntries(
  ['model', 'audit', 'report', 'compare', 'capture', 'devices', 'collect', 'verify', 'twin', 'commands']
    .map((room) => [`src/${room}/target.ts`, `export const ${room} = 1;\n`])
    .concat([
      ['src/cli.ts', 'export {};\n'],
      ['src/audit/decode/vendor/target.ts', 'export const v = 1;\n'],
      ['src/audit/index.ts', 'export const i = 1;\n'],
      ['src/audit/c2.ts', "import type { A } from './c1.ts';\nexport type B = A;\n"],
      ['test/target.ts', 'export const t = 1;\n'],
    ]),
);

/** For every rule at least one file that breaks it and no other rule. */
const BREACHES: readonly Planted[] = [
  breach('model-sees-no-other-room', 'src/model/b1.ts', '#audit/target'),
  breach('audit-sees-only-model', 'src/audit/b2.ts', '#capture/target'),
  breach('audit-sees-only-model', 'src/audit/deep/b3.ts', '#report/target'),
  breach('report-sees-only-model', 'src/report/b4.ts', '#audit/target'),
  breach('compare-sees-only-model', 'src/compare/b5.ts', '#audit/target'),
  breach('capture-sees-only-model', 'src/capture/b6.ts', '#audit/target'),
  breach('devices-sees-only-model', 'src/devices/b7.ts', '#capture/target'),
  breach('twin-sees-only-model', 'src/twin/b8.ts', '#collect/target'),
  breach('collect-sees-only-model-and-capture', 'src/collect/b9.ts', '#devices/target'),
  breach('verify-sees-only-model-and-capture', 'src/verify/b10.ts', '#report/target'),
  breach('collect-never-imports-audit', 'src/collect/proxy/b11.ts', '#audit/target'),
  breach('verify-never-imports-audit', 'src/verify/b12.ts', '#audit/target'),
  breach('only-commands-import-twin', 'src/collect/b13.ts', '#twin/target'),
  breach('only-commands-import-twin', 'src/audit/b14.ts', '#twin/target'),
  breach('only-cli-imports-commands', 'src/collect/b15.ts', '#commands/target'),
  breach('nothing-imports-cli', 'src/commands/b16.ts', '#cli'),
  breach('vendors-only-by-the-list', 'src/audit/decode/b39.ts', './vendor/target.ts'),
  breach('src-never-imports-tests', 'src/capture/b17.ts', '../../test/target.ts'),
  breach('crossing-rooms-by-hash', 'src/audit/b18.ts', '../model/target.ts'),
  breach('same-room-relative', 'src/audit/b19.ts', '#audit/target'),
  {
    rule: 'no-cycles',
    file: 'src/audit/c1.ts',
    text: "import type { B } from './c2.ts';\nexport type A = B;\n",
  },
  breach('no-barrels', 'src/audit/b20.ts', './index.ts'),
  breach('nothing-unresolved', 'src/audit/b21.ts', './not-there.ts'),
  breach('nothing-unresolved', 'src/collect/b22.ts', '#model/not-there'),
  breach('pure-rooms-take-no-node-module', 'src/model/b23.ts', 'node:fs'),
  breach('pure-rooms-take-no-node-module', 'src/audit/b24.ts', 'node:child_process'),
  breach('pure-rooms-take-no-node-module', 'src/report/b25.ts', 'path'),
  breach('pure-rooms-take-no-node-module', 'src/compare/b26.ts', 'node:timers/promises'),
  breach('model-takes-only-listed-packages', 'src/model/b27.ts', 'yaml'),
  breach('audit-takes-only-listed-packages', 'src/audit/b28.ts', 'zod'),
  breach('audit-takes-only-listed-packages', 'src/audit/b29.ts', 'fast-check'),
  breach('report-takes-only-listed-packages', 'src/report/b30.ts', 'tldts'),
  breach('compare-takes-no-package', 'src/compare/b31.ts', 'zod'),
  breach('verify-takes-only-listed-packages', 'src/verify/b38.ts', 'saxes'),
  breach('only-named-files-spawn', 'src/collect/b32.ts', 'node:child_process'),
  breach('only-named-files-spawn', 'src/collect/handset/b33.ts', 'child_process'),
  breach('only-named-files-spawn', 'src/twin/b34.ts', 'node:child_process'),
  breach('worker-threads-only-in-audit-pool', 'src/commands/b35.ts', 'node:worker_threads'),
  breach('src-takes-no-dev-dependency', 'src/commands/b36.ts', 'fast-check'),
  breach('no-undeclared-package', 'src/collect/b37.ts', 'semver'),
];

/** Near misses: what every rule leaves alone. */
const ALLOWED: readonly Planted[] = [
  breach(
    '',
    'src/audit/ok1.ts',
    '#model/target',
    './target.ts',
    'node:zlib',
    'node:crypto',
    'node:buffer',
    'tldts',
  ),
  breach('', 'src/audit/deep/ok2.ts', '../target.ts', 'libphonenumber-js/max', 'fzstd'),
  breach('', 'src/audit/decode/peel.ts', './vendor/target.ts'),
  breach('', 'src/audit/decode/vendor/ok10.ts', './target.ts'),
  breach('', 'src/model/ok3.ts', 'zod'),
  breach('', 'src/report/ok4.ts', '#model/target', 'preact', 'preact-render-to-string'),
  { rule: '', file: 'src/report/ok5.ts', text: "import type { Log } from 'sarif';\nexport type L = Log;\n" },
  breach('', 'src/collect/ok6.ts', '#model/target', '#capture/target', 'node:fs', 'mockttp'),
  breach('', 'src/collect/handset/adb.ts', 'node:child_process'),
  breach('', 'src/verify/ok7.ts', '#capture/target', '#model/target', 'node:fs', 'fzstd'),
  breach('', 'src/commands/ok8.ts', '#twin/target', '#collect/target', '#audit/target', 'node:child_process'),
  breach('', 'src/commands/audit-pool.ts', 'node:worker_threads'),
  breach('', 'test/twin/ok9.ts', '../../src/twin/target.ts', '#audit/target', 'fast-check'),
];

/** cli.ts can stand once in a tree only, so its breach has a tree of its own. */
const CLI_BREACH = breach(
  'cli-sees-only-commands-and-model',
  'src/cli.ts',
  '#audit/target',
  '#commands/target',
);

const layering: unknown = createRequire(import.meta.url)('./layering.cjs');
const ruleNames = (layering as { forbidden: { name: string; comment: string }[] }).forbidden;

describe('layering rules', () => {
  let refused: Map<string, Set<string>>;
  beforeAll(() => {
    refused = new Map();
    const cli = { 'src/audit/target.ts': 'export {};\n', 'src/commands/target.ts': 'export {};\n' };
    for (const files of [
      { ...TARGETS, ...Object.fromEntries([...BREACHES, ...ALLOWED].map(({ file, text }) => [file, text])) },
      { ...cli, 'test/target.ts': 'export {};\n', [CLI_BREACH.file]: CLI_BREACH.text },
    ]) {
      using tree = plantTree(files);
      for (const { from, rule } of cruise(tree.path).summary.violations)
        refused.set(from, (refused.get(from) ?? new Set()).add(rule.name));
    }
  });

  it.each([...BREACHES, CLI_BREACH])('$rule alone refuses $file', ({ rule, file }) => {
    expect([...(refused.get(file) ?? [])]).toEqual([rule]);
  });

  it.each(ALLOWED)('no rule refuses $file', ({ file }) => {
    expect(refused.has(file)).toBe(false);
  });

  it('has a planted breach and a reason for every rule', () => {
    const planted = new Set([...BREACHES, CLI_BREACH].map(({ rule }) => rule));
    expect([...planted].sort()).toEqual(ruleNames.map(({ name }) => name).sort());
    for (const { comment } of ruleNames) expect(comment).toMatch(/\w.*\.$/);
  });
});

describe('the tree itself', () => {
  const outcome = cruise(PROJECT);

  it('breaks no layering rule', () => {
    expect(outcome.summary.violations).toEqual([]);
  });

  // With a TypeScript that has no JavaScript interface, dependency-cruiser sees no edge and is content.
  it('is really seen: files, and edges between TypeScript files', () => {
    const edges = outcome.modules
      .filter(({ source }) => source.startsWith('src/'))
      .flatMap(({ dependencies }) => dependencies.filter(({ resolved }) => resolved.startsWith('src/')));
    expect(outcome.summary.totalCruised).toBeGreaterThan(20);
    expect(outcome.summary.totalDependenciesCruised).toBeGreaterThan(40);
    expect(edges.length).toBeGreaterThan(25);
  });
});
