import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeLayer } from '../../support/make-layer.ts';

// Bytes without pattern, the same in every run.
const drawn = (byteLength: number): Buffer =>
  createHash('shake256', { outputLength: byteLength }).update('drawn').digest();
const opaqueIn = (body: string | Uint8Array): readonly string[] =>
  peel([makeLayer(body)], DEFAULT_LIMITS).opaque.map(({ reason }) => reason);

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
    ['a value of a form', `p=${encodeURIComponent(drawn(96).toString('base64'))}&v=1`],
  ])('is told: %s', (_, body) => {
    expect(opaqueIn(body)).toContain('encrypted-payload');
  });

  it.each<[string, string | Uint8Array]>([
    [
      'text that begins as bzip2 does',
      'BZh9 is a name, and no more than that; the rest is here to be read by anybody',
    ],
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
