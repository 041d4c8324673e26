import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowsFrom } from '#capture/flow-from';
import type { EventInput } from '#model/capture-sink';
import type { Event } from '#model/event';
import type { Flow } from '#model/flow';
import {
  makeBodyEnd,
  makeClose,
  makeOpen,
  makeRequest,
  makeResponse,
  numbered,
  stamped,
} from '../support/make-event.ts';

const body = (off: number, len: number, dir: 'out' | 'in' = 'out', flow = 'f1'): EventInput => ({
  type: 'body',
  flow,
  dir,
  off,
  len,
});
const fold = (events: readonly (Event | EventInput)[]): ReturnType<typeof flowsFrom> =>
  flowsFrom(stamped(events));
const only = (events: readonly (Event | EventInput)[]): Flow => {
  const { flows } = fold(events);
  expect(flows).toHaveLength(1);
  return flows[0]!;
};

describe('an exchange', () => {
  test('has the fields behind its body among its headers, up to a bound', () => {
    const some = { type: 'http.trailer', flow: 'f1', headers: Array(6000).fill(['x-a', '1']) } as const;
    const { flows, losses } = fold([makeRequest(), some, some, makeResponse()]);
    expect(flows).toMatchObject([{ requestHeaders: { length: 10_000 + makeRequest().headers.length } }]);
    expect(losses).toHaveLength(1);
  });

  test('is one flow with its bodies, its connection and its place', () => {
    const { flows, connections, losses } = fold([
      makeOpen({ placeSource: 'simulated' }),
      makeRequest({ app: 'com.vendor.app' }),
      body(0, 6),
      body(6, 4),
      makeBodyEnd(),
      makeResponse(),
      body(10, 2, 'in'),
      makeBodyEnd({ dir: 'in', bytes: 2 }),
      makeClose(),
    ]);
    expect(flows).toEqual([
      {
        kind: 'http',
        id: 'f1',
        atMs: 0,
        connectionId: 'c1',
        destination: {
          host: 'vendor.example',
          port: 443,
          ip: '192.0.2.7',
          placeSource: 'simulated',
          sni: 'vendor.example',
          ja4: 't13d1516h2_8daaf6152771_02713d6af862',
        },
        control: false,
        method: 'POST',
        url: 'https://vendor.example/v1/track',
        httpVersion: '1.1',
        requestHeaders: [['Content-Type', 'application/json']],
        requestBody: {
          spans: [{ offset: 0, byteLength: 10 }],
          byteLength: 10,
          sha256: 'a'.repeat(64),
          truncated: false,
        },
        status: 200,
        responseHeaders: [],
        responseBody: {
          spans: [{ offset: 10, byteLength: 2 }],
          byteLength: 2,
          sha256: 'a'.repeat(64),
          truncated: false,
        },
        messages: [],
        aborted: false,
        app: 'com.vendor.app',
        bodyFidelity: 'exact',
      },
    ]);
    expect(connections).toEqual([
      { id: 'c1', host: 'vendor.example', class: 'read', bytesOut: 1000, control: false },
    ]);
    expect(losses).toEqual([]);
  });

  test.each([
    ['with nothing but a request', [makeRequest({ method: 'GET' })], { aborted: true, status: null }],
    ['without a body, answered', [makeRequest({ method: 'GET' }), makeResponse()], { aborted: false }],
    [
      'whose body was cut off',
      [makeRequest(), body(0, 5)],
      {
        aborted: true,
        requestBody: { spans: [{ offset: 0, byteLength: 5 }], byteLength: 5, sha256: null, truncated: false },
      },
    ],
    [
      'answered before its body ended',
      [makeRequest(), body(0, 5), makeResponse()],
      { aborted: true, status: 200 },
    ],
    [
      'broken off by the handset',
      [
        makeRequest(),
        body(0, 5),
        { type: 'http.abort', flow: 'f1', reason: 'closed' } as const,
        makeBodyEnd({ bytes: 5, aborted: true }),
      ],
      {
        aborted: true,
        requestBody: {
          sha256: 'a'.repeat(64),
          byteLength: 5,
          spans: [{ offset: 0, byteLength: 5 }],
          truncated: false,
        },
      },
    ],
    [
      'whose server closed without an answer',
      [makeRequest(), body(0, 10), makeBodyEnd()],
      { aborted: false, status: null },
    ],
    [
      'of which the queue dropped bytes',
      [
        makeRequest(),
        body(0, 4),
        { type: 'gap', why: 'queue-full', lost: 6, flow: 'f1' } as const,
        makeBodyEnd({ truncated: true }),
      ],
      {
        requestBody: {
          spans: [{ offset: 0, byteLength: 4 }],
          byteLength: 10,
          sha256: 'a'.repeat(64),
          truncated: true,
        },
      },
    ],
    [
      'whose bytes are fewer than its end says',
      [makeRequest(), body(0, 4), makeBodyEnd()],
      {
        requestBody: {
          spans: [{ offset: 0, byteLength: 4 }],
          byteLength: 10,
          sha256: 'a'.repeat(64),
          truncated: true,
        },
      },
    ],
  ] as const)('%s', (_name, events, expected) => {
    expect(only(events as readonly EventInput[])).toMatchObject({ kind: 'http', ...expected });
  });

  test('takes what comes late, behind the end of its connection', () => {
    const flow = only([
      makeOpen(),
      makeRequest(),
      body(0, 4),
      makeClose(),
      { type: 'http.abort', flow: 'f1', reason: 'closed' },
      makeBodyEnd({ bytes: 4, aborted: true }),
    ]);
    expect(flow).toMatchObject({ aborted: true, requestBody: { sha256: 'a'.repeat(64) } });
  });

  test('of a WebSocket lasts until its connection ends', () => {
    const message = (dir: 'out' | 'in', off: number): EventInput => ({
      type: 'ws.msg',
      flow: 'f1',
      dir,
      opcode: 'text',
      off,
      len: 3,
      truncated: false,
    });
    const flow = only([
      makeOpen(),
      makeRequest({ method: 'GET', url: 'https://vendor.example/ws' }),
      makeResponse({ status: 101 }),
      ...Array.from({ length: 100 }, (_, index) => message(index % 2 === 0 ? 'out' : 'in', index * 3)),
      makeClose(),
    ]);
    expect(flow.kind === 'http' && flow.messages.length).toBe(100);
  });

  test('of a WebSocket with more messages than are told apart reads those behind them as one', () => {
    const { flows, losses } = fold([
      makeOpen(),
      makeRequest({ method: 'GET', url: 'https://vendor.example/ws' }),
      makeResponse({ status: 101 }),
      ...Array.from({ length: 50_006 }, (_, index): EventInput => ({
        type: 'ws.msg',
        flow: 'f1',
        dir: index % 3 === 2 ? 'in' : 'out',
        opcode: 'text',
        off: index * 3,
        len: 3,
        truncated: false,
      })),
      makeClose(),
    ]);
    const [flow] = flows;
    const messages = flow?.kind === 'http' ? flow.messages : [];
    expect(messages.length).toBe(50_002);
    expect(messages.slice(50_000).map(({ direction, body }) => [direction, body.byteLength])).toEqual([
      ['out', 12],
      ['in', 6],
    ]);
    expect(messages.reduce((sum, { body }) => sum + body.byteLength, 0)).toBe(3 * 50_006);
    expect(losses.map(({ what }) => what).join()).toContain('read as one');
  });

  test('that shares an id with another erases neither', () => {
    const { flows } = fold([
      makeRequest({ url: 'https://a.example/' }),
      makeRequest({ url: 'https://b.example/' }),
    ]);
    expect(flows.map(({ id, destination }) => [id, destination.host])).toEqual([
      ['f1', 'a.example'],
      ['f1#2', 'b.example'],
    ]);
  });

  test('leaves as soon as it is complete, whatever stays open', () => {
    const { flows } = fold([
      makeOpen(),
      makeRequest({ flow: 'slow' }),
      ...Array.from({ length: 200 }, (_, index) => [
        makeRequest({ flow: `q${index}`, method: 'GET' }),
        makeResponse({ flow: `q${index}`, status: 204 }),
      ]).flat(),
    ]);
    expect(flows.at(-1)?.id).toBe('slow');
    expect(flows.slice(0, 3).map(({ id }) => id)).toEqual(['q0', 'q1', 'q2']);
    expect(flows).toHaveLength(201);
  });

  test('whose request is missing leaves its bytes to be searched', () => {
    const { flows, losses } = fold([body(7, 9, 'out', 'lost'), makeBodyEnd({ flow: 'lost', bytes: 9 })]);
    expect(flows).toMatchObject([
      { kind: 'opaque', reason: 'gap', bytesOut: 9, body: { spans: [{ offset: 7, byteLength: 9 }] } },
    ]);
    expect(losses).toHaveLength(1);
  });
});

describe('the destination of a request', () => {
  test.each([
    ['a Host header that lies, over HTTP/1.1', {}, { url: 'https://evil.example/x' }, 'vendor.example'],
    [
      'another name on one HTTP/2 connection',
      {},
      { url: 'https://b.example/x', httpVersion: '2.0' },
      'b.example',
    ],
    [
      'a proxy in absolute form',
      { via: 'absolute-form', sni: null, ja4: null },
      { url: 'http://b.example/' },
      'b.example',
    ],
    [
      'an address without a name',
      { host: '192.0.2.7', sni: null },
      { url: 'http://b.example/' },
      'b.example',
    ],
    [
      'a name in the ClientHello only',
      { host: '192.0.2.7' },
      { url: 'https://192.0.2.7/' },
      'vendor.example',
    ],
    ['a URL that is none', { host: '192.0.2.7', sni: null }, { url: '/x' }, '192.0.2.7'],
  ] as const)('with %s', (_name, open, request, host) => {
    const flow = only([
      makeOpen(open),
      makeRequest({ method: 'GET', ...request }),
      makeResponse(),
      makeClose(),
    ]);
    expect(flow.destination).toMatchObject({ host, ip: '192.0.2.7' });
  });
});

describe('a connection that was not read', () => {
  const refusal = (
    conn: string,
    over: Partial<Parameters<typeof makeOpen>[0]> = {},
  ): readonly EventInput[] => [
    makeOpen({ conn, host: 'pin.example', sni: 'pin.example', ...over }),
    { type: 'conn.tlsfail', conn, cause: 'cert-rejected' },
    makeClose({ conn, up: 300 }),
  ];

  test('is counted by name and client, and pinned only when that client trusts us elsewhere', () => {
    const trusting = [
      makeOpen({ conn: 'ok' }),
      makeRequest({ conn: 'ok', method: 'GET' }),
      makeResponse(),
      makeClose({ conn: 'ok' }),
    ];
    const { flows, connections } = fold([
      ...refusal('r1'),
      ...refusal('r2'),
      ...refusal('r3', { ja4: 'other' }),
      makeOpen({ conn: 'r4', host: 'pin.example', sni: 'pin.example' }),
      makeClose({ conn: 'r4', up: 5000, mode: 'bypass', reason: 'let pass after refusals' }),
      ...trusting,
    ]);
    expect(flows.filter(({ kind }) => kind === 'refused')).toMatchObject([
      { id: 'refused-r1', reason: 'pinned', count: 3, bytesOut: 5600, destination: { host: 'pin.example' } },
      { id: 'refused-r3', reason: 'tls-refused', count: 1, bytesOut: 300 },
    ]);
    expect(connections.map((row) => [row.id, row.class, row.bytesOut])).toEqual([
      ['ok', 'read', 1000],
      ['r1', 'pinned', 300],
      ['r2', 'pinned', 300],
      ['r3', 'tls-refused', 300],
      ['r4', 'pinned', 5000],
    ]);
  });

  test('a client that never sent a request under our certificate is not called pinning', () => {
    const { flows } = fold([makeOpen({ conn: 'idle' }), makeClose({ conn: 'idle' }), ...refusal('r1')]);
    expect(flows).toMatchObject([{ kind: 'refused', reason: 'tls-refused' }]);
  });

  test.each([
    ['raw', makeClose({ mode: 'raw' }), 'not-http', 'not-http'],
    ['let pass without TLS', makeClose({ mode: 'bypass' }), 'not-http', 'not-http'],
    ['blocked', makeClose({ mode: 'blocked' }), 'blocked', 'not-http'],
    ['never closed, with nothing seen', null, 'gap', 'gap'],
  ] as const)('%s', (_name, close, wireClass, reason) => {
    const open = makeOpen({ sni: null, ja4: null, alpn: null, host: '192.0.2.9', ip: '192.0.2.9' });
    const { flows, connections } = fold(close === null ? [open] : [open, close]);
    expect(connections).toMatchObject([{ class: wireClass, host: '192.0.2.9' }]);
    expect(flows).toMatchObject([{ kind: 'opaque', reason, connectionId: 'c1' }]);
  });

  test('keeps what the handset said on it, under the name that DNS gave', () => {
    const raw = (dir: 'out' | 'in', off: number): EventInput => ({
      type: 'raw.data',
      conn: 'c1',
      dir,
      off,
      len: 50,
      truncated: false,
    });
    const flow = only([
      { type: 'dns', name: 'push.example.', addresses: ['192.0.2.9'] },
      makeOpen({ sni: null, ja4: null, alpn: null, host: '192.0.2.9', ip: '192.0.2.9', port: 5222 }),
      raw('out', 0),
      raw('in', 50),
      raw('out', 100),
      makeClose({ mode: 'raw', up: 120 }),
    ]);
    expect(flow).toMatchObject({
      destination: { host: 'push.example', port: 5222 },
      bytesOut: 120,
      body: {
        spans: [
          { offset: 0, byteLength: 50 },
          { offset: 100, byteLength: 50 },
        ],
        byteLength: 120,
        truncated: true,
      },
    });
  });
});

test('witness, blocked and gap events are opaque flows, each with its rows', () => {
  const where = { host: 'q.example', port: 443, ip: '192.0.2.3', placeSource: null };
  const { flows, connections } = fold([
    { type: 'witness', channel: 'wire', ...where, bytes: 900, count: 3 },
    { type: 'witness', channel: 'sms', ...where, host: '', ip: null, bytes: 140, count: 1 },
    { type: 'witness', channel: 'cellular', ...where, bytes: 70, count: 1 },
    { type: 'blocked', protocol: 'quic', ...where, bytes: 1200, count: 1 },
    { type: 'blocked', protocol: 'dot', ...where, bytes: 60, count: 1 },
    { type: 'gap', why: 'queue-full', lost: 5, flow: null },
  ]);
  expect(flows.map((flow) => [flow.id, flow.kind === 'opaque' && flow.reason])).toEqual([
    ['witness-0', 'not-proxied'],
    ['witness-1', 'sms'],
    ['witness-2', 'cellular'],
    ['blocked-3', 'quic'],
    ['blocked-4', 'not-http'],
    ['gap-5', 'gap'],
  ]);
  expect(connections.map((row) => [row.class, row.bytesOut])).toEqual([
    ['not-proxied', 900],
    ['not-proxied', 0],
    ['not-proxied', 0],
    ['not-proxied', 70],
    ['quic', 1200],
    ['blocked', 60],
  ]);
});

test('the own traffic of the harness is marked on flows and rows', () => {
  const { flows, connections } = fold([
    makeOpen({ control: true }),
    makeRequest({ method: 'GET' }),
    makeResponse(),
    makeClose(),
    makeOpen({ conn: 'c2', control: true }),
    { type: 'conn.tlsfail', conn: 'c2', cause: 'reset' },
    makeClose({ conn: 'c2' }),
  ]);
  expect(flows.map(({ control }) => control)).toEqual([true, true]);
  expect(connections.map(({ control }) => control)).toEqual([true, true]);
});

test('missing events are said', () => {
  const events = numbered([makeOpen(), makeRequest({ method: 'GET' }), makeResponse(), makeClose()]);
  expect(flowsFrom([events[0]!, events[3]!]).losses).toEqual([
    { where: 'event 3', what: 'it follows on 0: events are missing or out of order' },
  ]);
});

test('any order of events gives each connection one row and never throws', () => {
  const pool: readonly EventInput[] = [
    makeOpen(),
    makeOpen({ conn: 'c2' }),
    makeRequest(),
    makeRequest({ flow: 'f2', conn: 'c2' }),
    makeRequest({ flow: 'f3', conn: null }),
    makeResponse(),
    body(0, 5),
    body(5, 5, 'in'),
    makeBodyEnd(),
    makeBodyEnd({ dir: 'in' }),
    { type: 'conn.tlsfail', conn: 'c2', cause: 'closed' },
    { type: 'http.abort', flow: 'f2', reason: 'x' },
    makeClose(),
    makeClose({ conn: 'c2', mode: 'raw' }),
    { type: 'ws.msg', flow: 'f1', dir: 'out', opcode: 'binary', off: 0, len: 1, truncated: false },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray([...pool]), (events) => {
      const { flows, connections } = fold(events);
      expect(new Set(flows.map(({ id }) => id)).size).toBe(flows.length);
      const named = events.filter((event) => event.type === 'conn.open');
      for (const { conn } of named)
        expect(connections.filter(({ id }) => id === conn).length).toBeGreaterThan(0);
      const requests = events.filter((event) => event.type === 'http.req').length;
      expect(flows.filter(({ kind }) => kind === 'http')).toHaveLength(requests);
    }),
    { numRuns: 500 },
  );
});
