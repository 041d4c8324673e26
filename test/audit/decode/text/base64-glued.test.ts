import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import snappy from 'snappyjs';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeLayer } from '../../../support/make-layer.ts';
import { routeTo } from '../../../support/show-route.ts';

const SERIAL = '283qt5e92gef';
const DOCUMENT = JSON.stringify({ ver: '1.2', data: { id: SERIAL, model: 'M2101K6G' } });

const framed = (content: Uint8Array): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
};
const message = (content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([8, 4, 18, content.length]), content]);
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Drawn bytes, the same in every run. */
const drawn = (index: number, byteLength: number): Buffer =>
  createHash('sha512')
    .update(`drawn ${String(index)}`)
    .digest()
    .subarray(0, byteLength);

describe('binary base64 behind letters that are glued to it', () => {
  it.each<[string, Uint8Array, string]>([
    ['deflate', deflateRawSync(DOCUMENT), 'deflate › json $.data.id'],
    ['brotli', brotliCompressSync(DOCUMENT), 'brotli › json $.data.id'],
    ['zlib', deflateSync(DOCUMENT), 'zlib › json $.data.id'],
    ['gzip in a gRPC message', framed(gzipSync(DOCUMENT)), 'grpc 0 › gzip › json $.data.id'],
    ['gzip in a protobuf', message(gzipSync(SERIAL)), 'protobuf 2 › gzip'],
    ['text in a protobuf', message(Buffer.from(SERIAL)), 'protobuf 2'],
    ['text in CBOR', cbor({ v: 4, data: SERIAL }), 'cbor $.data'],
    ['text in MessagePack', msgpack({ v: 4, data: SERIAL }), 'msgpack $.data'],
    [
      'snappy of java',
      Buffer.concat([
        Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01\0\0\0', 'latin1'),
        Buffer.from([snappy.compress(Buffer.from(DOCUMENT)).length]),
        snappy.compress(Buffer.from(DOCUMENT)),
      ]),
      'snappy › json $.data.id',
    ],
    ['snappy', snappy.compress(Buffer.from(DOCUMENT)), 'snappy › json $.data.id'],
    ['UTF-16', utf16(`id ${SERIAL}`), 'utf16le'],
  ])('%s', (_name, bytes, route) => {
    for (const prefix of ['k', 'v1', 'A7x', 'build'])
      expect(
        routeTo(makeLayer(`p=${prefix}${Buffer.from(bytes).toString('base64url')}&v=4`), SERIAL),
      ).toMatch(new RegExp(`^body › form p › base64(url)? › ${route.replaceAll(/[.$]/g, '\\$&')}$`));
  });

  it('is looked for before separators, which may be of the alphabet', () => {
    const packed = Array.from({ length: 200 }, (_, salt) => gzipSync(`${String(salt)} ${SERIAL}`));
    const dashed = packed.map((bytes) => bytes.toString('base64url')).filter((text) => /[-_]/.test(text));
    expect(dashed.length).toBeGreaterThan(10);
    for (const text of dashed)
      expect(routeTo(makeLayer(`p=v1${text}&v=4`), SERIAL)).toBe('body › form p › base64url › gzip');
  });

  it('ends where the path around it goes on', () => {
    const text = Buffer.from(`name=Ada; ${SERIAL}; ==`).toString('base64').replace(/=+$/, '');
    const [root] = [makeLayer(`/api/v1/${text}/sync`)];
    const bytes = peel([root], DEFAULT_LIMITS).layers.map((layer) => Buffer.from(layer.bytes).toString());
    expect(bytes).toContain(`name=Ada; ${SERIAL}; ==`);
  });

  it('shows text that repeats a pattern at the shift where it is ASCII', () => {
    const escapes = [...Buffer.from(SERIAL)].map((byte) => `\\x${byte.toString(16)}`).join('');
    expect(routeTo(makeLayer(`p=v1${Buffer.from(escapes).toString('base64url')}&v=4`), SERIAL)).toBe(
      'body › form p › base64 › escape',
    );
  });

  it('is no more than two in a hundred drawn ids', () => {
    const opened = Array.from({ length: 1000 }, (_, index) => {
      const id = drawn(index, 16 + (index % 40)).toString('base64url');
      return peel([makeLayer(`p=${id}&v=4`)], DEFAULT_LIMITS).layers.some(
        ({ link, parent }) => link.step.startsWith('base64') && parent?.depth === 0 && (link.offset ?? 0) > 2,
      );
    });
    expect(opened.filter(Boolean).length).toBeLessThanOrEqual(20);
  });
});

const wrapped = (bytes: Uint8Array, width: number, lineEnd: string): string =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(new RegExp(`.{1,${String(width)}}`, 'g')) ?? []
  ).join(lineEnd);

const md5 = createHash('md5').update('signed').digest('hex');

describe('base64 behind a digest that is glued to it', () => {
  it.each<[string, Uint8Array, string]>([
    ['text', Buffer.from(SERIAL), ''],
    ['JSON', Buffer.from(DOCUMENT), ' › json $.data.id'],
    ['gzip', gzipSync(DOCUMENT), ' › gzip › json $.data.id'],
    ['brotli', brotliCompressSync(DOCUMENT), ' › brotli › json $.data.id'],
    ['a message', message(Buffer.from(SERIAL)), ' › protobuf 2'],
  ])('%s', (_name, bytes, route) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for (const digest of [md5, sha256, sha256.slice(0, 40).toUpperCase()])
      expect(
        routeTo(makeLayer(`p=${digest}${Buffer.from(bytes).toString('base64url')}&v=4`), SERIAL),
      ).toMatch(new RegExp(`^body › form p › base64(url)?${route.replaceAll(/[.$]/g, '\\$&')}$`));
  });

  it('is none where another digest follows', () => {
    const { layers } = peel([makeLayer(`p=${md5}${drawn(1, 16).toString('base64url')}&v=4`)], DEFAULT_LIMITS);
    expect(layers.filter(({ link }) => link.offset === 2 + md5.length)).toEqual([]);
  });
});

describe('base64 in lines of which the first has a prefix', () => {
  const long = JSON.stringify({
    ...JSON.parse(DOCUMENT),
    events: Array.from({ length: 9 }, (_, n) => `event ${String(n)}`),
  });

  it.each([
    ['of MIME', 76, '\r\n'],
    ['of Android', 76, '\n'],
    ['of openssl', 64, '\n'],
  ])('%s', (_name, width, lineEnd) => {
    for (const prefix of ['k', 'v1', 'A7x', md5]) {
      const text = prefix + wrapped(Buffer.from(long), width, lineEnd);
      const shown = peel([makeLayer(`{"p":${JSON.stringify(text)}}`)], DEFAULT_LIMITS).layers;
      expect(shown.map((layer) => Buffer.from(layer.bytes).toString())).toContain(long);
      const packed = prefix + wrapped(gzipSync(long), width, lineEnd);
      expect(routeTo(makeLayer(packed), SERIAL)).toBe('body › base64 › gzip › json $.data.id');
    }
  });

  it('is none where the prefix is too long, and no digest', () => {
    const text = md5 + utf16(`A82C4D56-0B22-4BBD-A77F-E6FAB5D91A6B`).toString('base64');
    expect(routeTo(makeLayer(`data=${text}\napp.version=2.3\n`), 'A82C4D56-0B22')).toMatch(
      /base64(url)? › utf16le$/,
    );
  });

  it('is two values where the second line is one of its own', () => {
    const [first, second] = ['a'.repeat(57), 'the second value'].map((text) =>
      Buffer.from(text).toString('base64'),
    );
    const shown = peel([makeLayer(`${String(first)}YQ\n${String(second)}`)], DEFAULT_LIMITS).layers;
    expect(shown.map((layer) => Buffer.from(layer.bytes).toString())).toContain('the second value');
  });
});

describe('a long segment of a path', () => {
  it('is read before the path is taken for a prefix', () => {
    const text = Buffer.from('0FE887G8NSCR').toString('base64url');
    const path = makeLayer(`/v1/collect/Zq${text}/x.gif`, { link: { step: 'path' }, part: 'url' });
    const shown = peel([path], DEFAULT_LIMITS).layers.map(({ bytes }) => Buffer.from(bytes).toString());
    expect(shown).toContain('0FE887G8NSCR');
  });
});

describe('one line of base64 and what follows it', () => {
  const line = Buffer.from('6uhngJbu2t0MSuzPXR8fqAorTag').toString('base64');

  it.each(['end = 1', 'end=1', 'app.version=2.3', 'next: value'])('before %s', (next) => {
    const { layers } = peel([makeLayer(`data=${line}\n${next}\n`)], DEFAULT_LIMITS);
    expect(layers.map(({ bytes }) => Buffer.from(bytes).toString())).toContain('6uhngJbu2t0MSuzPXR8fqAorTag');
  });

  it.each(['a', 'ab', 'abc', 'abcdef'])('goes on in a shorter line that ends with padding: %s', (rest) => {
    const text = `6uhngJbu2t0MSuzPXR8fqAorTag${rest}`;
    const encoded = Buffer.from(text).toString('base64');
    const { layers } = peel(
      [makeLayer(`{"d":"${encoded.slice(0, 36)}\\n${encoded.slice(36)}"}`)],
      DEFAULT_LIMITS,
    );
    expect(layers.map(({ bytes }) => Buffer.from(bytes).toString())).toContain(text);
  });
});
