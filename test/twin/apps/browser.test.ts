import { describe, expect, it } from 'vitest';
import { startActivity } from '#twin/apps/launch';
import { startTwin } from '#twin/twin';
import { parseIntent } from '#twin/shell/commands/activity';
import { makeTwin } from '../../support/make-twin.ts';
import { useScreen } from '../../support/use-screen.ts';

const view = ['-a', 'android.intent.action.VIEW', '-d'];

describe('the browser', () => {
  it('loads an address along the handset’s own route and shows what came', async () => {
    const asked: string[] = [];
    await using twin = await startTwin({
      twin: makeTwin(),
      startFirmware: () => ({
        fetchPage: async (url, packageName) => {
          asked.push(`${packageName} ${url}`);
          return { status: 200, text: 'Proven' };
        },
        stop: async () => undefined,
      }),
    });
    startActivity(twin.machine, parseIntent([...view, 'https://proof.example/abc']));
    const screen = useScreen(twin.machine);
    await expect.poll(() => screen.sees('Proven')).toBe(true);
    expect(screen.sees('HTTP 200')).toBe(true);
    expect(asked).toEqual(['com.android.browser https://proof.example/abc']);
  });

  it('says so without a network', async () => {
    await using twin = await startTwin({ twin: makeTwin() });
    startActivity(twin.machine, parseIntent([...view, 'http://proof.example/']));
    await expect.poll(() => useScreen(twin.machine).texts()).toContain('net::ERR_INTERNET_DISCONNECTED');
  });
});
