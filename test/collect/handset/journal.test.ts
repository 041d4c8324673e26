import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalPath, openJournal } from '#collect/handset/journal';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
const path = (): string => join(folder, 'deep', 'er', 'j.jsonl');
const tunnel = { kind: 'tunnel', remote: 'tcp:8080' } as const;
const setting = { kind: 'setting', table: 'global', key: 'http_proxy', before: null } as const;

describe('openJournal', () => {
  it('is on the disk before a change is made, and read by a later process', async () => {
    const journal = await openJournal(path());
    await journal.intend(tunnel);
    expect(await readFile(path(), 'utf8')).toContain('tcp:8080');
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    await journal.intend(setting);
    await journal.undone(2);
    const later = await openJournal(path());
    expect(later.pending()).toEqual([{ n: 1, change: tunnel }]);
    expect(await later.intend(setting)).toBe(2);
    await journal.close();
    await later.close();
  });

  it('reads what stands before a cut, and goes on after it', async () => {
    const journal = await openJournal(path());
    await journal.intend(tunnel);
    await journal.intend(setting);
    await journal.close();
    await truncate(path(), (await stat(path())).size - 10);
    const later = await openJournal(path());
    expect(later.pending().map(({ change }) => change.kind)).toEqual(['tunnel']);
    await later.intend(setting);
    await later.close();
    const last = await openJournal(path());
    expect(last.pending().map(({ change }) => change.kind)).toEqual(['tunnel', 'setting']);
    await last.close();
  });

  it('goes away when nothing is pending', async () => {
    const journal = await openJournal(path());
    await journal.undone(await journal.intend(tunnel));
    await journal.close();
    await expect(stat(path())).rejects.toThrow('ENOENT');
  });

  it('says so when it cannot be written', async () => {
    await writeFile(join(folder, 'deep'), '');
    await expect(openJournal(path())).rejects.toMatchObject({ code: 'not-writable' });
  });
});

describe('journalPath', () => {
  it('holds a hash of the serial, never the serial, under the state folder', () => {
    const made = journalPath('33c1a550f001', { XDG_STATE_HOME: '/state' });
    expect(made).toMatch(/^\/state\/phonehome\/journal\/[0-9a-f]{16}\.jsonl$/);
    expect(journalPath('x', { HOME: '/home/a' })).toMatch(/^\/home\/a\/\.local\/state\/phonehome\/journal\//);
  });
});
