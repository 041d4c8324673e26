import { Failure } from '#model/failure';
import { openAdb, type AdbSettings } from './handset/adb.ts';
import { selectHandset } from './handset/adb-failure.ts';
import { journalPath, openJournal, type Journal } from './handset/journal.ts';
import { restoreHandset, type Restored } from './handset/restore.ts';
import { shellOf, type HandsetShell } from './handset/shell.ts';

/** A handset that was found and its journal. */
export type OpenHandset = {
  readonly shell: HandsetShell;
  /** A shell that an interruption does not end: for putting things back. */
  readonly calmShell: HandsetShell;
  readonly journal: Journal;
};

/**
 * Finds the handset and opens its journal.
 * @throws Failure of adb, of the choice, or `usage` when an earlier run left changes and they are not to be undone.
 */
export const openHandset = async (
  settings: AdbSettings,
  choice: {
    readonly serial?: string | undefined;
    readonly restoreFirst: boolean;
    readonly signal?: AbortSignal;
    readonly environment: NodeJS.ProcessEnv;
  },
): Promise<OpenHandset> => {
  const adb = await openAdb(settings);
  const { serial } = selectHandset(await adb.devices(), choice.serial);
  const journal = await openJournal(journalPath(serial, choice.environment));
  const calmShell = shellOf(adb, serial);
  const shell = shellOf(adb, serial, choice.signal);
  if (journal.pending().length > 0) {
    if (choice.restoreFirst) await restoreHandset(calmShell, journal);
    else {
      await journal.close();
      throw new Failure('usage', 'an earlier run left changes on this handset', {
        remedy: 'run `phonehome restore`, or repeat with --restore-first',
      });
    }
  }
  return { shell, calmShell, journal };
};

/** Undoes what earlier runs left on a handset; from any later process. @throws Failure */
export const restoreEarlier = async (
  settings: AdbSettings,
  choice: { readonly serial?: string | undefined; readonly environment: NodeJS.ProcessEnv },
): Promise<Restored> => {
  const adb = await openAdb(settings);
  const { serial } = selectHandset(await adb.devices(), choice.serial);
  const journal = await openJournal(journalPath(serial, choice.environment));
  try {
    return await restoreHandset(shellOf(adb, serial), journal);
  } finally {
    await journal.close();
  }
};
