import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '#model/failure';

/** Makes an empty folder for temporary files, 0700; who asks for it removes it. @throws Failure not-writable */
export const makeTemporaryFolder = async (): Promise<string> => {
  const place = tmpdir();
  try {
    return await mkdtemp(join(place, 'phonehome-'));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new Failure('not-writable', `the folder for temporary files cannot be written into (${code})`, {
      place: { file: place },
      remedy: 'name another folder in the variable TMPDIR, or make that one and free some space on it',
      cause,
    });
  }
};
