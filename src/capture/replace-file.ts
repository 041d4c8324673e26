import { constants, copyFile, link, lstat, open, rename } from 'node:fs/promises';

const MOST_KEPT = 1000;
const CHUNK_BYTES = 1 << 20;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

const holdSame = async (one: string, other: string): Promise<boolean> => {
  const [a, b] = await Promise.all([lstat(one), lstat(other)]);
  if (!a.isFile() || !b.isFile() || a.size !== b.size) return false;
  await using first = await open(one);
  await using second = await open(other);
  const [left, right] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
  for (let at = 0; at < a.size; at += CHUNK_BYTES) {
    const [ours, theirs] = await Promise.all([
      first.read(left, 0, CHUNK_BYTES, at),
      second.read(right, 0, CHUNK_BYTES, at),
    ]);
    if (!left.subarray(0, ours.bytesRead).equals(right.subarray(0, theirs.bytesRead))) return false;
  }
  return true;
};

// A second name where the disk knows such, else a copy; false where the name is taken.
const nameToo = async (path: string, name: string): Promise<boolean> => {
  try {
    await link(path, name).catch(async (error: unknown) => {
      if (['EEXIST', 'ENOENT'].includes(codeOf(error))) throw error;
      await copyFile(path, name, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
};

const keepAside = async (path: string): Promise<string> => {
  for (let number = 1; number <= MOST_KEPT; number += 1) {
    const name = `${path}.~${String(number)}~`;
    if (await nameToo(path, name)) return name;
  }
  throw new Error(`there are ${String(MOST_KEPT)} earlier files of this name`);
};

/**
 * Puts a finished file in the place of another. What stood there before and holds anything else is kept beside it as
 * `NAME.~1~`, `NAME.~2~`, … as `cp --backup=numbered` names it; gives that name, or null where nothing had to be kept.
 * The place is never empty meanwhile. @throws what the file system throws; then the place holds what it held
 */
export const replaceFile = async (fresh: string, path: string): Promise<string | null> => {
  const isThere = await lstat(path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
  const kept = isThere && !(await holdSame(fresh, path)) ? await keepAside(path) : null;
  await rename(fresh, path);
  return kept;
};
