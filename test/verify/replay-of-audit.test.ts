import { createHash, createHmac } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Canary } from '#model/canary';
import type { HeaderPair, LoadedFlow } from '#model/flow';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { verifyFlows } from '../support/verify-flows.ts';

const IMEI = '861234050123457';
const CANARIES: readonly Canary[] = [
  { id: 'imei', class: 'imei', value: IMEI },
  { id: 'android', class: 'android_id', value: '4f1c9a77b02e6d35' },
  { id: 'mac', class: 'mac', value: '7c:1d:d9:a1:b2:c3' },
  { id: 'gaid', class: 'gaid', value: '6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1' },
  { id: 'own', class: 'phone.own', value: '+447700900111' },
  { id: 'name', class: 'contact.name', value: 'Zoë Anna Quillfeather' },
  { id: 'han', class: 'contact.name', value: '欧阳娜娜' },
  { id: 'mail', class: 'email', value: 'zoe.quill@example.org' },
  {
    id: 'text',
    class: 'sms.body',
    value: 'Meet me by the old lighthouse at seven, bring the blue notebook; don’t tell "Ann"',
  },
  { id: 'place', class: 'location', value: '39.904211,-116.407422' },
  { id: 'cell', class: 'cell', value: '460,00,12345,67890123' },
  { id: 'ssid', class: 'ssid', value: 'Quillfeather & Söhne' },
];

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();

/** Texts in which a value stands, one way or another. */
const VALUES: readonly string[] = [
  ...CANARIES.map(({ value }) => value),
  '8612 3405-0123 457',
  '861234–05–012345‑7',
  '07700\u00a0900\u202f111',
  'Zoe Anna Quillfeather',
  'dev_7C_1D_D9_A1_B2_C3',
  '7c 1d d9 a1 b2 c3',
  '8612340501234501',
  digest('md5', IMEI).toString('hex'),
  digest('sha1', IMEI).toString('base64url').slice(0, 16),
  digest('sha256', IMEI.slice(0, 14)).toString('hex').toUpperCase(),
  digest('sha256', digest('md5', IMEI).toString('hex')).toString('base64'),
  createHmac('sha256', 'k9f3kd82').update(IMEI).digest('hex'),
  digest('sha256', `1767225600${IMEI}`).toString('hex'),
  digest('sha256', `${IMEI}|k9f3kd82`).toString('hex'),
  digest('sha256', `k9f3kd82${IMEI}`).toString('base64url').slice(-16),
  digest('md5', `${IMEI}k9f3kd82`).toString('hex').slice(8, 24),
  digest('md5', `1767225600:4f1c9a77b02e6d35`).toString('hex'),
  digest('sha3-256', `k9f3kd82${IMEI}`).toString('hex'),
  createHmac('blake2b512', 'k9f3kd82').update(IMEI).digest('base64'),
  digest('md5', '4F1C9A77B02E6D35').toString('hex'),
  digest('md5', '39.904,-116.407').toString('hex'),
  digest('sha1', 'Quillfeather, Zoë Anna').toString('hex'),
  digest('sha384', digest('sha3-256', IMEI).toString('hex')).toString('hex'),
  '5700272110178823477',
  '07700 900 111',
  'Quillfeather, Zoë Anna',
  'ZOE ANNA QUILLFEATHER',
  '7C-1D-D9-A1-B2-C3',
  'the old lighthouse at seven, bring the blue',
  '39.9042","lon":"-116.4074',
  '{"lat":39.904211,"lon":-116.407422}',
  '{"lac":12345,"cid":67890123}',
  'nobody@example.net',
  digest('md5', IMEI).toString('hex').slice(8, 24),
  Array.from(digest('sha256', IMEI), (byte) => byte.toString(16)).join(''),
  digest('md5', `${IMEI}\n`).toString('hex'),
  'Zoë_Anna_Quillfeather',
  'Quillfeather,Anna,Zoë',
  'AND4f1c9a77b02e6d35',
  String(0x7c1dd9a1b2c3),
];

type Encode = (bytes: Buffer) => Buffer;
const latin1 =
  (encode: (text: string) => string): Encode =>
  (bytes) =>
    Buffer.from(encode(bytes.toString('latin1')), 'latin1');
const utf8 =
  (encode: (text: string) => string): Encode =>
  (bytes) =>
    Buffer.from(encode(bytes.toString('utf8')), 'utf8');
const between =
  (before: string, encode: Encode, after: string): Encode =>
  (bytes) =>
    Buffer.concat([Buffer.from(before), encode(bytes), Buffer.from(after)]);
const same: Encode = (bytes) => bytes;

const escaped = (text: string, isWide: boolean): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(isWide ? /[^a-z]/g : /[\u0080-\uffff]/g, (unit) =>
      isWide && unit === '\\' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
const sized =
  (head: readonly number[]): Encode =>
  (bytes) =>
    Buffer.concat([Buffer.from(head), bytes]);

const pad = (text: string, size: number): Buffer => Buffer.concat([Buffer.from(text)], size);
const tarred: Encode = (bytes) => {
  const head = Buffer.alloc(512);
  head.write('log.txt', 0);
  head.write(`${bytes.length.toString(8).padStart(11, '0')} `, 124);
  head.write('ustar', 257);
  return Buffer.concat([head, bytes, pad('', (512 - (bytes.length % 512)) % 512)]);
};

// A body in two blocks, each of one literal (google/snappy format_description.txt).
const snappyJava: Encode = (bytes) => {
  const block = (part: Buffer): Buffer => {
    const raw = Buffer.concat([
      Buffer.from([...varint(part.length), 0xf4, (part.length - 1) & 255, (part.length - 1) >> 8]),
      part,
    ]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(raw.length);
    return Buffer.concat([length, raw]);
  };
  const head = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1');
  return Buffer.concat([head, block(bytes.subarray(0, 1)), block(bytes.subarray(1))]);
};

const zipped =
  (method: 0 | 8): Encode =>
  (bytes) => {
    const content = method === 0 ? bytes : deflateRawSync(bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(method, 8);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(5, 26);
    return Buffer.concat([head, Buffer.from('a.txt'), content]);
  };

/** Encodings of bytes, by the name of the step that undoes them. */
const ENCODERS: Readonly<Record<string, Encode>> = {
  json: between(
    '{"v":4,"d":"',
    utf8((text) => escaped(text, false)),
    '","t":"x"}',
  ),
  'json, wide': between(
    '{"a":[1,{"d":"',
    utf8((text) => escaped(text, true)),
    '"}]}',
  ),
  'json in json': between(
    '{"e":[{"k":"',
    utf8((text) => escaped(JSON.stringify({ in: text, n: 5 }), false)),
    '"}]}',
  ),
  'snappy of java': snappyJava,
  // A text of two pieces (RFC 8949 §3.2.3), each with its length in two bytes.
  'cbor in pieces': (bytes) =>
    Buffer.concat([
      Buffer.from([0xbf, 0x61, 0x64, 0x7f, 0x79, 0, 3]),
      bytes.subarray(0, 3),
      Buffer.from([0x79, (bytes.length - 3) >> 8, (bytes.length - 3) & 255]),
      bytes.subarray(3),
      Buffer.from([0xff, 0xff]),
    ]),
  'json lines': between(
    '{"a":1}\n{"b":"',
    utf8((text) => escaped(text, false)),
    '"}\n{"c":3}\n',
  ),
  form: between(
    'v=4&data=',
    latin1((text) => encodeURIComponent(text).replaceAll('%20', '+')),
    '&sign=abc',
  ),
  'form, bytes': between(
    'v=4&q=',
    (bytes) => Buffer.from([...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
    '&w=1',
  ),
  percent: latin1((text) =>
    text.replace(
      /[^A-Za-z0-9]/g,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  ),
  base64: (bytes) => Buffer.from(bytes.toString('base64')),
  'base64 in text': between('xx: "', (bytes) => Buffer.from(bytes.toString('base64')), '" end'),
  'base64, wrapped': (bytes) => Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n')),
  base64url: (bytes) => Buffer.from(bytes.toString('base64url')),
  hex: (bytes) => Buffer.from(bytes.toString('hex')),
  HEX: between('h=', (bytes) => Buffer.from(bytes.toString('hex').toUpperCase()), ''),
  'hex pairs': (bytes) => Buffer.from((bytes.toString('hex').match(/../g) ?? []).join(':')),
  gzip: gzipSync,
  'gzip, two members': (bytes) =>
    Buffer.concat([gzipSync(bytes.subarray(0, 9)), gzipSync(bytes.subarray(9))]),
  'gzip, cut off': (bytes) =>
    gzipSync(Buffer.concat([bytes, Buffer.from(' and the rest of it '.repeat(9))])).subarray(0, -12),
  'gzip, broken': (bytes) => {
    const whole = gzipSync(
      Buffer.concat([
        bytes,
        Buffer.from(digest('sha512', bytes.toString('latin1')).toString('base64').repeat(4)),
      ]),
    );
    return Buffer.concat([whole.subarray(0, -12), Buffer.alloc(12, 0xff)]);
  },
  zlib: deflateSync,
  deflate: deflateRawSync,
  brotli: (bytes) => brotliCompressSync(bytes),
  xml: between(
    '<m a="1"><n>',
    utf8((text) =>
      text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replace(/[^\0-\x7f]/g, (unit) => `&#${unit.charCodeAt(0)};`),
    ),
    '</n></m>',
  ),
  'xml, attribute': between(
    '<?xml version="1.0"?><m><n id="',
    utf8((text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&#x3c;')),
    '"/></m>',
  ),
  multipart: between(
    '--XyZ\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n',
    same,
    '\r\n--XyZ--\r\n',
  ),
  'quoted-printable': latin1((text) =>
    text.replace(
      /[^A-Za-z0-9 ,]/g,
      (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  ),
  protobuf: (bytes) =>
    Buffer.concat([
      Buffer.from([0x08, 0x96, 0x01, 0x1a, ...varint(bytes.length)]),
      bytes,
      Buffer.from([0x20, 0x01]),
    ]),
  msgpack: (bytes) =>
    Buffer.concat([
      Buffer.from([0x82, 0xa1, 0x61, 0xc5, bytes.length >> 8, bytes.length & 255]),
      bytes,
      Buffer.from([0xa1, 0x62, 0x05]),
    ]),
  cbor: (bytes) => sized([0xa1, 0x61, 0x61, 0x59, bytes.length >> 8, bytes.length & 255])(bytes),
  grpc: (bytes) => sized([0, 0, 0, bytes.length >> 8, bytes.length & 255])(bytes),
  frame: (bytes) =>
    Buffer.concat([
      sized([0x4c, 0x4f, 0x47, 1, 0, 0, bytes.length >> 8, bytes.length & 255])(bytes),
      Buffer.alloc(2),
    ]),
  properties: between(
    '#Fri Nov 27 2026\nv=4\nd=',
    utf8((text) => text.replace(/[\\:=#!]/g, '\\$&')),
    '\n',
  ),
  utf16le: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  utf16be: (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le').swap16(),
  reverse: utf8((text) => [...text].reverse().join('')),
  'reverse in json': between(
    '{"r":"',
    utf8((text) => [...text].reverse().join('').replace(/["\\]/g, '\\$&')),
    '","k":"abcdef"}',
  ),
  'utf-8 twice': (bytes) => Buffer.from(bytes.toString('latin1'), 'utf8'),
  'data url': between(
    '<img src="data:text/plain;base64,',
    (bytes) => Buffer.from(bytes.toString('base64')),
    '"/>',
  ),
  jwt: (bytes) =>
    Buffer.from(
      `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: bytes.toString('latin1') })).toString('base64url')}.c2lnbmF0dXJl`,
    ),
  tar: tarred,
  'zip, stored': zipped(0),
  'zip, deflated': zipped(8),
  pair: between('User: x; Device=', same, '; Other=1'),
};

type Placement = (bytes: Buffer) => Partial<Parameters<typeof makeLoadedFlow>[0]>;
const asHeader = (bytes: Buffer): string => bytes.toString('latin1').replace(/[\r\n\0]/g, ' ');

const PLACEMENTS: Readonly<Record<string, Placement>> = {
  body: (bytes) => ({ method: 'POST', body: bytes }),
  query: (bytes) => ({
    url: `https://vendor.example/a?x=1&ts=k9f3kd82&q=${encodeURIComponent(bytes.toString('latin1'))}`,
  }),
  path: (bytes) => ({ url: `https://vendor.example/v1/${encodeURIComponent(bytes.toString('latin1'))}/end` }),
  header: (bytes) => ({
    headers: [
      ['X-Data', asHeader(bytes)],
      ['X-Nonce', 'k9f3kd82'],
      ['x-data', 'other'],
    ] as HeaderPair[],
  }),
  'header name': (bytes) => ({
    headers: [
      ['Accept', '*/*'],
      [`x-${bytes.toString('base64url')}`, 'yes'],
    ] as HeaderPair[],
  }),
  'cookie name': (bytes) => ({
    headers: [['Cookie', `first=1; u.${bytes.toString('hex')}=1; last`]] as HeaderPair[],
  }),
  cookie: (bytes) => ({
    headers: [['Cookie', `a=1; id${IMEI}=${encodeURIComponent(asHeader(bytes))}; b=2`]] as HeaderPair[],
  }),
};

/** What verifying says of all findings of these exchanges, and those it does not believe. */
const outcomeOf = async (exchanges: readonly LoadedFlow[], canaries = CANARIES) => {
  const flows = exchanges.map((loaded, index) => ({
    ...loaded,
    flow: { ...loaded.flow, id: `flow-${index}` },
  }));
  const report = makeReportOf(flows, canaries);
  const { findings } = await verifyFlows(flows, report, canaries);
  const unbelieved = findings.flatMap(({ outcome, why, flowId }, index) => {
    const finding = report.findings[index];
    if (outcome === 'proven' || outcome === 'seen' || finding === undefined) return [];
    const links = finding.route.map(
      ({ step, path, offset, length }) => `${step} ${path ?? ''} @${offset ?? ''}+${length ?? ''}`,
    );
    const at = `${finding.at.offset}+${finding.at.length}`;
    return [
      `${flowId} ${finding.canaryId ?? finding.class} ${finding.proof.recipe}: ${why}; ${links.join(' › ')} › ${at}`,
    ];
  });
  return { flowIds: findings.map(({ flowId }) => flowId), unbelieved };
};

const names = Object.keys(ENCODERS);
const nested = (value: string, steps: readonly string[]): Buffer =>
  steps.reduceRight<Buffer>((bytes, step) => ENCODERS[step]?.(bytes) ?? bytes, Buffer.from(value));
const exchange = (value: string, steps: readonly string[], place: string): LoadedFlow =>
  makeLoadedFlow(PLACEMENTS[place]?.(nested(value, steps)) ?? {});

const TIMEOUT_MS = 120_000;

describe('what audit finds, verify proves', () => {
  it(
    'one step around each value, in one part of a request after the other',
    { timeout: TIMEOUT_MS },
    async () => {
      const places = Object.keys(PLACEMENTS);
      const cases = names
        .flatMap((step) => VALUES.map((value) => ({ step, value })))
        .map((one, index) => ({ ...one, place: places[index % places.length] ?? 'body' }));
      const { flowIds, unbelieved } = await outcomeOf(
        cases.map(({ step, value, place }) => exchange(value, [step], place)),
      );
      expect(unbelieved).toEqual([]);
      const found = new Set(flowIds.map((id) => cases[Number(id.slice('flow-'.length))]?.step));
      expect(names.filter((step) => !found.has(step))).toEqual([]);
    },
  );

  it('any steps in any order', { timeout: TIMEOUT_MS }, async () => {
    const drawn = fc.tuple(
      fc.constantFrom(...VALUES),
      fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 4 }),
      fc.constantFrom(...Object.keys(PLACEMENTS)),
    );
    const cases = fc.sample(drawn, {
      numRuns: Number(process.env['RUNS'] ?? 400),
      seed: Number(process.env['SEED'] ?? 20261126),
    });
    const { flowIds, unbelieved } = await outcomeOf(cases.map((args) => exchange(...args)));
    const caseOf = (line: string) => JSON.stringify(cases[Number(/\d+/.exec(line)?.[0])]);
    expect(unbelieved.map((line) => `${caseOf(line)} ${line}`)).toEqual([]);
    expect(new Set(flowIds).size).toBeGreaterThan(cases.length / 4);
  });

  it('a digest that is read backwards twice, through charsets and over the ends of lines', async () => {
    const value = digest('sha3-256', `k9f3kd82${IMEI}`).toString('hex');
    const steps = ['grpc', 'reverse in json', 'cbor', 'json in json'];
    expect((await outcomeOf([exchange(value, steps, 'query')])).unbelieved).toEqual([]);
  });

  it('a place whose two numbers stand in two texts that are read backwards', async () => {
    const steps = ['reverse in json', 'json in json'];
    const { flowIds, unbelieved } = await outcomeOf([
      exchange('39.9042","lon":"-116.4074', steps, 'cookie'),
      exchange('39.9042","lon":"-116.4074', ['gzip, broken', 'form', ...steps], 'path'),
    ]);
    expect([[...new Set(flowIds)], unbelieved]).toEqual([['flow-0', 'flow-1'], []]);
  });

  // A Chinese form: 欧阳娜娜 in GBK, percent-encoded, behind other fields in GBK.
  it('a charset over several fields of one form', async () => {
    const body =
      'a=%D6%D0%B9%FA%C8%CB&b=%CA%D6%BB%FA%D3%C3%BB%A7&name=%C5%B7%D1%F4%C4%C8%C4%C8&c=%B1%B1%BE%A9';
    const headers: HeaderPair[] = [['Content-Type', 'application/x-www-form-urlencoded; charset=gbk']];
    const { flowIds, unbelieved } = await outcomeOf([
      makeLoadedFlow({ method: 'POST', headers, body: Buffer.from(body) }),
    ]);
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  // What is masked is what stands where the way ends: undone, and of two numbers apart the first.
  it('shapes that the way to them undoes, or that stand in two fields', async () => {
    const cbor = Buffer.from('a2636c6174fb4042f5e1a2b3c4d5636c6f6efbc05d1a12f1a9fbe7', 'hex');
    const { flowIds, unbelieved } = await outcomeOf([
      makeLoadedFlow({ method: 'POST', body: cbor }),
      makeLoadedFlow({ url: 'https://vendor.example/?ssid=%22Casa%20Marta%22&n=1' }),
    ]);
    expect([flowIds.toSorted(), unbelieved]).toEqual([['flow-0', 'flow-1'], []]);
  });

  it('a message of two lines, every letter a reference', async () => {
    const lines = ['приезжай в пятницу', 'и привези ключи'].join('\n');
    const letters = [...lines].map((letter) => (letter > '~' ? `&#${letter.codePointAt(0) ?? 0};` : letter));
    const canaries = [...CANARIES, { id: 'lines', class: 'sms.body', value: lines } as const];
    const { flowIds, unbelieved } = await outcomeOf(
      [makeLoadedFlow({ method: 'POST', body: Buffer.from(letters.join('')) })],
      canaries,
    );
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  it('an IMEISV as a number of a binary message', async () => {
    const canaries = [...CANARIES, { id: 'sv', class: 'imei', value: '8612340501234577' } as const];
    const body = Buffer.from('a2616e016269641b001e98e0c842c391', 'hex');
    const { flowIds, unbelieved } = await outcomeOf([makeLoadedFlow({ method: 'POST', body })], canaries);
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  it('two numbers of a document in an element, the second beside its end', async () => {
    const inner = '<s>{"longitude": -116.4074, "provider": "gps", "latitude": 39.9042}</s>';
    const text = inner.replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
    const body = Buffer.from(`<map><string name="cfg">${text}</string></map>`);
    const { flowIds, unbelieved } = await outcomeOf([makeLoadedFlow({ method: 'POST', body })]);
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  it('two numbers that stand twice in a form, the second nearer to the first that follows', async () => {
    const place: Canary = { id: 'place-2', class: 'location', value: '-6.148005,-143.144718' };
    const body = Buffer.from('{"e":["a=1&log=-6.148%2C+-143.145","b=1&log=-6.148%2C+-143.145"]}');
    const { flowIds, unbelieved } = await outcomeOf([makeLoadedFlow({ method: 'POST', body })], [place]);
    expect([flowIds, unbelieved]).toEqual([['flow-0', 'flow-0'], []]);
  });

  it('a MAC as six bytes', async () => {
    const body = Buffer.from('a2616e01636d6163467c1dd9a1b2c3', 'hex');
    const { flowIds, unbelieved } = await outcomeOf([makeLoadedFlow({ method: 'POST', body })]);
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  it.each<[string, string]>([
    ['an IMEI as a varint', '08c18d81ed9ae9c3011801'],
    ['an IMEI in eight bytes', '09c146a0ad490f03001801'],
    ['a place as two doubles', 'cb4043f3bd2fa0d77bcbc05d1a1333b96af0'],
    ['a place as two doubles of the other end', '097bd7a02fbdf3434011f06ab933131a5dc0'],
  ])('the bits of %s', async (_, hex) => {
    const { flowIds, unbelieved } = await outcomeOf([
      makeLoadedFlow({ method: 'POST', body: Buffer.from(hex, 'hex') }),
    ]);
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  // A plus sign is a blank in a form, and itself in a line of a log.
  it('the bytes of an address behind their length', async () => {
    const bytes = '7c1dd9a1b2c3';
    const { flowIds, unbelieved } = await outcomeOf([
      makeLoadedFlow({
        method: 'POST',
        body: Buffer.from(`0a0a76312e31322e303132331206${bytes}1803`, 'hex'),
      }),
      makeLoadedFlow({ method: 'POST', body: Buffer.from(`a2636d616346${bytes}616e03`, 'hex') }),
      makeLoadedFlow({ method: 'POST', body: Buffer.from(`82a36d6163c406${bytes}a16e03`, 'hex') }),
    ]);
    expect([flowIds.toSorted(), unbelieved]).toEqual([['flow-0', 'flow-1', 'flow-2'], []]);
  });

  it('a number in a line of pairs', async () => {
    const { flowIds, unbelieved } = await outcomeOf([
      makeLoadedFlow({ method: 'POST', body: Buffer.from('D/RIL: a=4044 MSISDN=+447700900111 b=1\n') }),
    ]);
    expect([flowIds, unbelieved]).toEqual([['flow-0'], []]);
  });

  // SMS-DELIVER of 16 bits from +447700900111: the number in halves of bytes, the text to its end.
  it('a short message in its transport form', async () => {
    const text = Buffer.from('Zoë Anna Quillfeather', 'utf16le').swap16();
    const head = Buffer.from(`00040c91447700091011000862113241506223`, 'hex');
    const { flowIds, unbelieved } = await outcomeOf([
      makeLoadedFlow({ method: 'POST', body: Buffer.concat([head, Buffer.from([text.length]), text]) }),
    ]);
    expect([flowIds, unbelieved]).toEqual([['flow-0', 'flow-0'], []]);
  });

  const own = '+447700900111';
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const reversed = (text: string): string => [...text].reverse().join('');
  const form = (...values: readonly string[]): Buffer =>
    Buffer.from(values.map((value, index) => `f${index}=${encodeURIComponent(value)}`).join('&'));

  // What reads on from one value of a form into the next leads nowhere.
  it.each([
    [
      'base64 before a URL',
      form(`x,${base64(`fax&amp;tel ${own} of a friend`.padEnd(42))}`, 'https://a.example/?b'),
    ],
    [
      'base64 backwards beside other fields',
      form(`==${reversed(base64(base64(`${own} tel.`)).replace(/=/g, ''))}`, 'нет да', 'потом', '1.36.9'),
    ],
    [
      'quotes, beside base64 that seems to read backwards',
      Buffer.from(
        'ver=zh_CN&props=aUKf%2BOIOMkKr6WQRJT5cL55%2FkuyYYXgciUqiuVaGIcEEeg%3D%3D&id=%227C%3A1D%3AD9%3AA1%3AB2%3AC3%22&exp=https%3A%2F%2Fcdn.example.net%2Fcbeb7a%2FYrLKua709P.png%3Fx%3D889',
      ),
    ],
    ['a form in a log line in XML', Buffer.from(`<r><h>7</h><b><![CDATA[res=${own}\tc]]></b></r>`)],
    // {"lat": 39904211, "lon": -116407422, "z": 1}
    [
      'numbers of MessagePack, one below zero',
      Buffer.from('83a36c6174ce0260e3d3a36c6f6ed2f90fc382a17a01', 'hex'),
    ],
  ])('a value in %s', async (_what, body) => {
    const { flowIds, unbelieved } = await outcomeOf([makeLoadedFlow({ method: 'POST', body })]);
    expect(flowIds.length).toBeGreaterThan(0);
    expect(unbelieved).toEqual([]);
  });
});
