import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openHar } from '#capture/har/open-har';
import { Failure } from '#model/failure';
import type { HttpFlow, LoadedFlow } from '#model/flow';
import { makeHar, makeHarEntry } from '../../support/make-har-entry.ts';
import { memorySource } from '../../support/memory-source.ts';
import { type ReadInput, readInput } from '../../support/read-input.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const readHar = async (content: string | Uint8Array): Promise<ReadInput> => {
  await using folder = await makeTempFolder();
  return await readInput(await folder.write('traffic.har', content));
};

const readMemory = async (content: Uint8Array): Promise<Pick<ReadInput, 'flows' | 'losses'>> => {
  const input = openHar(memorySource(content));
  const flows: LoadedFlow[] = [];
  for await (const flow of input.flows()) flows.push(flow);
  return { flows, losses: input.ledger().losses };
};

const failureOf = async (content: string | Uint8Array): Promise<Failure> => {
  const failure = await readHar(content).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof Failure)) throw new Error('no Failure came', { cause: failure });
  return failure;
};

const http = (loaded: LoadedFlow | undefined): HttpFlow => {
  if (loaded?.flow.kind !== 'http') throw new Error(`not an http flow: ${loaded?.flow.kind}`);
  return loaded.flow;
};

const oneOf = async (entry: unknown): Promise<ReadInput & { flow: HttpFlow; body: string }> => {
  const read = await readHar(makeHar([entry]));
  return {
    ...read,
    flow: http(read.flows[0]),
    body: Buffer.from(read.flows[0]?.requestBody ?? []).toString(),
  };
};

describe('a whole HAR', () => {
  test('gives every entry with its request, response and place', async () => {
    const { flow, body, flows, losses, connections, input } = await oneOf(
      makeHarEntry({ serverIPAddress: '[2001:db8::7]', connection: '17', _flow: 'mine-1' }),
    );
    expect(flow).toMatchObject({
      id: 'mine-1',
      atMs: 0,
      method: 'POST',
      url: 'https://vendor.example/v1/track?a=1',
      destination: { host: 'vendor.example', port: 443, ip: '2001:db8::7', placeSource: null },
      requestHeaders: [['Content-Type', 'application/json']],
      status: 200,
      aborted: false,
      bodyFidelity: 'unknown',
      connectionId: 'c1',
    });
    expect(body).toBe('{"k":"v"}');
    expect(Buffer.from(flows[0]?.responseBody ?? []).toString()).toBe('ok');
    expect(losses).toEqual([]);
    expect(connections).toEqual([
      { id: 'c1', host: 'vendor.example', class: 'read', bytesOut: 0, control: false },
    ]);
    expect(input.session).toBeNull();
    expect(input.canaries).toBeNull();
    expect(input.startedAtMs()).toBe(Date.parse('2026-03-01T10:00:00Z'));
  });

  test('is hashed and counted while it is read', async () => {
    const content = makeHar([makeHarEntry()]);
    const { input } = await readHar(content);
    expect(input.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(input.readBytes()).toBe(Buffer.byteLength(content));
    expect(input.byteLength).toBe(Buffer.byteLength(content));
  });

  test('may have its keys in any order, a byte order mark, pages, and white space', async () => {
    const entries = JSON.stringify([makeHarEntry(), makeHarEntry()], null, 2);
    const content = `\ufeff \n {"other": {"entries": [1]}, "log" : {"pages":[{"id":"p","entries":[{}]}], "entries":${entries}, "pages":[], "comment":"\\"entries\\":[", "version":"1.2"}, "log2":[]}\n`;
    const { flows, losses } = await readHar(content);
    expect(flows.map(({ flow }) => flow.id)).toEqual(['entry-0', 'entry-1']);
    expect(losses).toEqual([]);
  });

  test('counts connections by their number and host', async () => {
    const urls = ['https://a.example/1', 'https://a.example/2', 'https://b.example/', 'http://a.example/'];
    const { connections } = await readHar(
      makeHar(urls.map((url) => makeHarEntry({ connection: '1' }, { url }))),
    );
    expect(connections.map(({ host }) => host)).toEqual(['a.example', 'b.example', 'a.example']);
  });

  test('keeps flows apart that share an id', async () => {
    const { flows } = await readHar(
      makeHar([{ _flow: 'x' }, { _flow: 'x' }, {}, { _flow: 'entry-2' }].map((over) => makeHarEntry(over))),
    );
    expect(flows.map(({ flow }) => flow.id)).toEqual(['x', 'x#2', 'entry-2', 'entry-2#2']);
  });

  test('puts entries on the clock of the first one', async () => {
    const times = [
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T11:00:01.500+01:00',
      'no time',
      '2026-03-01T09:00:00Z',
    ];
    const { flows } = await readHar(
      makeHar(times.map((startedDateTime) => makeHarEntry({ startedDateTime }))),
    );
    expect(flows.map(({ flow }) => flow.atMs)).toEqual([0, 1500, 1500, 0]);
  });
});

describe('a request', () => {
  const binary = Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff, 0x80]);
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, Buffer])[] = [
    ['text', { postData: { text: 'käse', mimeType: 'text/plain' } }, Buffer.from('käse')],
    ['base64 by encoding', { postData: { text: binary.toString('base64'), encoding: 'base64' } }, binary],
    ['base64 by _encoding', { postData: { text: binary.toString('base64'), _encoding: 'BASE64' } }, binary],
    ['base64, wrapped and url-safe', { postData: { text: 'H4sI\r\nAP-A', encoding: 'base64' } }, binary],
    [
      "HTTP Toolkit's _content",
      { _content: { text: binary.toString('base64'), encoding: 'base64' }, postData: undefined },
      binary,
    ],
    [
      'one character per byte, as its size tells',
      { bodySize: binary.length, postData: { text: binary.toString('latin1') } },
      binary,
    ],
    [
      'one character per byte, as its control characters tell',
      { bodySize: -1, postData: { text: binary.toString('latin1') } },
      binary,
    ],
    ["mitmproxy's escaped bytes", { postData: { text: '\x1f\udc8b\x08\x00\udcff\udc80' } }, binary],
    ['an emoji beside no escaped byte', { postData: { text: '\ud83d\udc8b' } }, Buffer.from('💋')],
    ['a bare text', { postData: 'a=1' }, Buffer.from('a=1')],
    [
      'parameters only',
      {
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          params: [
            { name: 'a b', value: 'ü&' },
            { name: 'c', value: '1' },
          ],
        },
      },
      Buffer.from('a%20b=%C3%BC%26&c=1'),
    ],
    [
      'text before parameters',
      { postData: { text: 'a=2', params: [{ name: 'a', value: '1' }] } },
      Buffer.from('a=2'),
    ],
  ];

  test.each(cases)('gives its body from %s', async (_name, request, expected) => {
    const { flows, losses } = await oneOf(makeHarEntry({}, request));
    expect(Buffer.from(flows[0]?.requestBody ?? [])).toEqual(expected);
    expect(losses).toEqual([]);
  });

  test('gives its body from JSON that stands where its text belongs, and says so', async () => {
    const { flows, losses } = await oneOf(makeHarEntry({}, { postData: { text: { a: ['x', 1] } } }));
    expect(Buffer.from(flows[0]?.requestBody ?? []).toString()).toBe('{"a":["x",1]}');
    expect(JSON.stringify(losses)).toContain('it stands there as JSON');
    const deep = makeHar([makeHarEntry({}, { bodySize: 18_000, postData: { text: 'DEEP' } })]).replace(
      '"DEEP"',
      `${'['.repeat(9000)}${']'.repeat(9000)}`,
    );
    const nested = await readHar(deep);
    expect(nested.flows[0]?.flow).toMatchObject({ requestBody: { byteLength: 18_000, truncated: true } });
    expect(nested.losses.length).toBeGreaterThan(0);
  });

  test('rebuilds a multipart body and says which file is missing', async () => {
    const params = [
      { name: 'note', value: 'hello' },
      { name: 'photo', fileName: 'p"1.jpg', contentType: 'image/jpeg' },
    ];
    const { body, losses, flow } = await oneOf(
      makeHarEntry({}, { postData: { mimeType: 'multipart/form-data; boundary=x', params } }),
    );
    expect(body).toContain('name="note"\r\n\r\nhello\r\n');
    expect(body).toContain('filename="p%221.jpg"\r\nContent-Type: image/jpeg');
    expect(flow.requestBody?.truncated).toBe(true);
    expect(losses[0]?.what).toContain('1 of its form');
  });

  test('whose body is not there is unread, by the size it declares', async () => {
    const { flow, losses } = await oneOf(makeHarEntry({}, { bodySize: 512, postData: undefined }));
    expect(flow.requestBody).toEqual({ spans: [], byteLength: 512, sha256: null, truncated: true });
    expect(losses[0]?.what).toBe('its body of 512 bytes is not in the file');
  });

  test('whose base64 is broken is searched as text and said so', async () => {
    const { body, losses } = await oneOf(
      makeHarEntry({}, { postData: { text: 'eyJr*broken', encoding: 'base64' } }),
    );
    expect(body).toBe('eyJr*broken');
    expect(losses).toEqual([
      {
        where: expect.stringMatching(/^entry 0 \(line 1, byte \d+\)$/) as string,
        what: 'its body: its base64 is broken; its text is searched as it stands',
      },
    ]);
  });

  test('has its URL from HTTP/2 pseudo headers when it has none, and keeps duplicate headers', async () => {
    const headers = [
      { name: ':method', value: 'PUT' },
      { name: ':authority', value: 'h2.example:8443' },
      { name: ':scheme', value: 'https' },
      { name: ':path', value: '/p?q=1' },
      { name: 'x-a', value: '1' },
      { name: 'x-a', value: '2' },
    ];
    const { flow } = await oneOf(makeHarEntry({}, { url: undefined, method: undefined, headers }));
    expect(flow.url).toBe('https://h2.example:8443/p?q=1');
    expect(flow.method).toBe('PUT');
    expect(flow.destination).toMatchObject({ host: 'h2.example', port: 8443 });
    expect(flow.requestHeaders).toEqual([
      ['x-a', '1'],
      ['x-a', '2'],
    ]);
  });

  test('has its query and cookies from their lists when they stand nowhere else', async () => {
    const { flow } = await oneOf(
      makeHarEntry(
        {},
        {
          url: 'https://a.example/p#f',
          queryString: [{ name: 'q', value: 'ü' }],
          cookies: [{ name: 's', value: '1' }],
        },
      ),
    );
    expect(flow.url).toBe('https://a.example/p?q=%C3%BC#f');
    expect(flow.requestHeaders.at(-1)).toEqual(['Cookie', 's=1']);
  });

  test.each([
    ['a response of status 0', { response: { status: 0 } }, true],
    ['an error', { response: { status: 200, _error: 'net::ERR_ABORTED' } }, true],
    ['no response at all', { response: undefined }, false],
    ['a null error', { response: { status: 204, _error: null } }, false],
  ])('with %s is aborted or not', async (_name, over, aborted) => {
    const { flow } = await oneOf(makeHarEntry(over));
    expect(flow.aborted).toBe(aborted);
  });

  test('that a cache answered, or that has no network, was not sent', async () => {
    const { flows, losses } = await readHar(
      makeHar([
        makeHarEntry({ _fromCache: 'disk' }),
        makeHarEntry({}, { url: 'data:text/plain,hello' }),
        makeHarEntry(),
      ]),
    );
    expect(flows.map(({ flow }) => flow.id)).toEqual(['entry-2']);
    expect(losses.map(({ what }) => what.slice(0, 28))).toEqual([
      '1 were answered by a cache: ',
      '1 have a URL without a netwo',
    ]);
  });

  test('gives WebSocket messages in both directions', async () => {
    const { flow, flows } = await oneOf(
      makeHarEntry({
        _webSocketMessages: [
          { type: 'send', time: 1772359201.25, opcode: 1, data: 'hallo ü' },
          { type: 'receive', time: 1772359202, opcode: 2, data: '3q2+7w==' },
          { type: 'send', time: 1772359203, opcode: 8, data: '' },
        ],
      }),
    );
    expect(flow.messages.map(({ direction, opcode, atMs }) => [direction, opcode, atMs])).toEqual([
      ['out', 'text', 1250],
      ['in', 'binary', 2000],
    ]);
    expect(flows[0]?.messages.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([
      Buffer.from('hallo ü').toString('hex'),
      'deadbeef',
    ]);
  });
});

test('a handshake refused, as HTTP Toolkit writes it, is a refused flow', async () => {
  const { flows, connections } = await readHar(
    makeHar([makeHarEntry()], {
      _tlsErrors: [
        {
          startedDateTime: '2026-03-01T10:00:02Z',
          hostname: 'Pin.example',
          cause: 'cert-rejected',
          tlsMetadata: { sniHostname: 'pin.example', ja4Fingerprint: 't13d_x_y' },
        },
      ],
    }),
  );
  expect(flows[1]?.flow).toMatchObject({
    kind: 'refused',
    reason: 'tls-refused',
    atMs: 2000,
    destination: { host: 'pin.example', sni: 'pin.example', ja4: 't13d_x_y' },
  });
  expect(connections.map((row) => row.class)).toEqual(['read', 'tls-refused']);
});

describe('what cannot be read', () => {
  test.each([
    ['an empty file', '', 'empty-input', /is empty/],
    ['white space', ' \n\t ', 'not-parsable', /white space/],
    ['no entries', makeHar([]), 'empty-input', /without a single entry/],
    ['no log', '{"a":1}', 'not-parsable', /no object "log"/],
    ['a log without entries', '{"log":{"version":"1.2"}}', 'not-parsable', /no list "entries"/],
    ['a file cut before its entries', '{"log":{"version":"1.2","cre', 'not-parsable', /ends after 28 bytes/],
    [
      'a future version without entries',
      '{"log":{"version":"3.0","items":[]}}',
      'unknown-version',
      /version 3\.0/,
    ],
    ['UTF-16', Buffer.from('\ufeff{"log":{}}', 'utf16le'), 'not-parsable', /UTF-16/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'not-parsable', /packed with gzip/],
    ['an HTML page', '<!doctype html>', 'not-parsable', /unknown format/],
    ['an event file', '{"seq":0,"type":"gap"}', 'not-parsable', /one file of a capture/],
  ] as const)('%s is refused in words', async (_name, content, code, words) => {
    const failure = await failureOf(content);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(words);
    expect(failure.place.file).toBe('traffic.har');
    expect(failure.remedy).toBeTruthy();
  });

  test('a file that is not there is named', async () => {
    await expect(readInput('/nowhere/at/all.har')).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is no file or folder all.har',
    });
  });

  test('another version is read and said', async () => {
    const { flows, losses } = await readHar(makeHar([makeHarEntry()], { version: '2.5' }));
    expect(flows).toHaveLength(1);
    expect(losses).toEqual([{ where: 'log.version', what: 'it is 2.5; the file is read as HAR 1.2' }]);
  });

  test.each([
    ['null', null],
    ['a number', 7],
    ['no request', { startedDateTime: '2026-03-01T10:00:00Z' }],
    ['a list for a request', { request: [] }],
  ])('an entry that is %s is a gap, and the others are read', async (_name, entry) => {
    const { flows, losses, connections } = await readHar(makeHar([makeHarEntry(), entry, makeHarEntry()]));
    expect(flows.map(({ flow }) => [flow.id, flow.kind])).toEqual([
      ['entry-0', 'http'],
      ['entry-1', 'opaque'],
      ['entry-2', 'http'],
    ]);
    expect(losses).toHaveLength(1);
    expect(losses[0]?.where).toMatch(/^entry 1 \(line 1, byte \d+\)$/);
    expect(connections.map((row) => row.class)).toEqual(['read', 'gap']);
  });

  test('wrong types lose only what they hold', async () => {
    const { flow, body, losses } = await oneOf(
      makeHarEntry({ response: 'none', serverIPAddress: {} }, { headers: 'x', url: 'https://a.example/' }),
    );
    expect(flow.status).toBeNull();
    expect(body).toBe('{"k":"v"}');
    expect(losses.map(({ what }) => what).sort()).toEqual([
      'headers is not a list',
      'response is not an object',
      'serverIPAddress is not a text',
    ]);
  });
});

describe('broken JSON', () => {
  const entries = [0, 1, 2, 3, 4].map((index) =>
    JSON.stringify(makeHarEntry({}, { url: `https://h${index}.example/` })),
  );
  const withThird = (third: string): string =>
    `{"log":{"version":"1.2","entries":[${[...entries.slice(0, 2), third, ...entries.slice(3)].join(',\n')}]}}`;
  const third = entries[2] ?? '';

  test.each([
    ['an unknown word', third.replace('"time":12', '"time":nope')],
    ['a missing closing brace', third.slice(0, -1)],
    ['a missing comma', third.replace(',"response"', '"response"')],
    ['an opening quote missing', third.replace('"https', 'https')],
    ['a closing quote missing', third.replace('example/"', 'example/')],
    ['an extra closing brace', third.replace(',"response"', '},"response"')],
    ['a raw line break in a text', third.replace('https://h2', 'https://h2\n')],
    ['a bad escape', third.replace('/v"', '/v\\q"').replace('{\\"k', '\\q{\\"k')],
    ['nothing but a brace', '{'],
  ])('%s costs that entry at most', async (_name, broken) => {
    const { flows, losses } = await readHar(withThird(broken));
    const hosts = flows.map(({ flow }) => flow.destination.host);
    expect(hosts).toEqual(expect.arrayContaining(['h0.example', 'h1.example', 'h3.example', 'h4.example']));
    expect(losses.length).toBeGreaterThan(0);
    expect(losses[0]?.where).toMatch(/entry 2 \(line 3, byte \d+\)/);
  });

  test('a file cut at any byte keeps every whole entry and what it can of the last', async () => {
    const content = Buffer.from(withThird(third));
    const ends = entries.map((entry) => content.indexOf(entry) + Buffer.byteLength(entry));
    for (let cut = (ends[0] ?? 0) - 200; cut < content.length - 1; cut += 1) {
      const { flows, losses } = await readMemory(content.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut).length;
      const hosts = flows.slice(0, whole).map(({ flow }) => flow.destination.host);
      expect(hosts).toEqual([0, 1, 2, 3, 4].slice(0, whole).map((index) => `h${index}.example`));
      expect(losses.filter(({ what }) => what.startsWith('the file ends'))).toHaveLength(1);
      // What followed, of which nobody knows.
      const isListCut = cut < (ends.at(-1) ?? 0);
      if (isListCut) expect(flows.at(-1)?.flow).toMatchObject({ kind: 'opaque', reason: 'gap' });
      expect(flows.length).toBeLessThanOrEqual(whole + 2);
    }
  });

  test('a file cut inside a body keeps the beginning of that body', async () => {
    const content = makeHar([makeHarEntry({}, { postData: { text: 'imei=860000000000000&rest=1' } })]);
    const { flows, losses } = await readHar(content.slice(0, content.indexOf('&rest') + 3));
    expect(Buffer.from(flows[0]?.requestBody ?? []).toString()).toBe('imei=860000000000000&re');
    expect(http(flows[0])).toMatchObject({ aborted: true, requestBody: { truncated: true } });
    expect(losses[0]?.what).toMatch(/^the file ends inside it, at byte \d+/);
  });

  test('bytes changed anywhere never throw anything but a Failure', async () => {
    const content = Buffer.from(withThird(third));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const changed = Buffer.from(content);
          for (const [at, byte] of changes) changed[at] = byte;
          await readMemory(changed).catch((error: unknown) => {
            if (!(error instanceof Failure)) throw error;
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('malicious input', () => {
  const around = (entry: string): string =>
    `{"log":{"version":"1.2","entries":[${entry},${JSON.stringify(makeHarEntry())}]}}`;

  test.each([
    ['nested too deeply', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'nested deeper'],
    ['of too many values', `[${'0,'.repeat(2_100_000)}0]`, 'more than 2,000,000 values'],
  ])('an entry %s is a gap', async (_name, entry, words) => {
    const { flows, losses } = await readHar(around(entry));
    expect(flows.map(({ flow }) => flow.kind)).toEqual(['opaque', 'http']);
    expect(losses[0]?.what).toContain(words);
  });

  test('a key __proto__ changes nothing', async () => {
    const entry = '{"__proto__":{"request":{"url":"https://evil.example/"}},"toString":1}';
    const { flows } = await readHar(around(entry));
    expect(flows.map(({ flow }) => flow.kind)).toEqual(['opaque', 'http']);
  });

  test('huge numbers and lone surrogates are read', async () => {
    const text = JSON.stringify(makeHarEntry({ time: 0 }, { bodySize: 0 }))
      .replace('"time":0', '"time":1e999')
      .replace('"bodySize":0', '"bodySize":1e400')
      .replace('{\\"k', '\\ud800{\\"k');
    const { flows } = await readHar(around(text));
    expect(Buffer.from(flows[0]?.requestBody ?? []).toString()).toBe('\ufffd{"k":"v"}');
  });

  test('a hundred thousand broken entries give a short list of losses', async () => {
    const { losses } = await readHar(makeHar([makeHarEntry(), ...Array<number>(100_000).fill(1)]));
    expect(losses.length).toBeLessThan(300);
    expect(losses.at(-1)?.what).toContain('more losses');
  });

  test('a text of 100 MB is read whole', async () => {
    const { flows } = await readHar(
      makeHar([makeHarEntry({}, { postData: { text: 'a'.repeat(100_000_000) } })]),
    );
    expect(flows[0]?.requestBody.length).toBe(100_000_000);
  });
});
