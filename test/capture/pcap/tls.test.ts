import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { openInput } from '#capture/open-input';
import { createTlsMeter } from '#capture/pcap/tls-meter';
import { failureOf } from '../../support/failure-of.ts';
import { lacks } from '../../support/lacks.ts';
import { conversation, pcap, pcapng } from '../../support/make-pcap.ts';
import { type ReadInput, readAll } from '../../support/read-input.ts';
import { exchangesOf, opaqueOf, textOf } from '../../support/read-pcap.ts';
import { type Relay, recordRelay } from '../../support/record-relay.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { type TlsVendor, startTlsVendor } from '../../support/tls-vendor.ts';

const cannot = lacks('tshark') || lacks('openssl');
const OPTIONS = { host: '127.0.0.1', servername: 'vendor.example', rejectUnauthorized: false } as const;

const post = async (port: number, path: string, bodies: readonly string[]): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const body of bodies) {
    const asked = request({
      ...OPTIONS,
      agent,
      port,
      path,
      method: 'POST',
      headers: { host: 'vendor.example' },
    });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    answer.resume();
    await once(answer, 'end');
  }
  agent.destroy();
};

const postOverHttp2 = async (port: number, bodies: readonly string[]): Promise<void> => {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ...OPTIONS });
  await Promise.all(
    bodies.map(async (body, index) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': `/h2/${index}?q=ä`.replace('ä', '%C3%A4'),
        ':authority': 'vendor.example',
        'x-device': `value-${index}-~"quoted"`,
        cookie: 'a=1',
      });
      stream.end(body);
      stream.resume();
      await once(stream, 'end');
    }),
  );
  session.close();
  await once(session, 'close');
};

/** Records what is done to a vendor, and gives the frames with the keys. */
const record = async (
  act: (port: number, relay: Relay) => Promise<void>,
  version?: 'TLSv1.2' | 'TLSv1.3',
): Promise<{ readonly frames: readonly Buffer[]; readonly keys: string }> => {
  await using vendor: TlsVendor = await startTlsVendor(version);
  await using relay = await recordRelay(vendor.port);
  await act(relay.port, relay);
  return { frames: await relay.settled(), keys: vendor.keys() };
};

const readWith = async (frames: readonly Buffer[], keys: string | null): Promise<ReadInput> => {
  await using folder = await makeTempFolder();
  const path = await folder.write('traffic.pcap', pcap(frames));
  const keyLog = keys === null ? undefined : await folder.write('keys.log', keys);
  return await readAll(await openInput(path, { keyLog }));
};

describe.skipIf(cannot)('TLS with its keys', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '%s gives requests of HTTP/1.1 with their bodies',
    async (version) => {
      const bodies = ['{"imei":"861234567890123"}', 'x'.repeat(100_000)];
      const { frames, keys } = await record((port) => post(port, '/track?a=1', bodies), version);
      const read = await readWith(frames, keys);
      expect(
        exchangesOf(read).map(({ flow }) => [flow.method, flow.url, flow.status, flow.httpVersion]),
      ).toEqual(bodies.map(() => ['POST', 'https://vendor.example/track?a=1', 200, 'HTTP/1.1']));
      expect(exchangesOf(read).map(({ requestBody }) => textOf(requestBody))).toEqual(bodies);
      expect(textOf(read.flows[1]?.responseBody)).toBe('got 100000');
      expect(read.flows[0]?.flow.destination).toMatchObject({
        host: 'vendor.example',
        ip: '192.0.2.7',
        sni: 'vendor.example',
      });
      expect(read.connections).toMatchObject([{ class: 'read', host: 'vendor.example' }]);
      expect(read.losses).toEqual([]);

      const sealed = await readWith(frames, null);
      expect(sealed.connections).toEqual(read.connections.map((row) => ({ ...row, class: 'not-proxied' })));
      expect(exchangesOf(sealed)).toEqual([]);
    },
  );

  test('gives requests of HTTP/2 with headers and bodies, each of its stream', async () => {
    const bodies = ['', 'one', 'y'.repeat(70_000)];
    const { frames, keys } = await record((port) => postOverHttp2(port, bodies));
    const read = await readWith(frames, keys);
    const exchanges = [...exchangesOf(read)].sort((a, b) => (a.flow.url < b.flow.url ? -1 : 1));
    expect(exchanges.map(({ flow }) => [flow.url, flow.status, flow.aborted])).toEqual(
      bodies.map((_, index) => [`https://vendor.example/h2/${index}?q=%C3%A4`, 200, false]),
    );
    expect(exchanges.map(({ requestBody }) => textOf(requestBody))).toEqual(bodies);
    expect(exchanges.map(({ responseBody }) => textOf(responseBody))).toEqual(
      bodies.map(({ length }) => `got ${length}`),
    );
    expect(exchanges[1]?.flow.requestHeaders).toContainEqual(['x-device', 'value-1-~"quoted"']);
    expect(exchanges[1]?.flow.requestHeaders.some(([name]) => name.startsWith(':'))).toBe(false);
  });

  test('inside a pcapng needs no other file', async () => {
    const { frames, keys } = await record((port) => post(port, '/dsb', ['secret']));
    await using folder = await makeTempFolder();
    const path = await folder.write('self-contained', pcapng(frames, { secrets: keys }));
    expect(
      exchangesOf(await readAll(await openInput(path))).map(({ requestBody }) => textOf(requestBody)),
    ).toEqual(['secret']);
  });

  test('that broke off gives what was sent, aborted', async () => {
    const { frames, keys } = await record(async (port) => {
      const asked = request({
        ...OPTIONS,
        port,
        path: '/cut',
        method: 'POST',
        headers: { 'content-length': 1000 },
      });
      asked.on('error', () => undefined);
      asked.write('only this');
      await once(asked, 'socket');
      await new Promise((resolve) => setTimeout(resolve, 500));
      asked.destroy();
    });
    const [exchange] = exchangesOf(await readWith(frames, keys));
    expect(exchange?.flow).toMatchObject({ aborted: true, status: null });
    expect(textOf(exchange?.requestBody)).toBe('only this');
  });

  test('of other connections stays unread, and is said', async () => {
    const one = await record((port) => post(port, '/a', ['a']));
    const read = await readWith(one.frames, `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`);
    expect(read.connections).toMatchObject([{ class: 'not-proxied' }]);
    expect(read.losses.map(({ what }) => what)).toContain(
      '1 of 1 connection could not be decrypted with the keys',
    );
  });

  test('with a lost segment counts what could not be decrypted', async () => {
    const { frames, keys } = await record((port) => post(port, '/long', ['z'.repeat(200_000)]));
    const middle = Math.floor(frames.length / 2);
    const read = await readWith(
      frames.filter((_, index) => index !== middle),
      keys,
    );
    const unread = opaqueOf(read).filter(({ flow }) => flow.reason === 'gap');
    const [exchange] = exchangesOf(read);
    const missing = unread.reduce((sum, { flow }) => sum + flow.bytesOut, 0);
    expect(exchange?.flow.aborted).toBe(true);
    expect(exchange!.requestBody.length + missing).toBeGreaterThan(180_000);
  });
});

describe('a key log', () => {
  const PATH = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = PATH;
  });
  const KEYS = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`;

  test('is refused when it is none, when there is none, and for what is no packet capture', async () => {
    await using folder = await makeTempFolder();
    const traffic = await folder.write('t.pcap', pcap(conversation(['x'])));
    const har = await folder.write('t.har', '{"log":{"entries":[]}}');
    const keyLog = await folder.write('k.log', KEYS);
    const other = await folder.write('other.log', 'CLIENT_RANDOM nothing\n861234567890123');
    const refusal = await failureOf(openInput(traffic, { keyLog: other }));
    expect(refusal).toMatchObject({ code: 'not-parsable', place: { file: 'other.log' } });
    expect(refusal.message).not.toContain('861234567890123');
    expect(await failureOf(openInput(traffic, { keyLog: `${keyLog}.gone` }))).toMatchObject({
      code: 'not-found',
    });
    expect(await failureOf(openInput(har, { keyLog }))).toMatchObject({ code: 'usage' });
  });

  test('without tshark is refused with the line that installs it; keys inside the file are a loss', async () => {
    await using folder = await makeTempFolder();
    const hello = '\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000';
    const traffic = await folder.write('t.pcapng', pcapng(conversation([hello]), { secrets: KEYS }));
    const keyLog = await folder.write('k.log', KEYS);
    process.env['PATH'] = folder.path;
    const refusal = await failureOf(openInput(traffic, { keyLog }));
    expect(refusal).toMatchObject({ code: 'environment' });
    expect(refusal.remedy).toContain('apt-get install tshark');
    expect((await readAll(await openInput(traffic))).losses.map(({ what }) => what).join()).toContain(
      'apt-get install tshark',
    );
  });
});

test('the meter counts records of application data in any cut, and all behind a loss', () => {
  const record = (type: number, length: number): Buffer =>
    Buffer.concat([Buffer.of(type, 3, 3, length >> 8, length & 255), Buffer.alloc(length)]);
  const bytes = Buffer.concat([record(22, 300), record(23, 5000), record(23, 5000)]);
  for (const step of [1, 4, 700, bytes.length]) {
    const meter = createTlsMeter();
    for (let at = 0; at < bytes.length; at += step) meter.take(bytes.subarray(at, at + step));
    expect(meter.beyond(9800)).toBe(0);
    expect(meter.beyond(5000)).toBe(10_000 - 2 * 64 - 256 - 5000);
    meter.lose();
    meter.take(Buffer.alloc(7000));
    expect(meter.beyond(9800)).toBeGreaterThan(6000);
  }
});
