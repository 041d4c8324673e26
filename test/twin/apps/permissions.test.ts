import { describe, expect, it } from 'vitest';
import { startActivity } from '#twin/apps/launch';
import { parseIntent } from '#twin/shell/commands/activity';
import { useScreen } from '../../support/use-screen.ts';
import { withMachine } from '../../support/with-machine.ts';

const contacts = parseIntent(['-n', 'com.android.contacts/.activities.PeopleActivity']);

describe('permission dialogs', () => {
  it('stand over an app until they are answered, and are asked once', async () => {
    await using used = await withMachine({ traps: { asksPermissions: true } });
    const screen = useScreen(used.machine);
    startActivity(used.machine, contacts);
    expect(used.machine.windows.top().packageName).toBe('com.lbe.security.miui');
    screen.tap('com.lbe.security.miui:id/permission_allow_foreground_only_button');
    expect(used.machine.windows.top().packageName).toBe('com.android.contacts');
    startActivity(used.machine, contacts);
    expect(used.machine.windows.top().packageName).toBe('com.android.contacts');
  });

  it('are asked again after a refusal, and not at all unless the profile has them', async () => {
    await using asking = await withMachine({ traps: { asksPermissions: true } });
    startActivity(asking.machine, contacts);
    useScreen(asking.machine).tap('Deny');
    startActivity(asking.machine, contacts);
    expect(asking.machine.windows.top().packageName).toBe('com.lbe.security.miui');
    await using quiet = await withMachine();
    startActivity(quiet.machine, contacts);
    expect(quiet.machine.windows.top().packageName).toBe('com.android.contacts');
  });
});
