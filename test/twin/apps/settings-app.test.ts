import { describe, expect, it } from 'vitest';
import { startActivity } from '#twin/apps/launch';
import { parseIntent } from '#twin/shell/commands/activity';
import { useScreen } from '../../support/use-screen.ts';
import { withMachine } from '../../support/with-machine.ts';

const open = (component: string): Parameters<typeof startActivity>[1] => parseIntent(['-n', component]);

describe('settings', () => {
  it('lead to every toggle of the owner, which changes the setting that holds it', async () => {
    await using used = await withMachine();
    const screen = useScreen(used.machine);
    startActivity(used.machine, open('com.android.settings/.MainSettings'));
    used.machine.windows.scrollAt(500, 1200, 5000);
    screen.tap('Passwords & security');
    screen.tap('Privacy');
    screen.toggle('User Experience Program');
    screen.toggle('User Experience Program');
    screen.tap('Ad services');
    screen.toggle('Personalized ad recommendations');
    const { settings, consents } = await used.twin.control.snapshot();
    expect(settings.secure['upload_log_pref']).toBe('0');
    expect(settings.global['personalized_ad_enabled']).toBe('1');
    expect(consents).toMatchObject({ 'user-experience': 'withdrawn', 'personalized-ads': 'accepted' });
    const changes = used.events.filter(({ name }) => name === 'consent.changed').map(({ fields }) => fields);
    expect(changes).toEqual([
      { purpose: 'user-experience', state: 'accepted' },
      { purpose: 'user-experience', state: 'withdrawn' },
      { purpose: 'personalized-ads', state: 'accepted' },
    ]);
  });

  it('sign in to the account and opt in, purpose by purpose', async () => {
    await using used = await withMachine();
    const screen = useScreen(used.machine);
    const { account } = used.machine.handset.profile;
    startActivity(used.machine, open('com.android.settings/.MainSettings'));
    screen.tap('Mi Account');
    screen.type('com.xiaomi.account:id/et_account_name', account.id);
    screen.type('com.xiaomi.account:id/et_account_password', 'wrong');
    screen.tap('com.xiaomi.account:id/btn_login');
    expect(screen.texts()).toContain("Agree to Mi Account's User Agreement and Privacy Policy first");
    screen.tap('com.xiaomi.account:id/license');
    screen.tap('com.xiaomi.account:id/btn_login');
    expect(used.machine.handset.status.account).toBeNull();
    screen.type('com.xiaomi.account:id/et_account_password', account.password);
    screen.tap('com.xiaomi.account:id/btn_login');
    expect(screen.sees('com.xiaomi.account:id/user_id')).toBe(true);
    screen.tap('Xiaomi Cloud');
    screen.toggle('Cloud Messaging');
    const { consents, account: signedIn } = await used.twin.control.snapshot();
    expect(signedIn).toBe(account.id);
    expect(consents).toMatchObject({ 'cloud-messaging': 'accepted', 'cloud-sync': 'before-choice' });
    used.machine.windows.back();
    screen.tap('com.xiaomi.account:id/logout_btn');
    expect(used.events.map(({ name }) => name)).toEqual([
      'app.opened',
      'account.signed-in',
      'consent.changed',
      'account.signed-out',
    ]);
  });

  it('show the identifiers under About phone', async () => {
    await using used = await withMachine();
    const screen = useScreen(used.machine);
    startActivity(used.machine, open('com.android.settings/.MainSettings'));
    screen.tap('About phone');
    screen.tap('All specs');
    const { imei, iccid, serial } = used.machine.handset.profile.identifiers;
    expect(screen.texts()).toEqual(expect.arrayContaining([...imei, iccid, serial]));
  });
});
