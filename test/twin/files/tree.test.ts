import { describe, expect, it } from 'vitest';
import { FileFault } from '#twin/files/node';
import {
  bootFileTree,
  createFileTree,
  exists,
  listDirectory,
  makeLink,
  mayRead,
  mount,
  readBytes,
  removePath,
  setMode,
  transfer,
  unmount,
  writeBytes,
} from '#twin/files/tree';
import type { FileTree } from '#twin/files/walk';

const tree = (): FileTree => createFileTree(() => 1_700_000_000_000, 33);
const text = (bytes: Buffer): string => bytes.toString();

const faultOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (fault) {
    if (fault instanceof FileFault) return fault.code;
    throw fault;
  }
};

describe('the file tree', () => {
  it.each([
    ['/system/etc/x', 2000, 'EROFS'],
    ['/system/etc/x', 0, 'EROFS'],
    ['/etc/x', 0, 'EROFS'],
    ['/data/misc/x', 2000, 'EACCES'],
    ['/data/misc/x', 0, 'none'],
    ['/sdcard/x', 2000, 'none'],
    ['/storage/emulated/0/x', 2000, 'none'],
    ['/data/local/tmp/x', 2000, 'none'],
    ['/data/local/tmp', 2000, 'EISDIR'],
    ['/nowhere/x', 0, 'ENOENT'],
    ['/system/etc/hosts/x', 0, 'ENOTDIR'],
  ] as const)('writes %s as user %d: %s', (path, user, fault) => {
    expect(faultOf(() => writeBytes(tree(), path, Buffer.from('x'), { user }))).toBe(fault);
  });

  it('covers a directory with an empty one until it is uncovered or the handset boots', () => {
    const files = tree();
    mount(files, '/etc/security/cacerts');
    writeBytes(files, '/system/etc/security/cacerts/a.0', Buffer.from('a'), { user: 0 });
    expect(listDirectory(files, '/etc/security/cacerts').map(([name]) => name)).toEqual(['a.0']);
    expect(
      faultOf(() => removePath(files, '/system/etc/security/cacerts', { user: 0, recursive: true })),
    ).toBe('EBUSY');
    unmount(files, '/etc/security/cacerts');
    expect(listDirectory(files, '/system/etc/security/cacerts')).toEqual([]);
    expect(faultOf(() => unmount(files, '/etc/security/cacerts'))).toBe('EINVAL');
    mount(files, '/system/etc', '/data/local');
    files.systemWritable = true;
    bootFileTree(files);
    expect(readBytes(files, '/etc/hosts').length).toBeGreaterThan(0);
    expect(files.systemWritable).toBe(false);
  });

  it('shows a directory bound over another, as the store of the APEX from API 34', () => {
    const files = createFileTree(() => 0, 34);
    mount(files, '/system/etc/security/cacerts');
    writeBytes(files, '/system/etc/security/cacerts/a.0', Buffer.from('a'), { user: 0 });
    mount(files, '/apex/com.android.conscrypt/cacerts', '/system/etc/security/cacerts');
    expect(text(readBytes(files, '/apex/com.android.conscrypt/cacerts/a.0'))).toBe('a');
  });

  it('copies, moves, links and sets modes', () => {
    const files = tree();
    const user = 2000;
    writeBytes(files, '/sdcard/a', Buffer.from('1'), { user });
    writeBytes(files, '/sdcard/a', Buffer.from('2'), { user, append: true });
    transfer(files, '/sdcard/a', '/sdcard/Download', { user, keep: true });
    transfer(files, '/sdcard/a', '/sdcard/b', { user, keep: false });
    makeLink(files, '/sdcard/l', 'b', user);
    setMode(files, '/sdcard/l', 0o600, user);
    expect(text(readBytes(files, '/sdcard/Download/a')) + text(readBytes(files, '/sdcard/l'))).toBe('1212');
    expect(exists(files, '/sdcard/a')).toBe(false);
    expect(faultOf(() => makeLink(files, '/sdcard/l', 'b', user))).toBe('EEXIST');
    expect(faultOf(() => transfer(files, '/sdcard/l/none', '/sdcard/x', { user, keep: true }))).toBe(
      'ENOTDIR',
    );
  });

  it('ends at links that go round', () => {
    const files = tree();
    makeLink(files, '/sdcard/a', 'b', 2000);
    makeLink(files, '/sdcard/b', 'a', 2000);
    expect(faultOf(() => readBytes(files, '/sdcard/a'))).toBe('ELOOP');
    expect(exists(files, '/sdcard/a')).toBe(false);
    expect(text(readBytes(files, '/sdcard/../../../../../etc/../etc/hosts'))).toContain('localhost');
  });

  it.each([
    ['/data/misc/user/0/cacerts-added', 2000, false],
    ['/data/local/tmp', 2000, true],
    ['/data/misc/user/0/cacerts-added', 0, true],
  ] as const)('lets %s be read by %d: %s', (path, user, allowed) => {
    expect(mayRead(path, user)).toBe(allowed);
  });
});
