import { describe, expect, it } from 'vitest';
import { readTwin } from '#devices/read-twin';
import { SYSTEM_STORE } from '#twin/state/certificates';
import { removePath, writeBytes } from '#twin/files/tree';
import {
  addContact,
  type BenchOptions,
  makeFlow,
  makeRequest,
  startBench,
} from '../../../support/start-bench.ts';

const { handset } = await readTwin('redmi-class-33@clean');
const APP = 'com.xiaomi.xmsf';

const withApp = (own: { readonly targetSdk?: number; readonly trustsUserCa?: boolean }) => ({
  packages: handset.packages.map((one) => (one.name === APP ? { ...one, ...own } : one)),
});

const flow = makeFlow({ id: 'any', app: APP, send: { request: makeRequest({ path: '/secret' }) } });

/** What becomes of one request of an app under TLS. */
const send = async (options: BenchOptions) => {
  await using bench = await startBench({ ...options, firmware: { flows: [flow], ...options.firmware } });
  addContact(bench, 'Ottilie Marlow', '+447700900461');
  await bench.advance(0);
  await expect.poll(() => bench.sink.of('conn.close').length).toBe(1);
  await bench.stopProxy();
  expect(await bench.twin.control.faults()).toEqual([]);
  const [line] = await bench.lines();
  return { line, sink: bench.sink, received: [...bench.vendor.received] };
};

describe('whom an app on a handset trusts', () => {
  it.each<[string, 'sent' | 'tls-refused', BenchOptions]>([
    ['a root of the system', 'sent', { proxy: 'system' }],
    ['no stranger', 'tls-refused', { proxy: 'nowhere' }],
    ["not the owner's own root", 'tls-refused', { proxy: 'user' }],
    [
      "the owner's own root, made for Android 6",
      'sent',
      { proxy: 'user', handset: withApp({ targetSdk: 23 }) },
    ],
    [
      "not the owner's own root, made for Android 7",
      'tls-refused',
      { proxy: 'user', handset: withApp({ targetSdk: 24 }) },
    ],
    [
      "the owner's own root, at its own wish",
      'sent',
      { proxy: 'user', handset: withApp({ trustsUserCa: true }) },
    ],
    ["the owner's own root, on Android 6", 'sent', { proxy: 'user', handset: { apiLevel: 23 } }],
    ['on Android 14 the root in the APEX', 'sent', { proxy: 'apex', handset: { apiLevel: 34 } }],
    ['on Android 14 no root of /system', 'tls-refused', { proxy: 'system', handset: { apiLevel: 34 } }],
    ['by TLS 1.2 too', 'sent', { proxy: 'system', handset: { apiLevel: 28 } }],
    ['by TLS 1.2 no stranger', 'tls-refused', { proxy: 'nowhere', handset: { apiLevel: 28 } }],
    [
      'no root whose time is over by its own clock',
      'tls-refused',
      { proxy: 'system', firmware: { traps: { clockSkewMs: 900 * 86_400_000 } } },
    ],
  ])('%s: %s', async (_what, outcome, options) => {
    const { line, sink, received } = await send(options);
    expect(line).toMatchObject({ outcome, channel: 'proxy', transport: 'https', host: 'api.vendor.example' });
    const isSent = outcome === 'sent';
    expect(received.map(({ path }) => path)).toEqual(isSent ? ['/secret'] : []);
    expect(sink.of('conn.tlsfail').map(({ cause }) => cause)).toEqual(isSent ? [] : ['cert-rejected']);
    expect(sink.of('http.req')).toHaveLength(isSent ? 1 : 0);
    expect(line?.bytes).toBe(sink.of('conn.close')[0]?.up);
  });

  it('finds a root by the name of its file only', async () => {
    await using bench = await startBench({ firmware: { flows: [flow] } });
    const { files } = bench.twin.machine.handset;
    const certificates = (await bench.twin.control.snapshot()).certificates.system;
    files.systemWritable = true;
    for (const name of certificates)
      removePath(files, `${SYSTEM_STORE}/${name}`, { user: 0, recursive: false });
    writeBytes(files, `${SYSTEM_STORE}/vendor.pem`, Buffer.from(bench.vendor.caPem), { user: 0 });
    addContact(bench, 'Ottilie Marlow', '+447700900461');
    await bench.advance(0);
    expect(await bench.lines()).toMatchObject([{ outcome: 'tls-refused' }]);
  });
});

describe('apps that pin', () => {
  const pinning = (pin: 'alert' | 'close', id = 'pinning') => makeFlow({ ...flow, id, pin });

  it('refuse by alert, although the authority is trusted, and the vendor hears nothing', async () => {
    const { line, sink, received } = await send({ proxy: 'system', firmware: { flows: [pinning('alert')] } });
    expect(line).toMatchObject({ outcome: 'pinned', carries: [] });
    expect(received).toEqual([]);
    expect(sink.of('conn.tlsfail').map(({ cause }) => cause)).toEqual(['cert-rejected']);
  });

  it('close after the handshake without a request', async () => {
    const { line, sink, received } = await send({ proxy: 'system', firmware: { flows: [pinning('close')] } });
    expect(line).toMatchObject({ outcome: 'pinned', fault: 'the certificate is not the pinned one' });
    expect(received).toEqual([]);
    expect(sink.of('http.req')).toEqual([]);
    const causes = sink.of('conn.tlsfail').map(({ cause }) => cause);
    expect(causes).not.toContain('cert-rejected');
    expect(causes).toHaveLength(1);
  });

  it('send where they meet their vendor itself: past the proxy, or let through by it', async () => {
    const past = makeFlow({ ...pinning('alert', 'past'), honoursProxy: false });
    const stubborn = makeFlow({ ...pinning('alert', 'stubborn'), retry: { times: 3, afterMs: 1000 } });
    await using bench = await startBench({ proxy: 'system', firmware: { flows: [past, stubborn] } });
    addContact(bench, 'Ottilie Marlow', '+447700900461');
    await bench.advance(10_000);
    expect(await bench.lines('past')).toMatchObject([{ outcome: 'sent', channel: 'direct', attempt: 1 }]);
    const outcomes = (await bench.lines('stubborn')).map(({ outcome }) => outcome);
    expect(outcomes.slice(0, 2)).toEqual(['pinned', 'pinned']);
    expect(outcomes.at(-1)).toBe('sent');
    await expect.poll(() => bench.sink.of('conn.close').length).toBe(outcomes.length);
    const modes = bench.sink.of('conn.close').map(({ conn, mode }) => `${conn} ${mode}`);
    expect(modes.sort().at(-1)).toBe(`c${outcomes.length} bypass`);
    expect(bench.vendor.received).toHaveLength(2);
  });
});
