import { describe, expect, it } from 'vitest';
import { startActivity } from '#twin/apps/launch';
import { parseIntent } from '#twin/shell/commands/activity';
import { useScreen } from '../../support/use-screen.ts';
import { withMachine } from '../../support/with-machine.ts';

const dial = ['-a', 'android.intent.action.DIAL', '-d'];

describe('the dialler', () => {
  it('calls what was typed on its pad', async () => {
    await using used = await withMachine();
    const screen = useScreen(used.machine);
    startActivity(used.machine, parseIntent(['-n', 'com.android.contacts/.activities.TwelveKeyDialer']));
    screen.tap('com.android.contacts:id/dialButton');
    for (const key of ['zero', 'seven', 'seven', 'zero', 'zero'])
      screen.tap(`com.android.contacts:id/${key}`);
    screen.tap('Dial using SIM1');
    expect(used.machine.windows.top().packageName).toBe('com.android.incallui');
    await used.twin.control.advance(30_000);
    screen.tap('com.android.incallui:id/endButton');
    expect(used.events.map(({ name }) => name)).toEqual(['app.opened', 'call.started', 'call.ended']);
    expect((await used.twin.control.snapshot()).calls).toMatchObject([
      { number: '07700', type: 2, seconds: 30 },
    ]);
  });

  it('shows the IMEIs when *#06# is typed on the pad, not when it is filled in', async () => {
    await using used = await withMachine();
    const screen = useScreen(used.machine);
    const { imei } = used.machine.handset.profile.identifiers;
    startActivity(used.machine, parseIntent([...dial, 'tel:*%2306%23']));
    expect(screen.sees('*#06#')).toBe(true);
    expect(screen.sees(imei[0] ?? '')).toBe(false);
    startActivity(used.machine, parseIntent([...dial, 'tel:']));
    for (const key of ['*', '#', '0', '6', '#']) screen.tap(key);
    expect(screen.texts()).toEqual(expect.arrayContaining(imei));
    screen.tap('OK');
    expect(screen.sees(imei[0] ?? '')).toBe(false);
  });
});
