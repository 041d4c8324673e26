import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#model/failure';
import { FILE_MODE } from './layout.ts';
import { safeNameFrom } from './safe-name.ts';

/** Turns an error of writing into a Failure that names the file. */
export const writeFailure = (path: string, cause: unknown): Failure => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const file = safeNameFrom(path);
  return new Failure('not-writable', `${file} cannot be written (${code})`, {
    place: { file },
    remedy: code === 'ENOSPC' ? 'free some space on the disk' : 'check the folder and its permissions',
    cause,
  });
};

/** Writes a file so that a reader sees the old one or the new one, never a part. @throws Failure not-writable */
export const writeWhole = async (path: string, content: string): Promise<void> => {
  const fresh = join(dirname(path), `.${basename(path)}.new`);
  try {
    await rm(fresh, { force: true });
    {
      await using file = await open(fresh, 'wx', FILE_MODE);
      await file.writeFile(content);
      await file.datasync();
    }
    await rename(fresh, path);
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw writeFailure(path, cause);
  }
};
