import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHeaderDecoder } from '#capture/pcap/hpack';
import { huffmanText } from '#capture/pcap/hpack-huffman';
import { PREFACE } from '#capture/pcap/http2';
import { pcap, segment } from '../../support/make-pcap.ts';
import { exchangesOf, opaqueOf, readPcap, textOf } from '../../support/read-pcap.ts';
import { recordRelay } from '../../support/record-relay.ts';

const SEGMENT_BYTES = 60_000;

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('HPACK', () => {
  test('decodes the requests of RFC 7541 C.4, one behind the other', () => {
    const decode = createHeaderDecoder();
    expect(decode(hex('8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'))).toEqual([
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', '/'],
      [':authority', 'www.example.com'],
    ]);
    expect(decode(hex('8286 84be 5886 a8eb 1064 9cbf'))).toContainEqual(['cache-control', 'no-cache']);
    expect(decode(hex('8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'))).toEqual([
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/index.html'],
      [':authority', 'www.example.com'],
      ['custom-key', 'custom-value'],
    ]);
  });

  test('decodes the answers of RFC 7541 C.6, where the table overflows', () => {
    const decode = createHeaderDecoder();
    decode(hex('3fe1 01'));
    decode(
      hex(
        '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      ),
    );
    expect(decode(hex('4883 640e ffc1 c0bf'))).toEqual([
      [':status', '307'],
      ['cache-control', 'private'],
      ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'],
      ['location', 'https://www.example.com'],
    ]);
  });

  test('throws nothing but a RangeError on random blocks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const read of [() => createHeaderDecoder()(Buffer.from(bytes)), () => huffmanText(bytes)])
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
      }),
    );
  });
});

describe('HTTP/2 in clear text', () => {
  const record = async (paths: readonly string[]): Promise<readonly Buffer[]> => {
    const server = createServer((asked, answer) => {
      asked.resume();
      asked.on('end', () => answer.writeHead(201, { 'x-of': asked.url }).end('done'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await using relay = await recordRelay((server.address() as AddressInfo).port, 80);
    const session = connect(`http://127.0.0.1:${relay.port}`);
    for (const path of paths) {
      const stream = session.request(
        { ':method': 'POST', ':path': path, ':authority': 'v.example', 'x-all': ALL },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-behind': path }));
      stream.end(`body of ${path}`);
      stream.resume();
      await once(stream, 'end');
    }
    session.close();
    await once(session, 'close');
    server.close();
    return await relay.settled();
  };
  /** Every character that a header may hold, so that each of its Huffman codes is used. */
  const ALL = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');

  test('of a real client and server gives its exchanges', async () => {
    const read = await readPcap(pcap(await record(['/1', '/2', '/3'])));
    expect(
      exchangesOf(read).map(({ flow, requestBody }) => [flow.url, flow.status, textOf(requestBody)]),
    ).toEqual([
      ['http://v.example/1', 201, 'body of /1'],
      ['http://v.example/2', 201, 'body of /2'],
      ['http://v.example/3', 201, 'body of /3'],
    ]);
    expect(exchangesOf(read)[2]?.flow.requestHeaders).toContainEqual(['x-all', ALL]);
    expect(exchangesOf(read)[2]?.flow.requestHeaders.at(-1)).toEqual(['x-behind', '/3']);
    expect(read.connections).toMatchObject([{ class: 'plain' }]);
  });

  test('keeps what follows a lost segment', async () => {
    const frames = await record(['/1', '/2', '/3']);
    const second = frames.findIndex((frame) => frame.includes('body of /2'));
    const read = await readPcap(pcap(frames.filter((_, index) => index !== second)));
    expect(exchangesOf(read)[0]?.flow.url).toBe('http://v.example/1');
    expect(opaqueOf(read).some(({ opaque }) => textOf(opaque).includes('body of /3'))).toBe(true);
  });

  test('reads a head that any number of empty frames come in between', async () => {
    const frame = (type: number, flags: number, payload = ''): Buffer =>
      Buffer.concat([
        hex((payload.length / 2).toString(16).padStart(6, '0')),
        Buffer.from([type, flags, 0, 0, 0, 1]),
        hex(payload),
      ]);
    const [HEADERS, CONTINUATION, END_STREAM, END_HEADERS] = [1, 9, 1, 4];
    // Half a million: each must not cost what came before it.
    const said = Buffer.concat([
      PREFACE,
      frame(4, 0),
      frame(HEADERS, END_STREAM, '828684'),
      ...Array.from({ length: 500_000 }, () => frame(CONTINUATION, 0)),
      frame(CONTINUATION, END_HEADERS, '418cf1e3c2e5f23a6ba0ab90f4ff'),
    ]);
    const frames = [segment({ seq: 999, ack: null, flags: 'S' })];
    for (let at = 0; at < said.length; at += SEGMENT_BYTES)
      frames.push(segment({ seq: 1000 + at, payload: said.subarray(at, at + SEGMENT_BYTES) }));
    const read = await readPcap(pcap(frames));
    expect(exchangesOf(read).map(({ flow }) => flow.url)).toEqual(['http://www.example.com/']);
  });
});
