import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { resolveRoute } from '#audit/decode/resolve-route';
import { makeLayer } from '../../support/make-layer.ts';
import { routeTo } from '../../support/show-route.ts';

const IMEI = '861234567890123';
const json = (value: unknown): string => JSON.stringify(value);
const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64');
const base64url = (value: string | Buffer): string => Buffer.from(value).toString('base64url');
const hex = (value: string | Buffer): string => Buffer.from(value).toString('hex');
const percent = (value: string): string =>
  [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const reversed = (value: string): string => [...value].toReversed().join('');
const inner = json({ a: 'x', i: IMEI });

describe('peel and resolveRoute', () => {
  it.each<[string, string | Buffer, string]>([
    ['plain', `imei ${IMEI}`, 'body'],
    [
      'the example of the contract',
      gzipSync(json({ v: 4, d: base64(inner) })),
      'body › gzip › json $.d › base64 › json $.i',
    ],
    ['form', `a=1&q=${percent(inner)}&b=2`, 'body › form q › json $.i'],
    ['form, twice', `a=1&q=${percent(percent(IMEI))}`, 'body › form q › percent'],
    [
      'JSON in a string in a string',
      json({ d: json({ e: json([{ imei: IMEI }]) }) }),
      'body › json $.d › json $.e › json $[0].imei',
    ],
    [
      'escapes in JSON',
      `{"n":"${Array.from(IMEI)
        .map((c) => `\\u00${hex(c)}`)
        .join('')}"}`,
      'body › json $.n',
    ],
    [
      'escapes outside JSON',
      Array.from(IMEI)
        .map((c) => `\\x${hex(c)}`)
        .join(''),
      'body › escape',
    ],
    [
      'base64 without padding in a form',
      `value=${base64url(inner)}&ts=1`,
      'body › form value › base64 › json $.i',
    ],
    ['base64 of base64', base64(base64(inner)), 'body › base64 › base64 › json $.i'],
    [
      'base64 of gzip in JSON',
      json({ data: base64(gzipSync(inner)) }),
      'body › json $.data › base64 › gzip › json $.i',
    ],
    ['hex of JSON', hex(inner), 'body › hex › json $.i'],
    ['upper-case hex', json({ h: hex(inner).toUpperCase() }), 'body › json $.h › hex › json $.i'],
    ['zlib', deflateSync(inner), 'body › zlib › json $.i'],
    ['raw deflate', deflateRawSync(inner), 'body › deflate › json $.i'],
    ['brotli', brotliCompressSync(inner), 'body › brotli › json $.i'],
    [
      'a multipart file',
      `--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n${inner}\r\n--b--\r\n`,
      'body › multipart f › json $.i',
    ],
    ['reversed field', json({ d: reversed(IMEI) }), 'body › json $.d › reverse'],
    [
      'reversed base64',
      json({ d: reversed(base64(inner)) }),
      'body › json $.d › reverse › base64 › json $.i',
    ],
    ['reversed document', reversed(inner), 'body › reverse › json $.i'],
    ['a list of documents', `{"a":1}\n{"b":"${IMEI}"}\n`, 'body › json-lines $[1] › json $.b'],
    ['lines of headers', `x: 1\nX-Imei: ${IMEI}\n`, 'body › pair X-Imei'],
  ])('%s', (_name, body, route) => {
    const root = makeLayer(body);
    expect(routeTo(root, IMEI)).toBe(route);
  });

  it('gives offsets that a hand can follow', () => {
    const document = json({ v: 4, d: base64(inner) });
    const { layers } = peel([makeLayer(gzipSync(document))], DEFAULT_LIMITS);
    const last = layers.find(({ bytes }) => Buffer.from(bytes).toString() === inner);
    if (last === undefined) throw new Error('the inner document was not found');
    const { route, at, keys } = resolveRoute(last, inner.indexOf(IMEI), 15);
    expect(route.slice(2)).toEqual([
      { step: 'json', path: '$.d', offset: document.indexOf('eyJ'), length: 44 },
      { step: 'base64', offset: 0, length: 44 },
      { step: 'json', path: '$.i', offset: inner.indexOf(IMEI), length: 15 },
    ]);
    expect(at).toEqual({ offset: 0, length: 15 });
    expect(keys).toEqual(['i', 'd']);
  });
});
