import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningTwin, startTwin } from '#twin/twin';
import { makeTwin } from '../../support/make-twin.ts';
import { type Adb, HAS_ADB, startAdb } from '../../support/start-adb.ts';

describe.skipIf(!HAS_ADB)('adbd, asked by the real adb', () => {
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

  it('is listed with the product, model and device of the profile', async () => {
    const { stdout } = await adb.run('devices', '-l');
    expect(stdout).toContain(twin.address);
    expect(stdout).toMatch(/device product:class33_global model:22000RC33G device:class33/);
  });

  it('keeps outputs and exit codes apart', async () => {
    expect(await run('shell', 'echo out; echo err >&2; exit 7')).toMatchObject({
      code: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('passes bytes of exec-out as they are', async () => {
    const { bytes } = await run('exec-out', 'screencap -p');
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  });

  it('knows a host again that it has allowed', async () => {
    await adb.run('disconnect', twin.address);
    const { stdout } = await adb.run('connect', twin.address);
    expect(stdout).toContain(`connected to ${twin.address}`);
    expect((await adb.run('devices')).stdout).toContain(`${twin.address}\tdevice`);
  });

  it('keeps its files and settings over a new connection, but no tunnel', async () => {
    await run('shell', 'echo kept > /data/local/tmp/kept; settings put global kept 1');
    await run('reverse', 'tcp:8080', 'tcp:5650');
    await adb.run('disconnect', twin.address);
    await adb.connect(twin.address);
    expect((await run('shell', 'cat /data/local/tmp/kept; settings get global kept')).stdout).toBe(
      'kept\n1\n',
    );
    expect((await run('reverse', '--list')).stdout.trim()).toBe('');
  });

  it('refuses services that it does not have', async () => {
    expect((await run('jdwp')).code).not.toBe(0);
    expect(twin.machine.unknownCommands).toEqual([]);
  });
});

describe.skipIf(!HAS_ADB)('a handset whose owner does not answer', () => {
  it('stays unauthorized', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin({ traps: { unauthorized: true } }) });
    await adb.run('connect', twin.address);
    expect((await adb.run('devices')).stdout).toContain(`${twin.address}\tunauthorized`);
    const { code, stderr } = await adb.run('-s', twin.address, 'shell', 'true');
    expect(code).toBe(1);
    expect(stderr).toContain('device unauthorized');
  });
});

describe.skipIf(!HAS_ADB)('a handset without adb features', () => {
  it('merges outputs and gives no exit code, as up to Android 6', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin({ traps: { legacyAdb: true } }) });
    await adb.connect(twin.address);
    const answer = await adb.run('-s', twin.address, 'shell', 'echo out; echo err >&2; false; echo $?');
    expect(answer).toMatchObject({ code: 0, stdout: 'out\nerr\n1\n' });
    expect((await adb.run('-s', twin.address, 'shell', 'false')).code).toBe(0);
  });
});
