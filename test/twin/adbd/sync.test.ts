import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningTwin, startTwin } from '#twin/twin';
import { makeTwin } from '../../support/make-twin.ts';
import { type Adb, HAS_ADB, startAdb } from '../../support/start-adb.ts';

describe.skipIf(!HAS_ADB)('files by the real adb', () => {
  let adb: Adb;
  let twin: RunningTwin;
  beforeAll(async () => {
    adb = await startAdb();
    twin = await startTwin({ twin: makeTwin() });
    await adb.connect(twin.address);
  });
  afterAll(async () => {
    await adb[Symbol.asyncDispose]();
    await twin[Symbol.asyncDispose]();
  });
  const run = (...args: readonly string[]): ReturnType<Adb['run']> => adb.run('-s', twin.address, ...args);

  it.each([0, 1, 65_536, 3_000_001])('pushes and pulls %d bytes unchanged', async (length) => {
    const sent = join(adb.home, 'sent');
    const back = join(adb.home, 'back');
    writeFileSync(sent, randomBytes(length));
    expect((await run('push', sent, '/data/local/tmp/file')).code).toBe(0);
    expect((await run('pull', '/data/local/tmp/file', back)).code).toBe(0);
    expect(readFileSync(back).equals(readFileSync(sent))).toBe(true);
  });

  it('lists a directory with sizes', async () => {
    twin.machine.handset.files.nowMs();
    await run('shell', 'mkdir -p /sdcard/Download/d; echo 12345 > /sdcard/Download/f');
    expect((await run('ls', '/sdcard/Download')).stdout).toMatch(/000081\w+ 00000006 \w+ f/);
  });

  it('makes missing directories of a target in a place that the shell may write', async () => {
    const sent = join(adb.home, 'sent');
    writeFileSync(sent, 'x');
    expect((await run('push', sent, '/sdcard/new/place/f')).code).toBe(0);
    expect((await run('shell', 'cat /storage/emulated/0/new/place/f')).stdout).toBe('x');
  });

  it('says why a file cannot be written or read', async () => {
    const sent = join(adb.home, 'sent');
    writeFileSync(sent, 'x');
    const push = await run('push', sent, '/system/etc/x');
    expect(push.code).toBe(1);
    expect(push.stderr + push.stdout).toContain('Read-only file system');
    const pull = await run('pull', '/data/misc/user/0/cacerts-added', adb.home);
    expect(pull.code).toBe(1);
  });
});
