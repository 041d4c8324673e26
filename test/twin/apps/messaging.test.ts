import { describe, expect, it } from 'vitest';
import { startActivity } from '#twin/apps/launch';
import { parseIntent } from '#twin/shell/commands/activity';
import { useScreen } from '../../support/use-screen.ts';
import { withMachine } from '../../support/with-machine.ts';

describe('messaging', () => {
  it('sends a message to a new recipient, once it has both', async () => {
    await using used = await withMachine();
    const screen = useScreen(used.machine);
    startActivity(used.machine, parseIntent(['-n', 'com.android.mms/.ui.MmsTabActivity']));
    screen.tap('com.android.mms:id/fab');
    screen.tap('com.android.mms:id/send_button');
    screen.type('com.android.mms:id/recipients_editor', '+447700900001');
    screen.type('com.android.mms:id/embedded_text_editor', 'Meet at noon');
    screen.tap('com.android.mms:id/send_button');
    expect(screen.sees('Meet at noon')).toBe(true);
    expect(used.events.at(-1)).toMatchObject({ name: 'sms.sent', fields: { 'sms.body': 'Meet at noon' } });
    expect((await used.twin.control.snapshot()).messages).toMatchObject([
      { type: 2, address: '+447700900001' },
    ]);
  });

  it('is opened by smsto: with the recipient filled in', async () => {
    await using used = await withMachine();
    const args = [
      '-a',
      'android.intent.action.SENDTO',
      '-d',
      'smsto:+447700900003',
      '--es',
      'sms_body',
      'Hi',
    ];
    startActivity(used.machine, parseIntent(args));
    useScreen(used.machine).tap('Send');
    expect((await used.twin.control.snapshot()).messages).toMatchObject([
      { address: '+447700900003', body: 'Hi' },
    ]);
  });

  it('shows a thread under the name of its contact, and fires an event when it is opened', async () => {
    await using used = await withMachine();
    used.machine.handset.people.contacts.add({
      name: 'Ada',
      number: '07700 900001',
      email: '',
      accountType: null,
    });
    await used.twin.control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'Hello' });
    startActivity(used.machine, parseIntent(['-n', 'com.android.mms/.ui.MmsTabActivity']));
    useScreen(used.machine).tap('Ada');
    expect(used.events.at(-1)).toMatchObject({
      name: 'sms.thread-opened',
      fields: { 'sms.peer': '+447700900001' },
    });
    expect((await used.twin.control.snapshot()).messages).toMatchObject([{ read: true }]);
  });
});
