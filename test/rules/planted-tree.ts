import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const SETTINGS = [
  'package.json',
  'tsconfig.json',
  'src/tsconfig.json',
  'test/rules/eslint.config.js',
  'test/rules/layering.cjs',
];

/** A folder with the project's settings and packages and the given files only; dispose removes it. */
export const plantTree = (files: Readonly<Record<string, string>>) => {
  const path = mkdtempSync(join(tmpdir(), 'phonehome-rules-'));
  for (const file of SETTINGS) cpSync(join(PROJECT, file), join(path, file));
  symlinkSync(join(PROJECT, 'node_modules'), join(path, 'node_modules'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
};
