import { describe, expect, it } from 'vitest';
import { startTwin } from '#twin/twin';
import { makeTwin } from '../../support/make-twin.ts';
import { HAS_ADB, startAdb } from '../../support/start-adb.ts';

describe.skipIf(!HAS_ADB)('root by adb', () => {
  it('is granted on a userdebug build, and the system can then be written', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin() });
    await adb.connect(twin.address);
    const run = (...args: readonly string[]): ReturnType<typeof adb.run> =>
      adb.run('-s', twin.address, ...args);
    expect((await run('shell', 'echo x > /system/etc/x')).stderr).toContain('Read-only file system');
    expect((await run('root')).stdout).toContain('restarting adbd as root');
    await adb.connect(twin.address);
    expect((await run('shell', 'id -u')).stdout).toBe('0\n');
    expect((await run('root')).stdout).toContain('already running as root');
    expect((await run('remount')).stdout).toContain('remount succeeded');
    expect((await run('shell', 'echo x > /system/etc/x && cat /etc/x')).stdout).toBe('x\n');
    await run('unroot');
    await adb.connect(twin.address);
    expect((await run('shell', 'id -u')).stdout).toBe('2000\n');
  });

  it('is refused on a user build', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin({ buildType: 'user' }) });
    await adb.connect(twin.address);
    const run = (...args: readonly string[]): ReturnType<typeof adb.run> =>
      adb.run('-s', twin.address, ...args);
    expect((await run('root')).stdout).toContain('adbd cannot run as root in production builds');
    expect((await run('remount')).stdout).toContain('Not running as root');
    expect((await run('shell', 'su -c id')).code).toBe(127);
  });
});

describe.skipIf(!HAS_ADB)('a reboot by adb', () => {
  it('fires boot, ends what lives in memory and makes a deleted proxy take effect', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin() });
    await adb.connect(twin.address);
    const boots: string[] = [];
    twin.machine.handset.events.on(({ name }) => void boots.push(name));
    const run = (...args: readonly string[]): ReturnType<typeof adb.run> =>
      adb.run('-s', twin.address, ...args);
    await run('shell', 'settings put global http_proxy localhost:8080');
    await run('shell', 'settings delete global http_proxy');
    expect(twin.machine.handset.route().proxy).toEqual({ host: 'localhost', port: 8080 });
    await run('reboot');
    await expect.poll(() => boots).toContain('boot');
    expect(twin.machine.handset.route().proxy).toBeNull();
    await adb.connect(twin.address);
    expect((await run('shell', 'settings list global')).stdout).not.toContain('proxy');
  });
});
