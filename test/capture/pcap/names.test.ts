import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHelloWhole, readClientHello } from '#capture/pcap/client-hello';
import { readDns } from '#capture/pcap/dns';
import { conversation, datagram, ethernet, ipPacket, pcap, segment } from '../../support/make-pcap.ts';
import { exchangesOf, opaqueOf, readPcap, textOf } from '../../support/read-pcap.ts';

const name = (text: string): Buffer =>
  Buffer.concat([
    ...text.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
    Buffer.of(0),
  ]);

const query = (asked: string): Buffer =>
  Buffer.concat([
    Buffer.from('123401000001000000000000', 'hex'),
    name(asked),
    Buffer.from('00010001', 'hex'),
  ]);

/** An answer through an alias, with compressed names. */
const answer = (asked: string, ip: readonly number[]): Buffer =>
  Buffer.concat([
    Buffer.from('123481800001000200000000', 'hex'),
    name(asked),
    Buffer.from('00010001', 'hex'),
    Buffer.from('c00c00050001000000100008', 'hex'),
    name('cdn.ab').subarray(0, 8),
    Buffer.from('c00c00010001000000100004', 'hex'),
    Buffer.from(ip),
  ]);

const lookup = (asked: string, ip: readonly number[], port = 5353): Buffer[] => [
  datagram({ from: `192.168.7.5:${port}`, payload: query(asked) }),
  datagram({ from: '192.0.2.53:53', to: `192.168.7.5:${port}`, payload: answer(asked, ip) }),
];

const HELLO = readFileSync(new URL('../../fixtures/pcap/client-hello.bin', import.meta.url));
const helloTo = (to: string, hello: Buffer = HELLO): Buffer[] => {
  const opening = conversation([], { to }).slice(0, 2);
  return [
    ...opening,
    segment({ to, seq: 1000, ack: 5000, payload: hello.subarray(0, 100) }),
    segment({ to, seq: 1100, ack: 5000, payload: hello.subarray(100) }),
  ];
};

describe('DNS', () => {
  test('gives the name that was asked for, and the addresses behind its aliases', () => {
    const message = readDns(answer('api.vendor.example', [192, 0, 2, 9]));
    expect(message).toMatchObject({ isAnswer: true, name: 'api.vendor.example', type: 1 });
    expect(message?.addresses.map((ip) => [...ip])).toEqual([[192, 0, 2, 9]]);
  });

  test('never throws, and never follows a name in a circle', () => {
    expect(readDns(Buffer.from('123401000001000000000000c00c00010001', 'hex'))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void readDns(Buffer.from(bytes))));
    const whole = answer('a.example', [1, 2, 3, 4]);
    for (let end = 0; end < whole.length; end += 1) readDns(whole.subarray(0, end));
  });

  test('names connections without a name of their own, in one row per resolver', async () => {
    const frames = [
      ...lookup('push.vendor.example', [192, 0, 2, 7], 5001),
      ...lookup('b.example', [192, 0, 2, 8], 5002),
      ...conversation(['\u0001binary'], { to: '192.0.2.7:5222' }),
    ];
    const outcome = await readPcap(pcap(frames));
    expect(outcome.connections).toMatchObject([
      { class: 'not-http', host: 'push.vendor.example', bytesOut: 7 },
      {
        class: 'plain',
        host: '192.0.2.53',
        bytesOut: query('push.vendor.example').length + query('b.example').length,
      },
    ]);
    expect(outcome.notes?.join()).toContain('names from 2 answers of DNS');
  });

  test('over TCP is read too', async () => {
    const framed = (message: Buffer): string =>
      Buffer.concat([Buffer.of(0, message.length), message]).toString('latin1');
    const ends = { from: '192.168.7.5:40001', to: '192.0.2.53:53' };
    const dns = conversation([framed(query('t.example')), '<x'], ends);
    const reply = answer('t.example', [192, 0, 2, 7]);
    const frames = [
      ...dns.slice(0, 3),
      segment({
        from: ends.to,
        to: ends.from,
        seq: 5000,
        ack: 1000,
        payload: Buffer.concat([Buffer.of(0, reply.length), reply]),
      }),
    ];
    const outcome = await readPcap(pcap([...frames, ...conversation(['raw'], { to: '192.0.2.7:99' })]));
    expect(outcome.connections).toMatchObject([{ class: 'plain' }, { class: 'not-http', host: 't.example' }]);
  });

  test('that is none on port 53 is kept as it is', async () => {
    const outcome = await readPcap(pcap([datagram({ payload: 'not a look-up' })]));
    expect(outcome.connections).toMatchObject([{ class: 'not-http', bytesOut: 13 }]);
    expect(textOf(opaqueOf(outcome)[0]?.opaque)).toBe('not a look-up');
  });
});

describe('a ClientHello', () => {
  test('over two segments gives name, protocols and fingerprint; the connection is unread', async () => {
    const outcome = await readPcap(pcap(helloTo('192.0.2.7:443')));
    expect(outcome.connections).toEqual([
      { id: 'tcp-1', host: 'vendor.example', class: 'not-proxied', bytesOut: HELLO.length, control: false },
    ]);
    expect(opaqueOf(outcome)).toMatchObject([
      {
        flow: {
          reason: 'not-proxied',
          bytesOut: HELLO.length,
          body: null,
          destination: { sni: 'vendor.example', ip: '192.0.2.7', port: 443 },
        },
      },
    ]);
    expect(opaqueOf(outcome)[0]?.flow.destination.ja4).toMatch(/^t13d\d{4}h2_[0-9a-f]{12}_[0-9a-f]{12}$/);
  });

  test('that is cut off or broken still counts as TLS, named by DNS', async () => {
    const frames = [
      ...lookup('by-dns.example', [192, 0, 2, 7]),
      ...helloTo('192.0.2.7:443', HELLO.subarray(0, 150)),
    ];
    expect((await readPcap(pcap(frames))).connections).toContainEqual(
      expect.objectContaining({ host: 'by-dns.example', class: 'not-proxied', bytesOut: 150 }),
    );
  });

  test('is waited for to its end, and never thrown at', async () => {
    for (let end = 1; end < HELLO.length; end += 1) expect(isHelloWhole(HELLO.subarray(0, end))).toBe(false);
    expect(isHelloWhole(HELLO)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await readClientHello(Buffer.concat([Buffer.of(22, 3, 1), bytes]));
      }),
    );
  });
});

describe('UDP', () => {
  test.each([
    ['to port 443', '192.0.2.7:443', Buffer.from('anything'), 'quic'],
    [
      'that is a QUIC handshake on another port',
      '192.0.2.7:8443',
      Buffer.from('c300000001080011223344556677', 'hex'),
      'quic',
    ],
    ['of another kind', '192.0.2.7:123', Buffer.from('time?'), 'not-http'],
  ])('%s is unread', async (_name, to, payload, reason) => {
    const outcome = await readPcap(
      pcap([datagram({ to, payload }), datagram({ from: to, to: '192.168.7.5:40000', payload: 'back' })]),
    );
    expect(outcome.connections).toMatchObject([
      { class: reason, bytesOut: payload.length, host: '192.0.2.7' },
    ]);
    expect(opaqueOf(outcome)).toMatchObject([{ flow: { reason, bytesOut: payload.length } }]);
  });

  test('and other protocols above IP are rows of their own; what stays on the link is none', async () => {
    const echo = ipPacket('192.168.7.5', '192.0.2.9', 1, Buffer.from('0800000000010001ping', 'latin1'));
    const igmp = ipPacket('192.168.7.5', '224.0.0.22', 2, Buffer.alloc(8));
    const solicitation = ipPacket('[fe80::1]', '[ff02::1]', 58, Buffer.from('8700000000000000', 'hex'));
    const outcome = await readPcap(pcap([...conversation(['x']), echo, igmp, solicitation]));
    expect(outcome.connections.map((row) => [row.host, row.class])).toEqual([
      ['192.0.2.7', 'not-http'],
      ['192.0.2.9', 'not-http'],
    ]);
  });
});

describe('the handset', () => {
  const from = (ip: string, port: number, to = '192.0.2.7:80'): Buffer[] =>
    conversation([`GET /${ip} HTTP/1.1\r\nHost: v.example\r\n\r\n`], { from: `${ip}:${port}`, to });
  const owner = async (frames: readonly Buffer[], link = 101): Promise<string> =>
    (await readPcap(pcap(frames, { link }))).notes?.[0] ?? '';

  test('is the local address that opens most connections', async () => {
    expect(
      await owner([...from('198.51.100.1', 1), ...from('198.51.100.1', 2), ...from('10.0.0.9', 3)]),
    ).toContain('taken to be 10.0.0.9, the local address');
  });

  test('is not another machine on the same Ethernet, whose traffic is counted and left out', async () => {
    const frames = [
      ...[...from('192.168.7.5', 1), ...from('192.168.7.5', 2)].map((frame) => ethernet(frame, 1)),
      ...from('192.168.7.6', 3).map((frame) => ethernet(frame, 2)),
    ];
    const outcome = await readPcap(pcap(frames, { link: 1 }));
    expect(exchangesOf(outcome)).toHaveLength(2);
    expect(outcome.connections).toHaveLength(2);
    expect(outcome.losses.find(({ where }) => where === 'other machines')?.what).toMatch(
      /^1 conversation \(\d+ bytes/,
    );
  });

  test('has all its addresses, on one Ethernet card or where nothing speaks against it', async () => {
    const six = '[2001:db8::5]';
    const both = [
      ...from('192.168.7.5', 1),
      ...conversation(['raw'], { from: `${six}:4`, to: '[2001:db8::7]:80' }),
    ];
    expect(
      await owner(
        both.map((frame) => ethernet(frame, 1)),
        1,
      ),
    ).toContain('also its own: 2001:db8::5');
    expect(await owner(both)).toContain('also its own: 2001:db8::5');
  });

  test('counts what it answers to others as sent', async () => {
    const outcome = await readPcap(
      pcap(
        [
          ...from('192.168.7.5', 1),
          ...from('192.168.7.5', 2),
          ...conversation(['hello', '<answer of the handset'], {
            from: '192.168.7.9:5000',
            to: '192.168.7.5:5555',
          }),
        ].map((frame) => ethernet(frame, frame.subarray(12, 16).equals(Buffer.of(192, 168, 7, 9)) ? 9 : 1)),
        { link: 1 },
      ),
    );
    expect(outcome.connections).toContainEqual(
      expect.objectContaining({ host: '192.168.7.9', bytesOut: 21 }),
    );
  });
});
