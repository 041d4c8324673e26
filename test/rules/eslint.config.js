import { fileURLToPath } from 'node:url';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Rooms that compute a report from bytes: the same input gives the same output, on any machine, in any year. */
const PURE_ROOMS = ['model', 'audit', 'report', 'compare'];
const PURE_FILES = PURE_ROOMS.map((room) => `src/${room}/**/*.{ts,tsx}`);

/** Files that hold a table and no logic worth splitting; each with the reason. */
const TABLES = {};

const because = 'a pure room gives the same report for the same capture on any machine';
const IMPURE_GLOBALS = [
  'process',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'WebSocket',
  'XMLHttpRequest',
  'console',
  'navigator',
  'require',
].map((name) => ({ name, message: `No ${name} here: ${because}.` }));

const IMPURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: `No clock here: ${because}. Take the time as an argument.` },
  { object: 'Math', property: 'random', message: `No randomness here: ${because}.` },
  ...['randomUUID', 'getRandomValues', 'randomBytes', 'randomInt'].map((property) => ({
    object: 'crypto',
    property,
    message: `No randomness here: ${because}.`,
  })),
  ...['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'crypto', 'performance'].map(
    (property) => ({ object: 'globalThis', property, message: `No ${property} here: ${because}.` }),
  ),
];

const IMPURE_SYNTAX = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: `No clock here: ${because}. Take the time as an argument.`,
  },
  {
    selector: 'CallExpression[callee.name="Date"]',
    message: `No clock here: ${because}. Take the time as an argument.`,
  },
  {
    selector:
      'ImportSpecifier[imported.name=/^(randomUUID|randomBytes|randomInt|randomFill|randomFillSync|getRandomValues|webcrypto)$/]',
    message: `No randomness here: ${because}.`,
  },
  { selector: 'ImportExpression', message: `No import at run time here: ${because}.` },
];

/** Held everywhere in src: what the layering rules read from import lines must stand in import lines. */
const SOURCE_SYNTAX = [
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines the name.' },
  {
    selector: 'ExportNamedDeclaration[source]',
    message: 'No barrels: import from the file that defines the name.',
  },
  { selector: 'TSEnumDeclaration', message: 'A union of literals, not an enum.' },
];

export default defineConfig(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', 'captures/**', 'reports/**', 'test/rules/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // Node's test for `Symbol.asyncDispose` and many interfaces want a promise from a function that awaits nothing.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Spreading a string gives its code points, which is what masks and spellings count.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      complexity: ['error', 12],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...SOURCE_SYNTAX],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: PURE_FILES,
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-syntax': ['error', ...SOURCE_SYNTAX, ...IMPURE_SYNTAX],
    },
  },
  {
    files: ['src/audit/decode/**/*.ts'],
    rules: {
      // A reader of a byte format is one case per kind of byte; cut apart, the format's table can no longer be read off.
      complexity: ['error', 16],
    },
  },
  ...Object.keys(TABLES).map((file) => ({ files: [file], rules: { 'max-lines': 'off' } })),
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      // A test reads what it has just written: it may index and assert where src must check.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      complexity: ['error', 20],
      // A row of a table of cases is spread over the parameters of its test.
      '@typescript-eslint/max-params': 'off',
    },
  },
  {
    files: ['test/rules/*.js'],
    languageOptions: { sourceType: 'module' },
    rules: { eqeqeq: ['error', 'always'] },
  },
);
