import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeLayer } from '../../../support/make-layer.ts';

// Bytes without pattern, the same in every run.
const drawn = (byteLength: number, seed = 'drawn'): Buffer =>
  createHash('shake256', { outputLength: byteLength }).update(seed).digest();
const opaqueIn = (body: string | Uint8Array): readonly string[] =>
  peel([makeLayer(body)], DEFAULT_LIMITS).opaque.map(({ reason }) => reason);

const saidToBe = (encoding: string, body: Uint8Array): readonly string[] => {
  const link = { step: 'header', path: 'content-encoding' } as const;
  const header = makeLayer(encoding, { link, part: 'header' });
  return peel([header, makeLayer(body)], DEFAULT_LIMITS).opaque.map(({ detail }) => detail);
};

describe('a body that is said to be encoded', () => {
  const counted = Array.from({ length: 2000 }, (_, index) => `line ${String(index * 7919)}`).join(' ');
  const patterned = Buffer.alloc(121, 'pattern\x01\x9f\x02', 'latin1');

  it('is told where nothing opens it, though it has a pattern', () => {
    expect(saidToBe('compress', patterned)).toEqual(['a body sent as compress, which no decoder opens']);
    expect(saidToBe('<b>x</b>', patterned)).toEqual([
      'a body sent as an unknown encoding, which no decoder opens',
    ]);
  });

  it.each<[string, string, Uint8Array]>([
    ['nothing was done to it', 'identity', patterned],
    ['it opens', 'gzip', gzipSync(patterned)],
    ['it opens, though it was cut off', 'br', brotliCompressSync(counted).subarray(0, 1500)],
    ['it is text after all', 'gzip', Buffer.from('{"a":"what a proxy has decoded already"}')],
    [
      'it is a message after all',
      'gzip',
      Buffer.concat([Buffer.from('0a28', 'hex'), Buffer.alloc(40, 'x'), Buffer.from('1001', 'hex')]),
    ],
  ])('is not told where %s', (_, encoding, body) => {
    expect(saidToBe(encoding, body)).toEqual([]);
  });
});

const RECORD = JSON.stringify({
  contacts: Array.from({ length: 12 }, (_, index) => ({
    name: `Person ${String(index)}`,
    number: 7919 * index,
  })),
});
const masked = (key: string): Buffer => {
  const mask = Buffer.from(key, 'latin1');
  return Buffer.from(RECORD).map((byte, index) => byte ^ (mask[index % mask.length] ?? 0)) as Buffer;
};

describe('what was encrypted, in base64 behind a prefix', () => {
  it.each(['', '3', '3a', '3ab', '3abc', '30f1e2d3c4b5a69788796a5b4c3d2e1f0'])('is told: %s', (prefix) => {
    for (const byteLength of [120, 121, 122])
      expect(opaqueIn(JSON.stringify({ d: prefix + drawn(byteLength).toString('base64') }))).toEqual([
        'encrypted-payload',
      ]);
  });

  it.each([32, 48, 64])('is none where the prefix names a digest of %i bytes', (byteLength) => {
    const digest = `sha${String(byteLength * 8)}-${drawn(byteLength).toString('base64')}`;
    expect(opaqueIn(JSON.stringify({ 'left-pad': { integrity: digest }, d: digest }))).toEqual([]);
  });

  it('is none where the run is a long name', () => {
    expect(opaqueIn(JSON.stringify({ d: `${'aNameOfManyWordsInOne'.repeat(4)}s` }))).toEqual([]);
  });
});

describe('what was masked with a short key', () => {
  it.each<[string, string | Uint8Array]>([
    ['a body, with letters', masked('s3cr3t')],
    ['a body, with one byte', masked('\x9d')],
    ['a body, with bytes', masked('\x91\xe4\x5c\x07\xd2\xa8\x3b\xf0')],
    ['a value in base64', JSON.stringify({ v: 1, d: masked('s3cr3t').toString('base64') })],
    ['a value in base64, with one byte', JSON.stringify({ d: masked('\x9d').toString('base64') })],
    ['a value of a form', `v=1&d=${encodeURIComponent(masked('s3cr3t').toString('base64'))}`],
    ['a value in hexadecimal', JSON.stringify({ d: masked('s3cr3t').toString('hex') })],
  ])('is told: %s', (_, body) => {
    expect(opaqueIn(body)).toContain('encrypted-payload');
  });

  it.each<[string, string | Uint8Array]>([
    ['numbers', Buffer.from(Int32Array.from({ length: 60 }, (_, index) => index * 977).buffer)],
    [
      'records with words in them',
      Buffer.concat(
        ['temperature', 'humidity'].flatMap((name) => [
          Buffer.from([0x9b, name.length, 0x81]),
          Buffer.from(name),
          drawn(9),
        ]),
      ),
    ],
    [
      'a path in the alphabet of base64',
      JSON.stringify({
        d: 'com/example/application/settings/notifications/MainActivity/onCreateOptionsMenu',
      }),
    ],
    [
      'Chinese text of another kind',
      Buffer.concat([Buffer.from([0x9b, 0x81]), Buffer.from('你好世界今天天气很好我们去公园吧')]),
    ],
  ])('is not told of: %s', (_, body) => {
    expect(opaqueIn(body)).toEqual([]);
  });
});

// Noise with a stretch that a reader of escapes takes for its own.
const carved = (byteLength: number): Buffer => {
  const stretch = Buffer.from(drawn(400).toString('latin1').replace(/[\\"]/g, '\\n'), 'latin1');
  return Buffer.concat([
    drawn(byteLength, 'before'),
    Buffer.from('"\\n'),
    stretch,
    Buffer.from('\\n"'),
    drawn(byteLength, 'behind'),
  ]);
};

const registration = (characters: number): string =>
  `cM7dQwX0Rk2:APA91b${drawn(300).toString('base64url').slice(0, characters)}`;

const unreadIn = (body: Uint8Array): number =>
  peel([makeLayer(body)], DEFAULT_LIMITS).opaque.reduce((sum, { layer }) => sum + layer.bytes.length, 0);

const zipped = (content: Buffer): Buffer => {
  const packed = deflateRawSync(content);
  const head = Buffer.alloc(31);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(1, 26);
  head.write('f', 30);
  return Buffer.concat([head, packed]);
};

describe('what looks encrypted', () => {
  it('as a whole where a reader of text finds a stretch of it', () => {
    expect(unreadIn(carved(500))).toBe(carved(500).length);
  });

  it('as a whole where less than half of it was opened', () => {
    const body = Buffer.concat([gzipSync('control: yes'), drawn(5000)]);
    expect(unreadIn(body)).toBe(body.length);
  });

  it('once where its base64 may begin with a path', () => {
    const text = drawn(400).toString('base64').replaceAll('/', 'x');
    expect(opaqueIn(`{"blob":"6fb35/${text.slice(6)}"}`)).toEqual(['encrypted-payload']);
  });

  it('not where most of it was opened', () => {
    const body = gzipSync([...drawn(5000)].join(' '));
    expect(unreadIn(Buffer.concat([drawn(40), body]))).toBe(0);
  });

  it('not in a picture, wherever a reader of text finds a stretch of it', () => {
    expect(opaqueIn(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), carved(500)]))).toEqual([]);
  });

  it('not in compressed bytes that were opened', () => {
    const around = Buffer.alloc(9000, 'x\0');
    const content = Buffer.from(drawn(12_000, '1').map((byte) => byte & 0x1f));
    expect(opaqueIn(Buffer.concat([around, zipped(content), around]))).toEqual([]);
  });

  it.each<[string, string | Uint8Array]>([
    ['a body', drawn(300)],
    ['a value in base64', JSON.stringify({ d: drawn(80).toString('base64') })],
    [
      'a value as long as a digest, under no name of one',
      JSON.stringify({ d: drawn(64).toString('base64') }),
    ],
    [
      'a body of LZ4',
      Buffer.concat([Buffer.from('04224d186440a7', 'hex'), Buffer.from('{"imei":"8612"}'.repeat(9))]),
    ],
    ['a value of xz', Buffer.concat([Buffer.from('fd377a585a000004', 'hex'), Buffer.alloc(60), drawn(20)])],
    [
      'bzip2',
      Buffer.concat([Buffer.from('BZh9'), Buffer.from('314159265359', 'hex'), Buffer.alloc(60), drawn(20)]),
    ],
    [
      'something in an envelope of an unknown format',
      Buffer.concat([
        Buffer.from('\x18\x031.0\x18\x185f2a7c51e4b0d2c6a9\x15\x02 '),
        drawn(500),
        Buffer.from('\0\x11end'),
      ]),
    ],
    ['what begins as a token that Firebase hands out', JSON.stringify({ d: registration(200) })],
    ['a value of a form', `p=${encodeURIComponent(drawn(96).toString('base64'))}&v=1`],
  ])('is told: %s', (_, body) => {
    expect(opaqueIn(body)).toContain('encrypted-payload');
  });

  it.each<[string, string | Uint8Array]>([
    [
      'text that begins as bzip2 does',
      'BZh9 is a name, and no more than that; the rest is here to be read by anybody',
    ],
    [
      'a picture in such an envelope',
      Buffer.concat([Buffer.from('\x18picture '.repeat(40)), Buffer.from('ffd8ffe0', 'hex'), drawn(500)]),
    ],
    ['numbers in such an envelope', Buffer.from(Array.from({ length: 600 }, (_, at) => (at * at) % 97))],
    ['a digest in hexadecimal', JSON.stringify({ d: drawn(64).toString('hex') })],
    ['a signature', JSON.stringify({ sign: drawn(64).toString('base64') })],
    ['a token that Firebase hands out', JSON.stringify({ d: registration(134) })],
    ['such a token in a form', `token=${encodeURIComponent(registration(119))}&v=1`],
    ['a digest in base64', JSON.stringify({ sha512: drawn(64).toString('base64') })],
    [
      'the long name of a function',
      '_ZNK17double_conversion23StringToDoubleConverter14StringToDoubleEPKciPi@Base 3.1.0',
    ],
    ['a path', 'see www.freedesktop.org/wiki/Software/systemd/APIFileSystems/andMoreOfTheSameKindOfPage'],
    [
      'a constant',
      'export const ATTR_AWS_BEDROCK_GUARDRAIL_CONTENT_POLICY_FILTER_CONFIDENCE_LEVEL_OF_IT = 1',
    ],
    ['a short token', JSON.stringify({ d: drawn(32).toString('base64') })],
    [
      'text',
      JSON.stringify({ d: 'the quick brown fox jumps over the lazy dog, and over the next one, too' }),
    ],
  ])('is not told of: %s', (_, body) => {
    expect(opaqueIn(body)).toEqual([]);
  });
});
