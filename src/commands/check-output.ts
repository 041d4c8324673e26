import { tryFolder } from '#capture/make-folder';
import { Failure } from '#model/failure';

/** Sees to it that a folder for results can be made, before there are any. @throws Failure not-writable */
export const checkOutput = async (folder: string, what: 'captures' | 'reports'): Promise<void> => {
  try {
    await tryFolder(folder);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new Failure('not-writable', `the folder for ${what} cannot be made or written into (${code})`, {
      place: { file: folder },
      remedy: 'name another folder with --out DIR, or change its permissions',
      cause,
    });
  }
};
