import { describe, expect, it } from 'vitest';
import { startActivity } from '#twin/apps/launch';
import { parseIntent } from '#twin/shell/commands/activity';
import { startTwin } from '#twin/twin';
import { makeTwin } from '../../support/make-twin.ts';
import { startBench } from '../../support/start-bench.ts';
import { useScreen } from '../../support/use-screen.ts';

const view = ['-a', 'android.intent.action.VIEW', '-d'];

describe('the browser', () => {
  it('loads an address along the handset’s own route and shows what came', async () => {
    await using bench = await startBench({ proxy: 'system' });
    startActivity(bench.twin.machine, parseIntent([...view, 'https://api.vendor.example/abc']));
    const screen = useScreen(bench.twin.machine);
    await expect.poll(() => screen.sees('{"code":0,"result":"ok"}')).toBe(true);
    expect(screen.sees('HTTP 200')).toBe(true);
    expect(bench.sink.of('http.req').map(({ url }) => url)).toEqual(['https://api.vendor.example/abc']);
    expect(await bench.lines('page')).toMatchObject([{ app: 'com.android.browser', outcome: 'sent' }]);
  });

  it.each([
    ['nowhere', 'https://api.vendor.example/', 'net::ERR_CERT_AUTHORITY_INVALID'],
    ['system', 'https://unknown.example/', 'net::ERR_TUNNEL_CONNECTION_FAILED'],
    [undefined, 'https://unknown.example/', 'net::ERR_NAME_NOT_RESOLVED'],
  ] as const)('with the authority %s says of %s: %s', async (proxy, address, words) => {
    await using bench = await startBench(proxy === undefined ? {} : { proxy });
    startActivity(bench.twin.machine, parseIntent([...view, address]));
    await expect.poll(() => useScreen(bench.twin.machine).texts()).toContain(words);
  });

  it('says so without a network', async () => {
    await using twin = await startTwin({ twin: makeTwin() });
    startActivity(twin.machine, parseIntent([...view, 'http://proof.example/']));
    await expect.poll(() => useScreen(twin.machine).texts()).toContain('net::ERR_INTERNET_DISCONNECTED');
  });
});
