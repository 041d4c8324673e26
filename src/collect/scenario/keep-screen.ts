import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#model/failure';
import type { Screens } from '../driver/screens.ts';

/** Keeps what the owner saw at a decision: `screens/<name>.png` and `.xml`, and beside them what was read back. */
export type ScreenKeeper = {
  screen(name: string): Promise<void>;
  readings(name: string, rows: readonly Readonly<Record<string, string | boolean | null>>[]): Promise<void>;
};

/** Writes into the folder `screens` of a capture, for the owner's eyes only. */
export const makeScreenKeeper = (folder: string, screens: Screens): ScreenKeeper => {
  let count = 0;
  const path = async (name: string, suffix: string): Promise<string> => {
    const inside = join(folder, 'screens');
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return join(inside, `${String(count).padStart(2, '0')}-${name}.${suffix}`);
  };
  const write = async (file: string, content: string | Buffer): Promise<void> => {
    await writeFile(file, content, { mode: 0o600 }).catch((cause: unknown) => {
      throw new Failure('not-writable', 'a screen could not be kept', {
        place: { file },
        remedy: 'free some space on the disk, or name another folder with --out DIR',
        cause,
      });
    });
  };
  return {
    screen: async (name) => {
      count += 1;
      await write(await path(name, 'png'), await screens.screenshot());
      await write(await path(name, 'xml'), await screens.tree());
    },
    readings: async (name, rows) => {
      await write(await path(name, 'json'), `${JSON.stringify(rows, null, 2)}\n`);
    },
  };
};
