import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is deleted at the end of the block: `await using folder = await makeTempFolder()`. */
export type TempFolder = AsyncDisposable & {
  readonly path: string;
  /** Writes a file into it and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
};

/** Makes an empty folder under the system's folder for temporary files. */
export const makeTempFolder = async (): Promise<TempFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'phonehome-test-'));
  return {
    path,
    write: async (name, content) => {
      const file = join(path, name);
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
};
