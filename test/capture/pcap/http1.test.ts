import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { conversation, pcap, segment } from '../../support/make-pcap.ts';
import { exchangesOf, opaqueOf, readPcap, textOf } from '../../support/read-pcap.ts';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: v.example\r\n\r\n`;
const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: v.example\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const ok = (body: string): string => `<HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const read = (says: readonly string[]) => readPcap(pcap(conversation(says)));
const urls = (says: Awaited<ReturnType<typeof read>>): readonly unknown[] =>
  exchangesOf(says).map(({ flow }) => [flow.url, flow.status]);

describe('requests', () => {
  test('that are pipelined get their own answers', async () => {
    const outcome = await read([
      get('/1') + post('/2', 'two') + get('/3'),
      ok('a') + ok('b').slice(1),
      ok('c'),
    ]);
    expect(urls(outcome)).toEqual([
      ['http://v.example/1', 200],
      ['http://v.example/2', 200],
      ['http://v.example/3', 200],
    ]);
    expect(exchangesOf(outcome).map(({ responseBody }) => textOf(responseBody))).toEqual(['a', 'b', 'c']);
    expect(outcome.connections).toMatchObject([{ class: 'plain' }]);
  });

  test('in chunks are put together, with the fields behind them', async () => {
    const head = 'POST /c HTTP/1.1\r\nHost: v.example\r\nTransfer-Encoding: chunked\r\n\r\n';
    const outcome = await read([`${head}5;x=1\r\nhe`, 'llo\r\n6\r\n world\r', '\n0\r\nT: 1\r\n\r\n', ok('')]);
    expect(textOf(exchangesOf(outcome)[0]?.requestBody)).toBe('hello world');
    expect(exchangesOf(outcome)[0]?.flow).toMatchObject({ aborted: false, status: 200 });
    expect(exchangesOf(outcome)[0]?.flow.requestHeaders.at(-1)).toEqual(['T', '1']);
  });

  test('that end inside the fields behind their body keep what came', async () => {
    const head = 'POST /c HTTP/1.1\r\nHost: v.example\r\nTransfer-Encoding: chunked\r\n\r\n';
    const outcome = await read([`${head}0\r\nA: 1\r\nImei: 3569380`]);
    expect(exchangesOf(outcome)[0]?.flow.requestHeaders.slice(-2)).toEqual([
      ['A', '1'],
      ['Imei', '3569380'],
    ]);
  });

  test('with more fields behind their body than any has are searched as bytes', async () => {
    const head = 'POST /c HTTP/1.1\r\nHost: v.example\r\nTransfer-Encoding: chunked\r\n\r\n';
    const outcome = await read([`${head}0\r\n${'A: 1\r\n'.repeat(3000)}Imei: 3569380\r\n\r\n`]);
    expect(opaqueOf(outcome).some(({ opaque }) => textOf(opaque).includes('Imei: 3569380'))).toBe(true);
  });

  test('cut at any byte are aborted and hold what came', async () => {
    const whole = post('/track?imei=1', 'body-of-it');
    const headLength = whole.length - 10;
    for (let end = 6; end < whole.length; end += 1) {
      const frames = conversation([whole.slice(0, end)]).slice(0, 3);
      const [exchange] = exchangesOf(await readPcap(pcap(frames)));
      expect(exchange?.flow.aborted).toBe(true);
      expect(textOf(exchange?.requestBody)).toBe(whole.slice(headLength, Math.max(headLength, end)));
      if (end > whole.indexOf(' HTTP'))
        expect(exchange?.flow.url).toBe(
          'http://v.example/track?imei=1'.replace(
            'v.example',
            end < whole.indexOf('v.example') + 9
              ? new URL(exchange?.flow.url ?? 'http://x').host
              : 'v.example',
          ),
        );
    }
  });

  test('with an interim answer, an answer without length and an upper-case header name', async () => {
    const outcome = await read([
      post('/u', 'x').replace('Host:', 'HOST:').replace('Content-Length', 'CONTENT-LENGTH'),
      '<HTTP/1.1 100 Continue\r\n\r\n',
      '<HTTP/1.0 200 OK\r\n\r\nuntil the end',
    ]);
    expect(urls(outcome)).toEqual([['http://v.example/u', 200]]);
    expect(textOf(exchangesOf(outcome)[0]?.responseBody)).toBe('until the end');
  });

  test('to a proxy lead to the place that they name', async () => {
    const absolute = await read([
      'GET http://far.example:8080/x HTTP/1.1\r\nHost: far.example:8080\r\n\r\n',
      ok(''),
    ]);
    expect(exchangesOf(absolute)[0]?.flow).toMatchObject({
      url: 'http://far.example:8080/x',
      destination: { host: 'far.example', port: 8080, ip: null },
    });
    const tunnel = await read([
      'CONNECT far.example:443 HTTP/1.1\r\nHost: far.example:443\r\n\r\n',
      '<HTTP/1.1 200 OK\r\n\r\n',
      '\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00',
    ]);
    expect(tunnel.connections).toMatchObject([{ host: 'far.example', class: 'not-proxied' }]);
  });

  test('to another port name it; without a Host they go to the address', async () => {
    const ends = { to: '192.0.2.7:8080' };
    const outcome = await readPcap(
      pcap(conversation([get('/a'), ok(''), 'GET /b HTTP/1.0\r\n\r\n', ok('')], ends)),
    );
    expect(urls(outcome)).toEqual([
      ['http://v.example:8080/a', 200],
      ['http://192.0.2.7:8080/b', 200],
    ]);
  });

  test('whose first segment comes after their answer are joined with it', async () => {
    const frames = conversation([get('/late'), ok('early')]);
    const swapped = [...frames.slice(0, 2), frames[3]!, frames[2]!, ...frames.slice(4)];
    expect(urls(await readPcap(pcap(swapped)))).toEqual([['http://v.example/late', 200]]);
  });
});

describe('lost segments', () => {
  const says = [
    post('/1', 'first'),
    ok('1'),
    'POST /2 HTTP/1.1\r\nHost: v.example\r\nContent-Length: 30\r\n\r\n',
    'aaaaaaaaaa',
    'bbbbbbbbbb',
    'cccccccccc',
    ok('2'),
    post('/3', 'third'),
    ok('3'),
  ];
  const frames = conversation(says);

  test('inside a body leave a hole of their size', async () => {
    const outcome = await readPcap(pcap(frames.filter((_, index) => index !== 6)));
    expect(
      exchangesOf(outcome).map(({ flow }) => [flow.url.slice(-1), flow.requestBody?.truncated, flow.aborted]),
    ).toEqual([
      ['1', false, false],
      ['2', true, true],
      ['3', false, false],
    ]);
    expect(exchangesOf(outcome)[1]?.flow.requestBody?.byteLength).toBe(30);
    expect(textOf(exchangesOf(outcome)[1]?.requestBody)).toBe('aaaaaaaaaacccccccccc');
  });

  test('with a head leave the bytes behind it as a flow of their own, up to the next request', async () => {
    const outcome = await readPcap(pcap(frames.filter((_, index) => index !== 4)));
    expect(exchangesOf(outcome).map(({ flow }) => [flow.url.slice(-1), flow.status])).toEqual([
      ['1', 200],
      ['3', 200],
    ]);
    const opaque = opaqueOf(outcome);
    expect(opaque.map(({ flow }) => [flow.reason, flow.bytesOut])).toEqual([
      ['gap', says[2]?.length],
      ['gap', 30],
    ]);
    expect(opaque.map((loaded) => textOf(loaded.opaque))).toContain('aaaaaaaaaabbbbbbbbbbcccccccccc');
  });

  test('that were a whole request are said', async () => {
    const whole = conversation([
      post('/1', 'first'),
      ok('1'),
      post('/2', 'second'),
      ok('2'),
      get('/3'),
      ok('3'),
    ]);
    const outcome = await readPcap(pcap(whole.filter((_, index) => index !== 4)));
    expect(exchangesOf(outcome).map(({ flow }) => flow.url.slice(-1))).toEqual(['1', '3']);
    expect(opaqueOf(outcome)).toMatchObject([
      { flow: { reason: 'gap', bytesOut: post('/2', 'second').length } },
    ]);
  });

  test('that cut a head are the request’s own, and those behind it until the next begins', async () => {
    const [head = '', rest = ''] = [says[2]?.slice(0, 30), says[2]?.slice(30)];
    const cut = conversation([...says.slice(0, 2), head, rest, ...says.slice(3)]);
    const outcome = await readPcap(pcap(cut.filter((_, index) => index !== 5 && index !== 7)));
    expect(
      exchangesOf(outcome).map(({ flow }) => [
        flow.url.slice(-1),
        flow.requestBody?.byteLength,
        flow.aborted,
      ]),
    ).toEqual([
      ['1', 5, false],
      ['2', rest.length + 10, true],
      ['3', 5, false],
    ]);
    expect(exchangesOf(outcome)[1]?.flow.requestBody).toMatchObject({ spans: [], truncated: true });
    expect(textOf(opaqueOf(outcome)[0]?.opaque)).toBe('aaaaaaaaaacccccccccc');
  });

  test('of a file that keeps the beginnings of packets alone are counted whole', async () => {
    const body = 'x'.repeat(900);
    const whole = conversation([post('/long', body), ok(''), post('/next', body), ok('')]);
    const outcome = await readPcap(pcap(whole, { kept: 100 }));
    const sizes = exchangesOf(outcome).map(({ flow }) => flow.requestBody);
    const long = post('/long', body).length - 60;
    expect(sizes).toMatchObject([
      { byteLength: long, truncated: true },
      { byteLength: long, truncated: true },
    ]);
  });

  test('of an answer leave the request whole', async () => {
    const outcome = await readPcap(pcap(frames.filter((_, index) => index !== 3)));
    expect(exchangesOf(outcome).map(({ flow }) => [flow.url.slice(-1), flow.aborted])).toContainEqual([
      '3',
      false,
    ]);
    expect(exchangesOf(outcome).map(({ requestBody }) => textOf(requestBody))).toContain('first');
  });

  test('sent again, and segments out of order, change nothing', async () => {
    const plain = await readPcap(pcap(frames));
    const doubled = frames.flatMap((frame, index) => (index > 1 && index < 10 ? [frame, frame] : [frame]));
    const mixed = [...frames.slice(0, 4), frames[6]!, frames[5]!, frames[4]!, ...frames.slice(7)];
    for (const other of [doubled, mixed]) {
      const outcome = await readPcap(pcap(other));
      expect(exchangesOf(outcome).map(({ requestBody }) => textOf(requestBody))).toEqual(
        exchangesOf(plain).map(({ requestBody }) => textOf(requestBody)),
      );
      expect(outcome.connections).toEqual(plain.connections);
    }
  });

  test('at the end of a connection are said', async () => {
    const cut = [
      ...frames.slice(0, 6),
      segment({ from: '192.0.2.7:80', to: '192.168.7.5:40000', seq: 6000, ack: 1170, flags: 'A' }),
    ];
    const [, second] = exchangesOf(await readPcap(pcap(cut)));
    expect(second?.flow).toMatchObject({ aborted: true, requestBody: { truncated: true } });
  });
});

describe('a connection', () => {
  test('whose beginning was not captured is read from its next request on', async () => {
    const frames = conversation(['end of a body that nobody saw', get('/next'), ok('')]).slice(2);
    const outcome = await readPcap(pcap(frames));
    expect(outcome.connections).toMatchObject([{ class: 'not-http' }]);
    expect(textOf(opaqueOf(outcome)[0]?.opaque)).toContain('end of a body');
    expect(textOf(opaqueOf(outcome)[0]?.opaque)).toContain('GET /next');
  });

  test('between the same ports again is another one', async () => {
    const again = conversation([get('/second'), ok('')]).map((frame) => {
      const copy = Buffer.from(frame);
      const isOut = copy.readUInt16BE(20) === 40000;
      copy.writeUInt32BE(copy.readUInt32BE(24) + (isOut ? 7_000_000 : 90_000), 24);
      copy.writeUInt32BE(copy.readUInt32BE(28) + (isOut ? 90_000 : 7_000_000), 28);
      return copy;
    });
    const outcome = await readPcap(pcap([...conversation([get('/first'), ok('')]), ...again]));
    expect(urls(outcome)).toEqual([
      ['http://v.example/first', 200],
      ['http://v.example/second', 200],
    ]);
    expect(outcome.connections).toHaveLength(2);
  });

  test('whose SYN stands behind what it begins is one', async () => {
    const frames = conversation([get('/1'), ok('')]);
    for (const place of [2, 3, 4]) {
      const late = [...frames.slice(1, place), frames[0]!, ...frames.slice(place)];
      const outcome = await readPcap(pcap(late));
      expect(urls(outcome)).toEqual([['http://v.example/1', 200]]);
      expect(outcome.connections).toMatchObject([{ class: 'plain' }]);
      expect(opaqueOf(outcome)).toEqual([]);
    }
  });

  test('of another protocol keeps what the handset says', async () => {
    const outcome = await read(['<220 mail.example ESMTP\r\n', 'EHLO phone.example\r\n', '<250 ok\r\n']);
    expect(outcome.connections).toMatchObject([{ class: 'not-http', bytesOut: 20 }]);
    expect(textOf(opaqueOf(outcome)[0]?.opaque)).toBe('EHLO phone.example\r\n');
  });

  test('that carried nothing from the handset is in no ledger, and said', async () => {
    const outcome = await readPcap(
      pcap([...conversation([get('/'), ok('')]), ...conversation([], { from: '192.168.7.5:40001' })]),
    );
    expect(outcome.connections).toHaveLength(1);
    expect(outcome.losses.map(({ what }) => what).join()).toContain('1 connection carried nothing');
  });
});

describe('a WebSocket', () => {
  const upgrade = 'GET /ws HTTP/1.1\r\nHost: v.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const accepted = (more = ''): string =>
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n${more}\r\n`;
  const frame = (first: number, payload: Uint8Array | string, isMasked: boolean): Buffer => {
    const body = Buffer.from(payload);
    const mask = Buffer.of(1, 2, 3, 4);
    const length =
      body.length < 126 ? Buffer.of(body.length) : Buffer.of(126, body.length >> 8, body.length & 255);
    if (!isMasked) return Buffer.concat([Buffer.of(first), length, body]);
    length[0] = (length[0] ?? 0) | 128;
    return Buffer.concat([Buffer.of(first), length, mask, body.map((byte, at) => byte ^ mask[at & 3]!)]);
  };
  const frames = (parts: readonly (readonly [isIn: boolean, bytes: Buffer | string])[]): Buffer[] => {
    const next = { out: 1000, in: 5000 };
    const opening = conversation([]).slice(0, 2);
    const rest = parts.map(([isIn, bytes]) => {
      const [from, to] = isIn ? ['192.0.2.7:80', '192.168.7.5:40000'] : ['192.168.7.5:40000', '192.0.2.7:80'];
      const own = segment({
        from,
        to,
        seq: next[isIn ? 'in' : 'out'],
        ack: next[isIn ? 'out' : 'in'],
        payload: bytes,
      });
      next[isIn ? 'in' : 'out'] += Buffer.byteLength(bytes);
      return own;
    });
    return [...opening, ...rest];
  };

  test('gives its messages in both directions, unmasked, put together, and what the handset puts into a ping', async () => {
    const outcome = await readPcap(
      pcap(
        frames([
          [false, upgrade],
          [
            true,
            Buffer.concat([
              Buffer.from(accepted()),
              frame(0x82, Buffer.of(0, 255), false),
              frame(0x89, 'of the server', false),
            ]),
          ],
          [
            false,
            Buffer.concat([
              frame(0x01, 'hel', true),
              frame(0x89, 'ping', true),
              frame(0x8a, '', true),
              frame(0x80, 'lo', true),
            ]),
          ],
          [false, frame(0x81, 'x'.repeat(300), true)],
        ]),
      ),
    );
    const [exchange] = exchangesOf(outcome);
    expect(exchange?.flow).toMatchObject({ status: 101, aborted: false });
    expect(exchange?.flow.messages.map(({ direction, opcode }) => [direction, opcode])).toEqual([
      ['in', 'binary'],
      ['out', 'binary'],
      ['out', 'text'],
      ['out', 'text'],
    ]);
    expect(exchange?.messages.map((bytes) => textOf(bytes)).slice(1)).toEqual([
      'ping',
      'hello',
      'x'.repeat(300),
    ]);
  });

  test('with compression gives them inflated, also with the window of those before', async () => {
    const pack = (text: string, dictionary?: Buffer): Buffer =>
      deflateRawSync(text, { finishFlush: 2, ...(dictionary === undefined ? {} : { dictionary }) }).subarray(
        0,
        -4,
      );
    const first = '{"imei":"the same long text again"}';
    const outcome = await readPcap(
      pcap(
        frames([
          [false, upgrade],
          [true, accepted('Sec-WebSocket-Extensions: permessage-deflate\r\n')],
          [false, frame(0xc1, pack(first), true)],
          [false, frame(0xc1, pack(`${first}!`, Buffer.from(first)), true)],
          [false, frame(0xc1, 'no deflate', true)],
        ]),
      ),
    );
    const [exchange] = exchangesOf(outcome);
    expect(exchange?.messages.map((bytes) => textOf(bytes))).toEqual([first, `${first}!`, 'no deflate']);
    expect(exchange?.flow.messages.map(({ body }) => body.truncated)).toEqual([false, false, true]);
  });

  test('with a ping longer than one may be is kept from there on', async () => {
    const outcome = await readPcap(
      pcap(
        frames([
          [false, upgrade],
          [true, accepted()],
          [false, Buffer.concat([frame(0x81, 'before', true), frame(0x89, 'y'.repeat(126), false)])],
          [false, frame(0x81, 'after', false)],
        ]),
      ),
    );
    expect(exchangesOf(outcome)[0]?.messages.map((bytes) => textOf(bytes))).toEqual(['before']);
    const kept = opaqueOf(outcome).map(({ opaque }) => textOf(opaque));
    expect(kept.join()).toContain('y'.repeat(126));
    expect(kept.join()).toContain('after');
  });

  test('in frames of a byte and of none gives its message whole', async () => {
    const pieces = Array.from({ length: 9000 }, (_, at) => frame(0, at % 3 === 0 ? 'z' : '', false));
    const outcome = await readPcap(
      pcap(
        frames([
          [false, upgrade],
          [true, accepted()],
          [false, Buffer.concat([frame(0x01, 'a', false), ...pieces, frame(0x80, 'b', false)])],
        ]),
      ),
    );
    expect(exchangesOf(outcome)[0]?.messages.map((bytes) => textOf(bytes))).toEqual([
      `a${'z'.repeat(3000)}b`,
    ]);
  });

  test('that was refused goes on with HTTP', async () => {
    const outcome = await readPcap(
      pcap(
        frames([
          [false, upgrade],
          [true, 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
          [false, get('/after')],
          [true, ok('').slice(1)],
        ]),
      ),
    );
    expect(urls(outcome)).toEqual([
      ['http://v.example/ws', 404],
      ['http://v.example/after', 200],
    ]);
  });

  test('with lost frames keeps what follows', async () => {
    const whole = frames([
      [false, upgrade],
      [true, accepted()],
      [false, frame(0x81, 'lost', true)],
      [false, frame(0x81, 'kept', false)],
    ]);
    const outcome = await readPcap(pcap(whole.filter((_, index) => index !== 4)));
    expect(textOf(opaqueOf(outcome).find(({ opaque }) => opaque.length > 0)?.opaque)).toContain('kept');
  });
});
