import { describe, expect, it } from 'vitest';
import { addContact, makeFlow, makeRequest, startBench } from '../../support/start-bench.ts';

const NUMBER = '+447700900461';

const lookup = makeFlow({
  id: 'lookup',
  send: {
    request: makeRequest({
      transport: 'http',
      path: '/pass/user@id',
      query: { type: 'MXPH', externalId: '{contact.number}' },
      headers: { Cookie: 'deviceId={imei|sha1|base64url|take:16}' },
    }),
  },
});
const upload = makeFlow({
  id: 'upload',
  send: {
    request: makeRequest({
      http2: true,
      body: { json: { n: '{contact.name}', i: '{imei|number}' } },
      encode: ['gzip', 'base64'],
    }),
  },
});

describe.each([['straight'], ['through the proxy']] as const)('a firmware, %s', (way) => {
  it('sends what an event brings, in clear and under TLS, and the ledger says so', async () => {
    await using bench = await startBench({
      firmware: { flows: [lookup, upload] },
      ...(way === 'straight' ? {} : { proxy: 'system' as const }),
    });
    addContact(bench, 'Ottilie Marlow', NUMBER);
    await bench.advance(0);
    expect(await bench.twin.control.faults()).toEqual([]);
    expect(bench.vendor.received).toHaveLength(2);
    const inClear = bench.vendor.received.find(({ transport }) => transport === 'http');
    const secured = bench.vendor.received.find(({ transport }) => transport === 'https');
    expect(inClear).toMatchObject({
      method: 'GET',
      host: 'api.vendor.example',
      path: '/pass/user@id?type=MXPH&externalId=%2B447700900461',
    });
    expect(secured).toMatchObject({ method: 'POST', version: '2.0' });
    const channel = way === 'straight' ? 'direct' : 'proxy';
    const [first] = await bench.lines('lookup');
    expect(first).toMatchObject({
      outcome: 'sent',
      status: 200,
      channel,
      path: inClear?.path,
      ip: '192.0.2.10',
    });
    expect(first?.carries.map(({ class: kind, encode }) => [kind, encode])).toEqual([
      ['contact.number', ['url']],
      ['imei', ['sha1', 'base64url', 'take:16']],
    ]);
    expect(first?.carries[0]).toMatchObject({ value: NUMBER, enteredAtMs: first?.triggeredAtMs });
    const [second] = await bench.lines('upload');
    expect(second?.carries).toMatchObject([
      { class: 'contact.name', value: 'Ottilie Marlow', encode: ['gzip', 'base64'] },
      { class: 'imei', value: '860000033000018', encode: ['gzip', 'base64'] },
    ]);
    const urls = bench.sink.of('http.req').map(({ url }) => url);
    expect(urls).toHaveLength(way === 'straight' ? 0 : 2);
  });
});

describe('the ledger', () => {
  it('equals what the vendor received, request by request', async () => {
    const flows = ['a', 'b', 'c', 'd'].map((id, index) =>
      makeFlow({
        id,
        delayMs: index * 1000,
        repeat: { everyMs: 60_000, times: 2 },
        send: {
          request: makeRequest({
            transport: index % 2 === 0 ? 'http' : 'https',
            http2: index === 3,
            host: index < 2 ? 'api.vendor.example' : 'data.vendor.example',
            path: `/${id}/{nonce}`,
            ...(index === 0 ? {} : { body: { text: '{contact.number} {imei}' } }),
          }),
        },
      }),
    );
    await using bench = await startBench({ firmware: { flows }, proxy: 'system' });
    addContact(bench, 'Ottilie Marlow', NUMBER);
    await bench.advance(600_000);
    const lines = await bench.lines();
    const told = lines.map(({ transport, method, host, path }) => ({ transport, method, host, path }));
    expect(told).toHaveLength(12);
    expect(
      bench.vendor.received.map(({ transport, method, host, path }) => ({ transport, method, host, path })),
    ).toEqual(told);
    expect(new Set(told.map(({ path }) => path)).size).toBe(12);
    for (const [index, { carries }] of lines.entries())
      for (const { value } of carries) expect(bench.vendor.received[index]?.body.toString()).toContain(value);
    expect(lines.reduce((sum, { carries }) => sum + carries.length, 0)).toBe(18);
  });

  it('counts the bytes of each app for the network statistics', async () => {
    await using bench = await startBench({ firmware: { flows: [upload] } });
    addContact(bench, 'Ottilie Marlow', NUMBER);
    await bench.advance(0);
    const { sentBytes, packages } = bench.twin.machine.handset;
    const [line] = await bench.lines();
    expect(sentBytes.get(packages.get('com.xiaomi.xmsf')?.uid ?? 0)).toBe(line?.bytes);
  });
});
