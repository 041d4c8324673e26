import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMitmproxy } from '#capture/mitmproxy/open-mitmproxy';
import { Failure } from '#model/failure';
import type { HttpFlow, LoadedFlow } from '#model/flow';
import { failureOf } from '../../support/failure-of.ts';
import { makeMitmFlow, tnet } from '../../support/make-mitm-flow.ts';
import { memorySource } from '../../support/memory-source.ts';
import { type ReadInput, readAll, readInput } from '../../support/read-input.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/mitmproxy/v17.flows', import.meta.url));
const read = (content: Uint8Array, chunkBytes?: number): Promise<ReadInput> =>
  readAll(openMitmproxy(memorySource(content, chunkBytes)));
const http = (loaded: LoadedFlow | undefined): HttpFlow => {
  if (loaded?.flow.kind !== 'http') throw new Error('no http flow');
  return loaded.flow;
};
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

describe('a flow', () => {
  test.each([15, 16, 17, 18, 19, 20, 21])('of version %i of the format is read', async (version) => {
    const { flows, connections, losses, input } = await read(tnet(makeMitmFlow(version)));
    expect(losses).toEqual([]);
    expect(http(flows[0])).toMatchObject({
      id: 'flow-a',
      atMs: 0,
      connectionId: 'client-1',
      destination: { host: 'vendor.example', port: 443, ip: '192.0.2.7', sni: 'vendor.example' },
      method: 'POST',
      url: 'https://vendor.example/v1/track?a=1',
      httpVersion: 'HTTP/2.0',
      requestHeaders: [
        ['content-type', 'application/json'],
        ['x-a', '1'],
        ['x-a', '2'],
      ],
      requestBody: { byteLength: 9, truncated: false },
      status: 200,
      aborted: false,
      bodyFidelity: 'exact',
    });
    expect(text(flows[0]?.requestBody)).toBe('{"k":"v"}');
    expect(text(flows[0]?.responseBody)).toBe('ok');
    expect(connections).toMatchObject([{ id: 'client-1', host: 'vendor.example', class: 'read' }]);
    expect(connections[0]!.bytesOut).toBeGreaterThan(9);
    expect(input.startedAtMs()).toBe(1772359201500);
  });

  test('with fields behind its body has them among its headers', async () => {
    const trailers = [[Buffer.from('x-device'), Buffer.from('861234567890128')]];
    const { flows } = await read(tnet(makeMitmFlow(21, {}, { trailers })));
    expect(http(flows[0]).requestHeaders.at(-1)).toEqual(['x-device', '861234567890128']);
  });

  test('with WebSocket messages gives both directions, without injected ones', async () => {
    const websocket = {
      messages: [
        [1, true, Buffer.from('hallo'), 1772359203.5, false, false],
        [2, false, Buffer.of(0, 255), 1772359204.5, false, false],
        [1, true, Buffer.from('not of the handset'), 1772359205.5, false, true],
      ],
      closed_by_client: true,
      close_code: 1000,
      close_reason: '',
      timestamp_end: 1.5,
    };
    const { flows } = await read(tnet(makeMitmFlow(18, { websocket })));
    expect(http(flows[0]).messages.map(({ direction, opcode, atMs }) => [direction, opcode, atMs])).toEqual([
      ['out', 'text', 2000],
      ['in', 'binary', 3000],
    ]);
    expect(flows[0]!.messages.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([
      '68616c6c6f',
      '00ff',
    ]);
  });

  test('that was edited in the proxy is read as the handset sent it', async () => {
    const { flows } = await read(
      tnet(
        makeMitmFlow(
          19,
          { backup: makeMitmFlow(19) },
          { content: Buffer.from('edited'), path: Buffer.from('/x') },
        ),
      ),
    );
    expect(text(flows[0]?.requestBody)).toBe('{"k":"v"}');
    expect(http(flows[0]).url).toBe('https://vendor.example/v1/track?a=1');
  });

  test('whose body the proxy did not keep is unread by the size it declares', async () => {
    const headers = [[Buffer.from('Content-Length'), Buffer.from('5000')]];
    const { flows } = await read(tnet(makeMitmFlow(17, {}, { content: null, headers })));
    expect(http(flows[0]).requestBody).toEqual({
      spans: [],
      byteLength: 5000,
      sha256: null,
      truncated: true,
    });
  });

  test('without an answer but with an error is aborted', async () => {
    const { flows } = await read(
      tnet(makeMitmFlow(17, { response: null, error: { msg: 'gone', timestamp: 1.5 } })),
    );
    expect(http(flows[0])).toMatchObject({ aborted: true, status: null });
  });

  test.each([
    ['of a transparent proxy, by the ClientHello', { host: '192.0.2.7' }, 'vendor.example'],
    ['in IPv6', { host: '2001:db8::1', port: 8443 }, 'vendor.example'],
  ] as const)('%s has a name', async (_name, request, host) => {
    const { flows } = await read(tnet(makeMitmFlow(17, {}, request)));
    expect(http(flows[0]).destination.host).toBe(host);
  });

  test.each([
    ['tcp', 5222, 'not-http'],
    ['udp', 443, 'quic'],
    ['udp', 123, 'not-http'],
  ] as const)('of %s to port %i is opaque and keeps what was sent', async (type, port, reason) => {
    const { flows, connections } = await read(
      tnet({
        ...makeMitmFlow(21),
        type,
        request: null,
        response: null,
        server_conn: { address: ['push.example', port], sni: null, peername: ['192.0.2.9', port] },
        messages: [
          [true, Buffer.from('abc'), 1772359201.5],
          [false, Buffer.from('xyz'), 1772359202.5],
          [true, Buffer.from('def'), 1772359203.5],
        ],
      }),
    );
    expect(flows[0]!.flow).toMatchObject({
      kind: 'opaque',
      reason,
      bytesOut: 6,
      destination: { host: 'push.example' },
    });
    expect(text(flows[0]?.opaque)).toBe('abcdef');
    expect(connections).toMatchObject([{ class: reason, bytesOut: 6 }]);
  });

  test('look-ups are counted and not audited', async () => {
    const { flows, losses } = await read(
      Buffer.concat([tnet(makeMitmFlow(21)), tnet({ ...makeMitmFlow(21), type: 'dns' })]),
    );
    expect(flows).toHaveLength(1);
    expect(losses[0]?.what).toContain('1 look-ups');
  });

  test('that shares an id erases no other', async () => {
    const { flows } = await read(Buffer.concat([tnet(makeMitmFlow(17)), tnet(makeMitmFlow(17))]));
    expect(flows.map(({ flow }) => flow.id)).toEqual(['flow-a', 'flow-a#2']);
  });
});

test('a file that mitmdump 8.1.1 wrote is read through the one door', async () => {
  const { input, flows, losses } = await readInput(FIXTURE);
  expect(input.format).toBe('mitmproxy');
  expect(losses).toEqual([]);
  expect(
    flows.map(({ flow }) => flow.kind === 'http' && [flow.method, flow.url, flow.status, flow.aborted]),
  ).toEqual([
    ['POST', 'http://vendor.example:18099/v1/track?imei=860000000000009', 200, false],
    ['POST', 'http://vendor.example:18099/up', 200, false],
    ['GET', 'http://vendor.example:18099/dead', null, true],
    ['GET', 'http://vendor.example:18099/empty', null, true],
  ]);
  expect(text(flows[0]?.requestBody)).toBe('{"name":"Zoë Testperson"}');
  expect(Buffer.from(flows[1]!.requestBody).toString('hex')).toBe('1f8b0800ff80');
  expect(http(flows[0]).responseHeaders.filter(([name]) => name === 'set-cookie')).toHaveLength(2);
});

describe('a file', () => {
  test('cut at any byte is read up to its last whole flow', async () => {
    const one = tnet(makeMitmFlow(17));
    const content = Buffer.concat([one, one, one]);
    for (let size = one.length; size < content.length; size += 1) {
      const { flows, losses, connections } = await read(content.subarray(0, size), 300);
      const whole = Math.floor(size / one.length);
      expect(flows.filter(({ flow }) => flow.kind === 'http')).toHaveLength(whole);
      expect(losses).toHaveLength(size % one.length === 0 ? 0 : 1);
      expect(connections.some((row) => row.class === 'gap')).toBe(size % one.length !== 0);
    }
  });

  test.each([
    ['of an older version', tnet(makeMitmFlow(9)), 'unknown-version', 'version 9'],
    ['of a newer version', tnet(makeMitmFlow(22)), 'unknown-version', '15 to 21 are read'],
    ['that holds something else', tnet(['a', 'list']), 'not-parsable', 'no dictionary'],
    [
      'that is cut in its first flow',
      tnet(makeMitmFlow(17)).subarray(0, 90),
      'not-parsable',
      'ends inside it',
    ],
    ['with a length that is none', Buffer.from('12:abc'), 'not-parsable', 'ends inside it'],
    ['whose values do not fit', Buffer.from('5:9:abc}'), 'not-parsable', 'cannot be read'],
  ] as const)('%s is refused in words', async (_name, content, code, words) => {
    await using temp = await makeTempFolder();
    const failure = await failureOf(readInput(await temp.write('x.flows', content)));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
    expect(failure.place.file).toBe('x.flows');
  });

  test('with a broken flow in it keeps the others', async () => {
    const one = tnet(makeMitmFlow(17));
    const { flows, losses } = await read(
      Buffer.concat([one, tnet({ version: 40 }), Buffer.from('3:abc?'), one]),
    );
    expect(flows.map(({ flow }) => flow.kind)).toEqual(['http', 'opaque', 'opaque', 'http']);
    expect(losses.map(({ what }) => what)).toEqual([
      'it is of version 40 of the flow format; 15 to 21 are read',
      'it cannot be read: a value of an unknown type',
    ]);
  });

  test('nested without end, with a key __proto__, or of a huge length is bounded', async () => {
    const one = tnet(makeMitmFlow(17));
    let deep = Buffer.from('0:~');
    for (let level = 0; level < 3000; level += 1)
      deep = Buffer.concat([Buffer.from(`${deep.length}:`), deep, Buffer.from(']')]);
    const proto = tnet({ ...makeMitmFlow(17), ['__proto__x']: 1, metadata: { constructor: 1 } });
    const { flows, losses } = await read(Buffer.concat([one, deep, proto, Buffer.from('99999999999:abc')]));
    expect(flows.map(({ flow }) => flow.kind)).toEqual(['http', 'opaque', 'http', 'opaque', 'opaque']);
    expect(losses.map(({ what }) => what)).toEqual([
      'it cannot be read: nested deeper than 64 levels',
      'it is larger than 512 MiB and is not read',
      'the file ends inside it; it and what followed is lost',
    ]);
  });

  test('with bytes changed anywhere never throws anything but a Failure', async () => {
    const content = await readFile(FIXTURE);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const changed = Buffer.from(content);
          for (const [at, byte] of changes) changed[at] = byte;
          await read(changed).catch((error: unknown) => {
            if (!(error instanceof Failure)) throw error;
          });
        },
      ),
      { numRuns: 1000 },
    );
  });
});
