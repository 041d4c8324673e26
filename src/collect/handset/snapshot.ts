import { parsePackages } from './answers/packages.ts';
import type { Change } from './journal.ts';
import type { HandsetShell, SettingsTable } from './shell.ts';

const TABLES: readonly SettingsTable[] = ['global', 'secure', 'system'];
export type Snapshot = Omit<Extract<Change, { kind: 'snapshot' }>, 'kind'>;

/** One setting that differs from what it was; null stands for no row. */
export type SettingDifference = {
  readonly table: SettingsTable;
  readonly key: string;
  readonly before: string | null;
  readonly now: string | null;
};

/** Settings and packages as they are now; taken before Appium starts. */
export const takeSnapshot = async (shell: HandsetShell): Promise<Snapshot> => {
  const settings: Record<string, Record<string, string>> = {};
  for (const table of TABLES) settings[table] = Object.fromEntries(await shell.settings(table));
  const packages = parsePackages((await shell.run(['pm', 'list', 'packages'])).text).map(({ name }) => name);
  return { settings, packages: packages.sort() };
};

/** Settings that differ between two snapshots. */
export const settingDifferences = (before: Snapshot, now: Snapshot): SettingDifference[] =>
  TABLES.flatMap((table) => {
    const old = new Map(Object.entries(before.settings[table] ?? {}));
    const fresh = new Map(Object.entries(now.settings[table] ?? {}));
    return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((key) => {
      const was = old.get(key) ?? null;
      const is = fresh.get(key) ?? null;
      return was === is ? [] : [{ table, key, before: was, now: is }];
    });
  });

/** Packages that were not there before. */
export const addedPackages = (before: Snapshot, now: Snapshot): string[] =>
  now.packages.filter((name) => !before.packages.includes(name));
