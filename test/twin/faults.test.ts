import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningTwin, startTwin } from '#twin/twin';
import { makeTwin } from '../support/make-twin.ts';
import { type Adb, HAS_ADB, startAdb } from '../support/start-adb.ts';
import { type Appium, startAppium } from '../support/start-appium.ts';

describe.skipIf(!HAS_ADB)('faults in a session of the real driver', () => {
  let adb: Adb;
  let appium: Appium;
  beforeAll(async () => {
    adb = await startAdb();
    appium = await startAppium(adb);
  }, 60_000);
  afterAll(async () => {
    await appium[Symbol.asyncDispose]();
    await adb[Symbol.asyncDispose]();
  });
  const open = async (twin: RunningTwin): Promise<WebdriverIO.Browser> => {
    await adb.connect(twin.address);
    return appium.session(twin.address);
  };

  it('shows a killed server process as such, and a new session works', async () => {
    await using twin = await startTwin({ twin: makeTwin() });
    const driver = await open(twin);
    await twin.control.fault('kill-automation');
    await expect(driver.getPageSource()).rejects.toThrow(
      /instrumentation process is not running|cannot be proxied/,
    );
    await driver.deleteSession();
    const again = await appium.session(twin.address);
    expect(await again.getPageSource()).toContain('com.android.provision');
    await again.deleteSession();
  }, 90_000);

  it('loses a vanished handset and finds it again with its state', async () => {
    await using twin = await startTwin({ twin: makeTwin() });
    await adb.connect(twin.address);
    await adb.run('-s', twin.address, 'shell', 'echo kept > /sdcard/kept');
    await twin.control.fault('vanish');
    expect((await adb.run('-s', twin.address, 'shell', 'true')).code).not.toBe(0);
    await twin.control.fault('return');
    await adb.run('disconnect', twin.address);
    await adb.connect(twin.address);
    expect((await adb.run('-s', twin.address, 'shell', 'cat /sdcard/kept')).stdout).toBe('kept\n');
  }, 60_000);

  it('refuses a session while security settings are off, unless the harness knows of it', async () => {
    await using twin = await startTwin({ twin: makeTwin({ traps: { securitySettingsOff: true } }) });
    await adb.connect(twin.address);
    await expect(appium.session(twin.address)).rejects.toThrow(/WRITE_SECURE_SETTINGS|hidden_api/i);
  }, 60_000);
});
