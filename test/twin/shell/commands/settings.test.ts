import { describe, expect, it } from 'vitest';
import { runLine } from '../../../support/run-line.ts';
import { withMachine } from '../../../support/with-machine.ts';

describe('settings', () => {
  it('puts, gets, lists and deletes', async () => {
    await using used = await withMachine();
    const run = async (line: string): Promise<string> => (await runLine(used.machine, line)).stdout;
    expect(await run('settings get secure nothing')).toBe('null\n');
    await run('settings put --user 0 secure odd "a=b="');
    expect(await run('settings get secure odd')).toBe('a=b=\n');
    expect(await run('settings list secure | grep odd')).toBe('odd=a=b=\n');
    expect(await run('settings delete secure odd; settings delete secure odd')).toBe(
      'Deleted 1 rows\nDeleted 0 rows\n',
    );
    expect((await runLine(used.machine, 'settings get nowhere x')).code).toBe(255);
  });

  it('lists rows sorted, with empty values', async () => {
    await using used = await withMachine();
    const { stdout } = await runLine(used.machine, 'settings list secure');
    const keys = stdout
      .trim()
      .split('\n')
      .map((row) => row.split('=')[0]);
    expect(keys).toEqual([...keys].sort());
    expect(stdout).toContain('\nlocation_providers_allowed=\n');
  });

  it('holds a proxy at once, lets go of it at :0, and of a deleted one only at the next boot', async () => {
    await using used = await withMachine();
    const { route } = used.machine.handset;
    await runLine(used.machine, 'settings put global http_proxy 127.0.0.1:8080');
    expect(route().proxy).toEqual({ host: '127.0.0.1', port: 8080 });
    expect((await runLine(used.machine, 'settings get global global_http_proxy_port')).stdout).toBe('8080\n');
    await runLine(used.machine, 'settings put global http_proxy :0');
    expect(route().proxy).toBeNull();
    await runLine(
      used.machine,
      'settings put global http_proxy 127.0.0.1:8080; settings delete global http_proxy',
    );
    expect(route().proxy).not.toBeNull();
    await used.twin.control.reboot();
    expect(route().proxy).toBeNull();
  });

  it.each([
    ['put', 'Permission denial: writing to settings requires:android.permission.WRITE_SECURE_SETTINGS'],
    ['delete', 'Permission denial, must have one of: [android.permission.WRITE_SECURE_SETTINGS]'],
  ])('refuses to %s while security settings are off, in the words of Android 13', async (verb, reason) => {
    await using used = await withMachine({ traps: { securitySettingsOff: true } });
    const { code, stdout, stderr } = await runLine(used.machine, `settings ${verb} global key 1`);
    expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      `Exception occurred while executing '${verb}':`,
      `java.lang.SecurityException: ${reason}`,
    ]);
    expect((await runLine(used.machine, 'settings list global', 2000)).code).toBe(0);
  });
});
