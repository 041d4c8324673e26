import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '#capture/replace-file';
import { makeTempFolder } from '../support/temp-folder.ts';

const replaced = async (folder: string, content: string): Promise<string | null> => {
  const fresh = join(folder, 'fresh');
  await writeFile(fresh, content);
  return replaceFile(fresh, join(folder, 'file'));
};
const contents = async (folder: string): Promise<Record<string, string>> => {
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
};

describe('replaceFile', () => {
  it('keeps all that stood there, the latest under the highest number', async () => {
    await using folder = await makeTempFolder();
    const file = join(folder.path, 'file');
    expect(await replaced(folder.path, 'one')).toBeNull();
    expect(await replaced(folder.path, 'two')).toBe(`${file}.~1~`);
    expect(await replaced(folder.path, 'six')).toBe(`${file}.~2~`);
    expect(await contents(folder.path)).toEqual({ file: 'six', 'file.~1~': 'one', 'file.~2~': 'two' });
  });

  it('keeps nothing of what is the same', async () => {
    await using folder = await makeTempFolder();
    const long = 'x'.repeat(3 << 20);
    await replaced(folder.path, long);
    expect(await replaced(folder.path, long)).toBeNull();
    expect(await replaced(folder.path, `${long.slice(1)}y`)).toBe(join(folder.path, 'file.~1~'));
  });

  it('leaves alone what a link in its place leads to', async () => {
    await using folder = await makeTempFolder();
    await writeFile(join(folder.path, 'own'), 'own');
    await symlink('own', join(folder.path, 'file'));
    await replaced(folder.path, 'one');
    expect(await contents(folder.path)).toEqual({ file: 'one', 'file.~1~': 'own', own: 'own' });
  });

  it('does nothing to a folder in its place', async () => {
    await using folder = await makeTempFolder();
    await mkdir(join(folder.path, 'file'));
    await expect(replaced(folder.path, 'one')).rejects.toThrow();
    expect((await readdir(folder.path)).sort()).toEqual(['file', 'fresh']);
  });
});
