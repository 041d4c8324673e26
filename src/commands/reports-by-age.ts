import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The saved reports under reports/ of the working directory, the newest first. Never throws. */
export const reportsByAge = async (): Promise<readonly string[]> => {
  const folders = await readdir('reports', { withFileTypes: true }).catch(() => []);
  const files = folders
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('reports', name, 'report.json'));
  const dated = await Promise.all(
    files.map(async (file) => ({
      file,
      atMs: await stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => -1,
      ),
    })),
  );
  return dated
    .filter(({ atMs }) => atMs >= 0)
    .sort((a, b) => b.atMs - a.atMs)
    .map(({ file }) => file);
};
