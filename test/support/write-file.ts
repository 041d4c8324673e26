import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes a file into a new temporary folder and gives its path. */
export const writeFile = (name: string, content: string | Uint8Array): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'phonehome-test-')), name);
  writeFileSync(file, content);
  return file;
};
