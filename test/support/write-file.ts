import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

// Once for each test file, which has its own copy of this module.
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a file into a new folder, which is deleted at the end of the test file, and gives its path. */
export const writeFile = (name: string, content: string | Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'phonehome-test-'));
  folders.push(folder);
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
