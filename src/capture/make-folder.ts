import { access, constants, mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';

/** The folders that are missing on the way to a path, the outermost first. @throws the error of the file system */
const missingOf = async (path: string): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      if ((await stat(folder)).isDirectory()) return missing.reverse();
      throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    } catch (cause) {
      if (!isMissing(cause) || folder === dirname(folder)) throw cause;
      missing.push(folder);
    }
  }
};

/**
 * Makes a folder with all that is missing above it; gives what it made, the outermost first. Node's own recursive mkdir
 * never ends where a file system answers "no such file" to making one, as /proc does.
 * @throws the error of the file system, with its `code`
 */
export const makeFolder = async (path: string, mode?: number): Promise<readonly string[]> => {
  const made: string[] = [];
  for (const folder of await missingOf(path)) {
    try {
      await mkdir(folder, mode);
      made.push(folder);
    } catch (cause) {
      // Another process may have been faster.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    }
  }
  return made;
};

/** Whether a folder could be made and written into; leaves nothing behind. @throws the error of the file system */
export const tryFolder = async (path: string): Promise<void> => {
  const made = await makeFolder(path);
  try {
    await access(path, constants.W_OK | constants.X_OK);
  } finally {
    for (const folder of [...made].reverse()) await rmdir(folder).catch(() => undefined);
  }
};
