import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  const mode = 0o600;
  return {
    screen: async (name) => {
      count += 1;
      await writeFile(await path(name, 'png'), await screens.screenshot(), { mode });
      await writeFile(await path(name, 'xml'), await screens.tree(), { mode });
    },
    readings: async (name, rows) => {
      await writeFile(await path(name, 'json'), `${JSON.stringify(rows, null, 2)}\n`, { mode });
    },
  };
};
