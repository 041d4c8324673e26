import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, tryFolder } from '#capture/make-folder';
import { makeTempFolder } from '../support/temp-folder.ts';

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('makeFolder', () => {
  it('makes what is missing, says what, and takes what is there', async () => {
    await using temp = await makeTempFolder();
    const inner = join(temp.path, 'a', 'b');
    expect(await makeFolder(inner, 0o700)).toEqual([join(temp.path, 'a'), inner]);
    expect(statSync(inner).mode & 0o777).toBe(0o700);
    expect(await makeFolder(inner)).toEqual([]);
  });

  it('ends where the file system makes nothing, and where a file is in the way', async () => {
    await using temp = await makeTempFolder();
    const file = await temp.write('file', '');
    expect(await codeOf(makeFolder('/proc/x/y'))).toBe('ENOENT');
    expect(await codeOf(makeFolder(join(file, 'a')))).toBe('ENOTDIR');
    expect(await codeOf(makeFolder(file))).toBe('ENOTDIR');
  });
});

describe('tryFolder', () => {
  it('leaves nothing behind, and keeps what was there', async () => {
    await using temp = await makeTempFolder();
    mkdirSync(join(temp.path, 'kept'));
    await tryFolder(join(temp.path, 'kept', 'a', 'b'));
    expect(existsSync(join(temp.path, 'kept', 'a'))).toBe(false);
    expect(existsSync(join(temp.path, 'kept'))).toBe(true);
    expect(await codeOf(tryFolder('/proc/x/y'))).toBe('ENOENT');
  });
});
