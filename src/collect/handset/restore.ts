import { awaitHandset } from './await-handset.ts';
import { addedPackages, settingDifferences, takeSnapshot, type SettingDifference } from './snapshot.ts';
import type { Change, Journal } from './journal.ts';
import { quoted, type HandsetShell } from './shell.ts';

/** The outcome of a restoration: what stays changed, in words for the report. */
export type Restored = { readonly undone: number; readonly leftChanged: readonly string[] };

type Owner = { readonly settings: ReadonlySet<string>; readonly packages: ReadonlySet<string> };

/** What undoing goes by; `owner` is found when the mark of the scenario is reached. */
type Undoing = {
  readonly shell: HandsetShell;
  readonly ours: ReadonlySet<string>;
  owner: Owner;
  left: string[];
};

const keyOf = ({ table, key }: { readonly table: string; readonly key: string }): string => `${table} ${key}`;

/** `:0` works at once, deleting only from the next boot (tweaselORG/appstraction, appium-adb#392): both, in order. */
const undoProxy = async (shell: HandsetShell, before: string | null): Promise<void> => {
  await shell.putSetting('global', 'http_proxy', before ?? ':0');
  if (before === null) await shell.deleteSetting('global', 'http_proxy');
};

const putBack = async (
  shell: HandsetShell,
  { table, key, before }: Omit<SettingDifference, 'now'>,
): Promise<void> => {
  if (table === 'global' && key === 'http_proxy') await undoProxy(shell, before);
  else if (before === null) await shell.deleteSetting(table, key);
  else await shell.putSetting(table, key, before);
};

const findOwner = async (undoing: Undoing, found: Extract<Change, { kind: 'scenario' }>): Promise<void> => {
  const now = await takeSnapshot(undoing.shell);
  const differences = settingDifferences(found, now).filter((one) => !undoing.ours.has(keyOf(one)));
  const packages = addedPackages(found, now);
  undoing.owner = { settings: new Set(differences.map(keyOf)), packages: new Set(packages) };
  undoing.left.push(
    ...differences.map(({ table, key }) => `setting ${table} ${key}`),
    ...packages.map((name) => `package ${name}`),
  );
};

const undoSnapshot = async (
  { shell, owner }: Undoing,
  before: Extract<Change, { kind: 'snapshot' }>,
): Promise<void> => {
  const now = await takeSnapshot(shell);
  for (const difference of settingDifferences(before, now))
    if (!owner.settings.has(keyOf(difference))) await putBack(shell, difference);
  for (const name of addedPackages(before, now))
    if (!owner.packages.has(name)) await shell.adbRun(['uninstall', name], { timeoutMs: 60_000 });
};

const removeRow = async ({ shell, left }: Undoing, row: Extract<Change, { kind: 'row' }>): Promise<void> => {
  const where = `${row.column}='${row.value.replaceAll("'", "''")}'`;
  await shell.run(['content', 'delete', '--uri', row.uri, '--where', where]);
  // Providers refuse by doing nothing too (SmsProvider, for all but the default messaging app): what is there tells.
  const { text } = await shell.run(['content', 'query', '--uri', row.uri, '--where', where]);
  if (/^Row: \d/m.test(text) || /Exception|Error/.test(text)) left.push(`a row in ${row.uri}`);
};

const leaveRoot = async (shell: HandsetShell): Promise<void> => {
  await shell.adbRun(['unroot']);
  await awaitHandset(shell);
};

const undo = async (undoing: Undoing, change: Change): Promise<void> => {
  const { shell } = undoing;
  switch (change.kind) {
    case 'setting':
      return putBack(shell, change);
    case 'tunnel':
      return shell.closeTunnel(change.remote);
    case 'file':
      await shell.line(`rm -rf ${quoted(change.path)}`);
      return;
    case 'mount':
      await shell.line(`umount ${quoted(change.path)}`);
      return;
    case 'root':
      return leaveRoot(shell);
    case 'row':
      return removeRow(undoing, change);
    case 'scenario':
      return findOwner(undoing, change);
    case 'snapshot':
      return undoSnapshot(undoing, change);
  }
};

/**
 * Puts a handset back: undoes what the journal holds, the latest change first. Each change may be undone again
 * without harm. One that fails stays in the journal for the next try, and the rest is undone all the same.
 * @throws the first fault, after all was tried.
 */
export const restoreHandset = async (shell: HandsetShell, journal: Journal): Promise<Restored> => {
  const pending = [...journal.pending()].reverse();
  const settings = pending.flatMap(({ change }) => (change.kind === 'setting' ? [keyOf(change)] : []));
  const undoing: Undoing = {
    shell,
    ours: new Set(settings),
    owner: { settings: new Set(), packages: new Set() },
    left: [],
  };
  const faults: unknown[] = [];
  for (const { n, change } of pending)
    try {
      await undo(undoing, change);
      await journal.undone(n);
    } catch (fault) {
      faults.push(fault);
    }
  if (faults.length > 0) throw faults[0];
  return { undone: pending.length, leftChanged: undoing.left };
};
