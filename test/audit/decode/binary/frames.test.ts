import { encode as cbor } from 'cborg';
import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { framesOf } from '#audit/decode/binary/frames';
import { makeLayer } from '../../../support/make-layer.ts';
import { routeTo } from '../../../support/show-route.ts';

const SERIAL = '283QT5E92GEF';
const DOCUMENT = JSON.stringify({ ver: '1.2', data: { id: SERIAL } });

const length = (content: Uint8Array, isLittle: boolean): Buffer => {
  const bytes = Buffer.alloc(4);
  if (isLittle) bytes.writeUInt32LE(content.length);
  else bytes.writeUInt32BE(content.length);
  return bytes;
};

/** The same bytes in every run. */
const drawn = (index: number): Buffer => createHash('sha512').update(String(index)).digest();

describe('content behind its length', () => {
  const contents: readonly (readonly [string, Uint8Array, string])[] = [
    ['brotli', brotliCompressSync(DOCUMENT), 'brotli › json $.data.id'],
    ['deflate', deflateRawSync(DOCUMENT), 'deflate › json $.data.id'],
    ['brotli in CBOR', cbor({ v: 4, data: brotliCompressSync(DOCUMENT) }), 'brotli › json $.data.id'],
  ];

  it.each(contents)('%s, alone, behind a head and before a tail', (_name, content, route) => {
    for (const isLittle of [false, true]) {
      const counted = [length(content, isLittle), content];
      for (const parts of [
        counted,
        [Buffer.from('LOG1\x00\x03'), ...counted],
        [Buffer.from('cafe01', 'hex'), ...counted, Buffer.alloc(2)],
        [drawn(1).subarray(0, 24), ...counted, drawn(2).subarray(0, 4)],
      ])
        expect(routeTo(makeLayer(Buffer.concat(parts)), SERIAL)).toMatch(
          new RegExp(`^body ›.* ${route.replaceAll(/[.$]/g, '\\$&')}$`),
        );
    }
  });

  it('is found frame by frame', () => {
    const frames = [Buffer.from('hello'), ...contents.map(([, content]) => content), Buffer.from('bye')];
    for (const isLittle of [false, true]) {
      const bytes = Buffer.concat(frames.flatMap((content) => [length(content, isLittle), content]));
      const found = framesOf(bytes);
      expect(frames.map((_, index) => bytes.subarray(found[2 * index], found[2 * index + 1]))).toEqual(
        frames.map((content) => Buffer.from(content)),
      );
      expect(routeTo(makeLayer(bytes), 'ver')).toMatch(/^body › [a-z]+/);
    }
  });

  it('is found in base64 and hexadecimal', () => {
    const bytes = Buffer.concat([length(brotliCompressSync(SERIAL), false), brotliCompressSync(SERIAL)]);
    expect(routeTo(makeLayer(`p=${bytes.toString('base64')}`), SERIAL)).toBe(
      'body › form p › base64 › brotli',
    );
    expect(routeTo(makeLayer(`p=${bytes.toString('hex')}`), SERIAL)).toBe('body › form p › hex › brotli');
  });

  it('is none where the length is another', () => {
    const content = brotliCompressSync(DOCUMENT);
    for (const other of [content.length + 1, content.length - 5])
      expect(framesOf(Buffer.concat([length(new Uint8Array(other), false), content]))).toEqual([]);
  });

  it('is none of drawn bytes, of a picture, or of nothing', () => {
    const found = Array.from({ length: 20_000 }, (_, index) => framesOf(drawn(index)).length);
    expect(found.every((count) => count === 0)).toBe(true);
    const film = Buffer.concat([Buffer.from('RIFF'), length(drawn(1), true), Buffer.from('WEBP'), drawn(1)]);
    expect(framesOf(film)).toEqual([]);
    for (let size = 0; size < 24; size++) expect(framesOf(Buffer.alloc(size))).toEqual([]);
  });
});
