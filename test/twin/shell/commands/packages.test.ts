import { describe, expect, it } from 'vitest';
import { installApk } from '#twin/packages/install';
import { driverApk } from '../../../support/driver-apk.ts';
import { runLine } from '../../../support/run-line.ts';
import { useScreen } from '../../../support/use-screen.ts';
import { withMachine } from '../../../support/with-machine.ts';

const settingsApk = driverApk('settings');

describe('pm', () => {
  it('lists packages with uids, shared ones too', async () => {
    await using used = await withMachine();
    const { stdout } = await runLine(used.machine, 'pm list packages -U -s');
    expect(stdout).toContain('package:com.miui.securitycenter uid:1000\n');
    expect(stdout).toContain('package:com.android.settings uid:1000\n');
    expect(stdout).toContain('package:com.android.updater uid:6102\n');
    expect((await runLine(used.machine, 'pm list packages -3')).stdout).toBe('');
    expect((await runLine(used.machine, 'cmd package list packages miui.analytics')).stdout).toBe(
      'package:com.miui.analytics\n',
    );
  });

  it('installs by stream and from a file, and uninstalls', async () => {
    await using used = await withMachine();
    const { machine } = used;
    expect(await installApk(machine, settingsApk, true)).toEqual({ ok: true, text: 'Success' });
    expect(machine.handset.packages.get('io.appium.settings')).toMatchObject({
      system: false,
      launcher: 'io.appium.settings.Settings',
    });
    expect((await runLine(machine, 'pm path io.appium.settings')).stdout).toBe(
      'package:/data/app/io.appium.settings/base.apk\n',
    );
    expect((await runLine(machine, 'pm uninstall io.appium.settings')).stdout).toBe('Success\n');
    expect((await runLine(machine, 'pm uninstall io.appium.settings')).stdout).toContain('Failure');
    expect((await runLine(machine, 'pm install /data/local/tmp/none.apk')).code).toBe(1);
    expect(
      (await runLine(machine, 'echo no zip > /data/local/tmp/x.apk; pm install /data/local/tmp/x.apk'))
        .stdout,
    ).toContain('INSTALL_PARSE_FAILED_NOT_APK');
  });

  it('asks on the screen where "Install via USB" does, and takes silence for a refusal', async () => {
    await using used = await withMachine({ traps: { installAsks: true, installAskTimeoutMs: 300 } });
    const asked = installApk(used.machine, settingsApk, true);
    expect(used.machine.windows.top().activity).toBe('com.miui.permcenter.install.AdbInstallActivity');
    expect(await asked).toEqual({
      ok: false,
      text: 'Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]',
    });
    const again = installApk(used.machine, settingsApk, true);
    useScreen(used.machine).tap('Install');
    expect((await again).ok).toBe(true);
  });

  it('grants and revokes, or refuses in the words of the version', async () => {
    await using used = await withMachine();
    const permission = 'android.permission.READ_SMS';
    expect((await runLine(used.machine, `pm grant com.android.mms ${permission}`)).code).toBe(0);
    expect(used.machine.handset.packages.get('com.android.mms')?.granted).toEqual([permission]);
    await runLine(used.machine, `pm revoke com.android.mms ${permission}`);
    expect(used.machine.handset.packages.get('com.android.mms')?.granted).toEqual([]);
    await using refusing = await withMachine({ traps: { securitySettingsOff: true } });
    const { code, stderr } = await runLine(refusing.machine, `pm grant com.android.mms ${permission}`);
    expect(code).toBe(255);
    expect(stderr).toContain(
      "Exception occurred while executing 'grant':\njava.lang.SecurityException: grantRuntimePermission: Neither user 2000 nor current process has android.permission.GRANT_RUNTIME_PERMISSIONS.",
    );
  });
});
