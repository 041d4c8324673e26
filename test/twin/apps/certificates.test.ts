import { describe, expect, it } from 'vitest';
import { writeBytes } from '#twin/files/tree';
import { startActivity } from '#twin/apps/launch';
import { parseIntent } from '#twin/shell/commands/activity';
import { SYSTEM_ROOTS } from '#twin/state/system-roots';
import { useScreen } from '../../support/use-screen.ts';
import { withMachine } from '../../support/with-machine.ts';

const openPicker = (used: Awaited<ReturnType<typeof withMachine>>): ReturnType<typeof useScreen> => {
  const screen = useScreen(used.machine);
  const pem = Buffer.from(SYSTEM_ROOTS[0] ?? '');
  writeBytes(used.machine.handset.files, '/sdcard/Download/ca.crt', pem, { user: 2000 });
  writeBytes(used.machine.handset.files, '/sdcard/Download/photo.jpg', Buffer.from('x'), { user: 2000 });
  startActivity(used.machine, parseIntent(['-n', 'com.android.settings/.MainSettings']));
  used.machine.windows.scrollAt(500, 1200, 5000);
  for (const words of [
    'Passwords & security',
    'Encryption & credentials',
    'Install a certificate',
    'CA certificate',
  ])
    screen.tap(words);
  screen.tap('Install anyway');
  return screen;
};

describe('the certificates of the owner', () => {
  it('are installed from a file under their hash, and taken away', async () => {
    await using used = await withMachine();
    const screen = openPicker(used);
    screen.tap('ca.crt');
    expect((await used.twin.control.snapshot()).certificates.user).toEqual(['b0f62cca.0']);
    used.machine.windows.back();
    screen.tap('Trusted credentials');
    screen.tap('Synthetic Root R1');
    expect((await used.twin.control.snapshot()).certificates.user).toEqual([]);
  });

  it('are not made of any file', async () => {
    await using used = await withMachine();
    openPicker(used).tap('photo.jpg');
    expect((await used.twin.control.snapshot()).certificates.user).toEqual([]);
  });

  it('stand behind the lock where there is one', async () => {
    await using used = await withMachine({ traps: { lockPin: '2468' } });
    const screen = openPicker(used);
    screen.type('com.android.settings:id/password_entry', '1111');
    screen.tap('Continue');
    expect(screen.sees('ca.crt')).toBe(false);
    screen.type('com.android.settings:id/password_entry', '2468');
    screen.tap('Continue');
    screen.tap('ca.crt');
    expect((await used.twin.control.snapshot()).certificates.user).toHaveLength(1);
  });
});
