import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeLayer } from '../../support/make-layer.ts';

// Bytes without pattern, the same in every run.
const drawn = (byteLength: number): Buffer =>
  createHash('shake256', { outputLength: byteLength }).update('drawn').digest();
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

describe('what was masked with a short key', () => {
  it.each<[string, string | Uint8Array]>([
    ['a body, with letters', masked('s3cr3t')],
    ['a body, with one byte', masked('\x9d')],
    ['a body, with bytes', masked('\x91\xe4\x5c\x07\xd2\xa8\x3b\xf0')],
    ['a value in base64', JSON.stringify({ v: 1, d: masked('s3cr3t').toString('base64') })],
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
      'Chinese text of another kind',
      Buffer.concat([Buffer.from([0x9b, 0x81]), Buffer.from('你好世界今天天气很好我们去公园吧')]),
    ],
  ])('is not told of: %s', (_, body) => {
    expect(opaqueIn(body)).toEqual([]);
  });
});

describe('what looks encrypted', () => {
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
    ['a digest in base64', JSON.stringify({ sha512: drawn(64).toString('base64') })],
    ['a short token', JSON.stringify({ d: drawn(32).toString('base64') })],
    [
      'text',
      JSON.stringify({ d: 'the quick brown fox jumps over the lazy dog, and over the next one, too' }),
    ],
  ])('is not told of: %s', (_, body) => {
    expect(opaqueIn(body)).toEqual([]);
  });
});
