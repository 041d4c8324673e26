import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import type { Layer } from '#audit/layer';
import { resolveRoute } from '#audit/decode/route/resolve-route';
import { makeLayer } from '../../support/make-layer.ts';
import { routeTo } from '../../support/show-route.ts';

const IMEI = '861234567890123';
const json = (value: unknown): string => JSON.stringify(value);
const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64');
const base64url = (value: string | Buffer): string => Buffer.from(value).toString('base64url');
const hex = (value: string | Buffer): string => Buffer.from(value).toString('hex');
const percentBytes = (bytes: Buffer): string =>
  [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const percent = (value: string): string => percentBytes(Buffer.from(value));
// As Python's urllib.parse.quote: letters and digits stand as they are.
const quoted = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character) ? character : percentBytes(Buffer.from([byte]));
    })
    .join('');
// As Python's quopri: what is printed stands as it is.
const quotedPrintable = (
  bytes: Buffer,
  isPlain = (character: string) => /[!-<>-~]/.test(character),
): string =>
  [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return isPlain(character) ? character : `=${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    })
    .join('');
const reversed = (value: string): string => [...value].toReversed().join('');
// A tar of one file, filled up to ten kilobytes as tar does (POSIX.1-1988 ustar); its checksum is not looked at.
const tarOf = (content: string): Buffer => {
  const archive = Buffer.alloc(10_240);
  archive.write('report.txt');
  archive.write('0000644\0', 100);
  archive.write(content.length.toString(8).padStart(11, '0'), 124);
  archive.write('ustar\x0000', 257);
  archive.write(content, 512);
  return archive;
};
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
    ['name in a form', `a=1&to%5B${percent(IMEI)}%5D=1&b=2`, 'body › form'],
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
      'brotli of far more than it takes',
      brotliCompressSync(`[${'{"a":1},'.repeat(100_000)}${inner}]`),
      'body › brotli › json $[100000].i',
    ],
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
    [
      'hex in lines',
      `${hex(json({ a: 'x'.repeat(40), i: IMEI })).replace(/.{60}/g, '$&\n')}\n`,
      'body › hex › json $.i',
    ],
    ['base64url of text after a prefix', `A7x${base64url(inner)}`, 'body › base64 › json $.i'],
    [
      'base64url of gzip after a prefix',
      `v1${base64url(gzipSync(inner))}`,
      'body › base64url › gzip › json $.i',
    ],
    ['quoted-printable of a form', `a=3D1&q=3D${IMEI}&b=3D2`, 'body › quoted-printable › form q'],
    [
      'quoted-printable with a line end',
      `the number of the handset is ${IMEI.slice(0, 9)}=\n${IMEI.slice(9)}`,
      'body › quoted-printable',
    ],
    [
      'quoted-printable between bytes',
      Buffer.concat([Buffer.from([0x01, 0x64, 0xb7]), Buffer.from(`a=3D1&q=3D${IMEI}`), Buffer.from([0xa0])]),
      'body › quoted-printable › form q',
    ],
    [
      'base64url of a tar after a prefix',
      `A7x${base64url(tarOf(inner))}`,
      'body › base64 › tar report.txt › json $.i',
    ],
    [
      'quoted-printable in a protobuf',
      Buffer.concat([
        Buffer.from([0x12, 0x1f]),
        Buffer.from(`the number=3D${IMEI}=3D ok`.padEnd(31)),
        Buffer.from([0x19, 1, 2, 3, 4, 5, 6, 7, 8]),
      ]),
      'body › quoted-printable › pair number',
    ],
    [
      'hex of hex of UTF-16, digits alone, in lines',
      `${hex(Buffer.from(hex(IMEI), 'utf16le')).replace(/.{60}/g, '$&\n')}\n`,
      'body › hex › utf16le › hex',
    ],
    [
      'percent-encoded deflate in MessagePack',
      Buffer.concat([
        Buffer.from([0x81, 0xa4]),
        Buffer.from('data'),
        Buffer.from([0xd9, quoted(deflateRawSync(base64(deflateSync(inner)))).length]),
        Buffer.from(quoted(deflateRawSync(base64(deflateSync(inner))))),
      ]),
      'body › msgpack $.data › percent › deflate › base64 › zlib › json $.i',
    ],
    [
      'escaped brotli in a multipart field',
      `--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n${percentBytes(brotliCompressSync(inner)).replaceAll('%', '\\x')}\r\n--b--\r\n`,
      'body › escape › brotli › json $.i',
    ],
    [
      'brotli of an encoded tar',
      brotliCompressSync(`<${base64(tarOf(inner))}>`),
      'body › brotli › base64 › tar report.txt › json $.i',
    ],
    ['hex, cut off within a byte', hex(`${inner}${'x'.repeat(30)}`).slice(0, -1), 'body › hex › json $.i'],
    [
      'snappy, cut off',
      Buffer.concat([Buffer.from([0xc8, 0x01, 0xf0, 0xc7]), Buffer.from(`${inner} and so on and so on`)]),
      'body › snappy › json $.i',
    ],
    ['brotli of a tar', brotliCompressSync(tarOf(inner)), 'body › brotli › tar report.txt › json $.i'],
    ['a list of documents', `{"a":1}\n{"b":"${IMEI}"}\n`, 'body › json-lines $[1] › json $.b'],
    ['lines of headers', `x: 1\nX-Imei: ${IMEI}\n`, 'body › pair X-Imei'],
  ])('%s', (_name, body, route) => {
    const root = makeLayer(body);
    expect(routeTo(root, IMEI)).toBe(route);
  });

  it.each<[string, Buffer | string, string, string]>([
    [
      'hex of a gRPC message, digits alone',
      hex(Buffer.concat([Buffer.from([0, 0, 0, 0, 8]), Buffer.from('7cd39bce')])),
      '7cd39bce',
      'body › hex › grpc 0',
    ],
    [
      'blocks of snappy-java, the second cut off',
      Buffer.concat([
        Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1'),
        Buffer.from([0, 0, 0, 8, 6, 20]),
        Buffer.from(`n=${IMEI.slice(0, 4)}`),
        Buffer.from([0, 0, 0, 90, 0xc8, 0x01, 0xf0, 0xc7]),
        Buffer.from(`${IMEI.slice(4)} and so on and so on`),
      ]),
      IMEI,
      'body › snappy › form n',
    ],
    [
      'text of CBOR in pieces',
      Buffer.concat([
        Buffer.from([0xbf, 0x61, 0x6b, 0x7f, 0x63]),
        Buffer.from(IMEI.slice(0, 3)),
        Buffer.from([0x6c]),
        Buffer.from(IMEI.slice(3)),
        Buffer.from([0xff, 0xff]),
      ]),
      IMEI,
      'body › cbor',
    ],
    [
      'binary bytes in a data URL that names a charset',
      `<img src="data:image/png;charset=utf-8,${quoted(deflateRawSync(inner))}">`,
      IMEI,
      'body › xml img/@src › data-url image/png › percent › deflate › json $.i',
    ],
    [
      'zstd behind a frame that is skipped, in quoted-printable',
      quotedPrintable(
        Buffer.concat([
          Buffer.from('502a4d1802000000', 'hex'),
          Buffer.from('hi'),
          // One frame of one raw block (RFC 8878 §3.1.1).
          Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, inner.length, (inner.length << 3) | 1, 0, 0]),
          Buffer.from(inner),
        ]),
        () => false,
      ),
      IMEI,
      'body › quoted-printable › zstd › json $.i',
    ],
    [
      'bytes in quoted-printable, a file of a tar',
      tarOf(quotedPrintable(gzipSync(inner))),
      IMEI,
      'body › tar report.txt › quoted-printable › gzip › json $.i',
    ],
    [
      'few escapes and a line that one breaks, around bytes',
      // Snappy of one literal of 81 bytes.
      `Q=F0P2026-11-26=2018:30 upload ${IMEI.slice(0, 9)}=\r\n${IMEI.slice(9)} for user one, =\r\n${'and so on. '.repeat(3).slice(0, 27)}`,
      IMEI,
      'body › quoted-printable › snappy › pair 18',
    ],
    ['snappy that is text itself', Buffer.from('\r00012125550167'), '0012125550167', 'body › snappy'],
    [
      'GBK of a data URL that says so, few letters in it',
      json({
        d: `data:text/plain;charset=gb18030;base64,${base64(Buffer.from('4da8b96c6c6572732057', 'hex'))}`,
      }),
      'Müllers W',
      'body › json $.d › data-url text/plain › base64 › charset gb18030',
    ],
    [
      'references by name',
      '<a n="M&uuml;ller, &Oslash;sterg&aring;rd &lstrok;"/>',
      'Müller, Østergård ł',
      'body › xml a/@n',
    ],
    [
      'hexadecimal as a literal, between slashes',
      `/v1/log/0x${hex('tel 07700900873')}/end`,
      '07700900873',
      'body › hex',
    ],
    [
      // Python: brotli.compress of bytes that begin as snappy-java does; the first twelve are a stream of deflate, too.
      'brotli that begins as deflate',
      Buffer.from('8b118082534e41505059000000000100000001000000100e34436173612050c3a972657a20313103', 'hex'),
      'Casa Pérez 11',
      'body › brotli › snappy',
    ],
    [
      'hexadecimal as a literal',
      json({ d: `0x${hex('tel 07700900873')}` }),
      '07700900873',
      'body › json $.d › hex',
    ],
    [
      'words that were encoded as a form twice',
      `a=1&q=${encodeURIComponent('%D0%9A%D0%B8%D1%80+%D0%91%D1%83%D0%BB')}`,
      'Кир Бул',
      'body › form q › form',
    ],
    [
      'letters of a name, not its blanks',
      'user: J%C3%BCrgen van Gro%C3%9F, a=1',
      'Jürgen van Groß',
      'body › pair user › percent',
    ],
    [
      'a document with its blanks as pluses, in a list',
      '1,info,%7B%0A++%22d%22%3A+%22%D0%90%D0%B4%D0%B0+%D0%91%D1%83%D0%BB%22%0A%7D',
      'Ада Бул',
      'body › form',
    ],
    ['words with pluses', json({ d: 'meet+me+at+noon' }), 'meet me at noon', 'body › json $.d › form'],
    [
      'gzip, quoted',
      quotedPrintable(gzipSync(`imei=${IMEI}&z="1"`)),
      IMEI,
      'body › quoted-printable › gzip › form imei',
    ],
    [
      'gzip, quoted, in JSON',
      json({ a: 'b=1', d: quotedPrintable(gzipSync(`imei=${IMEI}&a=1`)).replaceAll('"', '=22') }),
      IMEI,
      'body › json $.d › quoted-printable › gzip › form imei',
    ],
    [
      'gzip, quoted, in a CDATA section',
      `<a b="1"><![CDATA[${quotedPrintable(gzipSync(`imei=${IMEI}&a=1`))}]]></a>`,
      IMEI,
      'body › xml a/a › quoted-printable › gzip › form imei',
    ],
    [
      'gzip, quoted byte by byte, in a line of a log',
      `sent x=1 to ${quotedPrintable(gzipSync(inner), () => false)} at a=b`,
      IMEI,
      'body › pair x › quoted-printable › gzip › json $.i',
    ],
    [
      'gzip, every byte escaped, in a line of a log',
      `sent x to:${[...gzipSync(inner)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')};next`,
      IMEI,
      'body › escape › pair to › gzip › json $.i',
    ],
    [
      'gzip, percent-encoded, between other values',
      `7|a:b;${percentBytes(gzipSync(inner))};next:1`,
      IMEI,
      'body › percent › gzip › json $.i',
    ],
    [
      'base64 of a message with an archive that is filled up',
      base64(
        Buffer.concat([
          ...Array.from({ length: 5 }, () => Buffer.from('09b3d4a1c55e7f9188', 'hex')),
          Buffer.from([0x12, 0x80, 0x50]),
          tarOf(inner),
        ]),
      ),
      IMEI,
      'body › base64 › protobuf 2 › tar report.txt › json $.i',
    ],
    [
      'a message of fields with high numbers, quoted byte by byte, in JSON',
      json({
        d: quotedPrintable(
          Buffer.from(`\xb2\x1f\x20${base64(inner)}`, 'latin1').subarray(0, 35),
          () => false,
        ),
      }),
      base64(inner).slice(0, 32),
      'body › json $.d › quoted-printable › protobuf 502',
    ],
    [
      'base64 between the fields of a message without control characters',
      Buffer.from(`2${String.fromCharCode(base64(inner).length)}${base64(inner)}E3\xee\xee\xbf`, 'latin1'),
      IMEI,
      'body › protobuf 6 › base64 › json $.i',
    ],
    ['hex of text between dashes', `8-zh-${hex('Anna Virtanen')}-9`, 'Anna Virtanen', 'body › hex'],
    ['two letters of GBK in a form', 'a=1&q=%CD%F5%CE%B0&b=2', '王伟', 'body › form q › charset gb18030'],
  ])('%s', (_name, body, text, route) => {
    expect(routeTo(makeLayer(body), text)).toBe(route);
  });

  it.each<[string, string, string]>([
    ['hexadecimal', hex(inner), 'path › hex › json $.i'],
    ['percent-encoded gzip', percentBytes(gzipSync(inner)), 'path › percent › gzip › json $.i'],
    ['base64url after a prefix', `k${base64url(inner)}`, 'path › base64 › json $.i'],
  ])('%s as a segment of a path', (_name, segment, route) => {
    const root: Layer = {
      ...makeLayer(`/v2/device/${segment}/register`),
      part: 'url',
      link: { step: 'path' },
    };
    expect(routeTo(root, IMEI)).toBe(route);
  });

  it('reads a part of a multipart body in the charset that it names', () => {
    const body = Buffer.concat([
      Buffer.from('--b7f3\r\nContent-Disposition: form-data; name="a"\r\n\r\n22\r\n--b7f3\r\n'),
      Buffer.from(
        'Content-Disposition: form-data; name="n"\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n',
      ),
      Buffer.from('847a847b847c848d8482', 'hex'),
      Buffer.from('\r\n--b7f3--\r\n'),
    ]);
    const found = peel([makeLayer(body)], DEFAULT_LIMITS).layers.find(
      ({ bytes }) => Buffer.from(bytes).toString() === 'йклыр',
    );
    expect([found?.parent?.link.step, found?.link.path]).toEqual(['multipart', 'shift_jis']);
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
