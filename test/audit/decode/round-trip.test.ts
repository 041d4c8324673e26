import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import fc from 'fast-check';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeLayer } from '../../support/make-layer.ts';

type Encode = (text: string) => string | Uint8Array;

const everyUnit = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
const everyByte = (text: string, mark: string): string =>
  [...Buffer.from(text)].map((byte) => mark + byte.toString(16).padStart(2, '0')).join('');
const varint = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
const framed = (content: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
};

const ENCODERS: readonly (readonly [name: string, encode: Encode])[] = [
  ['gzip', gzipSync],
  ['gzip, cut off', (text) => gzipSync(text).subarray(0, -6)],
  ['two members of gzip', (text) => Buffer.concat([gzipSync(text), gzipSync('and more')])],
  ['zlib', deflateSync],
  ['deflate', deflateRawSync],
  ['brotli', brotliCompressSync],
  ['base64', (text) => `d=${Buffer.from(text).toString('base64')};`],
  ['base64url', (text) => `<${Buffer.from(text).toString('base64url')}>`],
  ['base64 in lines', (text) => Buffer.from(text).toString('base64').replace(/.{64}/g, '$&\n')],
  ['base64 of gzip', (text) => gzipSync(text).toString('base64')],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['HEX', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['percent', (text) => `a=1&q=${encodeURIComponent(text)}`],
  ['percent, every byte', (text) => everyByte(text, '%')],
  ['percent, twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['JSON', (text) => JSON.stringify({ d: text })],
  ['JSON in JSON', (text) => JSON.stringify({ d: JSON.stringify({ e: text }) })],
  ['\\u', (text) => `{"d":"${everyUnit(text)}"}`],
  ['\\x', (text) => everyByte(text, '\\x')],
  [
    'numeric entities',
    (text) => Array.from(text, (letter) => `&#${String(letter.codePointAt(0))};`).join(''),
  ],
  ['quoted-printable', (text) => everyByte(text, '=').toUpperCase()],
  ['UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['MessagePack', (text) => msgpack({ v: 4, d: text })],
  ['CBOR', (text) => cbor({ v: 4, d: text })],
  ['protobuf', (text) => Buffer.from([8, 4, 18, ...varint(Buffer.byteLength(text)), ...Buffer.from(text)])],
  ['gRPC', (text) => framed(Buffer.from(text))],
  ['multipart', (text) => `--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n${text}\r\n--b--\r\n`],
  ['reversed', (text) => Array.from(text).reverse().join('')],
];

// A document with text of several scripts in it, long enough to be told from chance.
const letters = fc.constantFrom(
  ...Array.from('abcdefghij KLMNOPQRST-0123456789.äöéłšжщюя欧阳明月健太さくらशर्मا'),
);
const text = fc
  .array(letters, { minLength: 12, maxLength: 60 })
  .map((made) => JSON.stringify({ name: made.join(''), number: '861234050123457' }));

describe('what an encoder made is undone', () => {
  it.each(ENCODERS)('%s', (_, encode) => {
    fc.assert(
      fc.property(text, (made) => {
        const { layers } = peel([makeLayer(encode(made))], DEFAULT_LIMITS);
        expect(layers.some((layer) => Buffer.from(layer.bytes).includes(made))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
