import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import { makeLoadedFlow, type LoadedFlowParts } from '../../support/make-loaded-flow.ts';

/** One value of each of the five classes with which the peers were measured (fiction and documentation values). */
export const VALUES: readonly Canary[] = [
  { id: 'imei-1', class: 'imei', value: '861234050123457' },
  { id: 'imsi-1', class: 'imsi', value: '244051234567890' },
  { id: 'own-1', class: 'phone.own', value: '+358401234567' },
  { id: 'name-1', class: 'contact.name', value: 'Maija Mäkinen-Öhman' },
  { id: 'sms-1', class: 'sms.body', value: 'Nähdään huomenna kello kolme aseman edessä, älä myöhästy.' },
];

/** The key of a Mi Cloud session, as its sign-in would have told it: base64 of 16 bytes. */
export const SSECURITY = Buffer.from('a session key 16').toString('base64');

/** One way to send a value: the request, and what has to come of it. */
export type Encoding = {
  readonly name: string;
  readonly isOpaque?: boolean;
  /** Null for a class that it does not apply to. */
  readonly send: (canary: Canary) => LoadedFlow | null;
};

const HOST = 'https://api.account.xiaomi.com';
const document = (value: string): string =>
  JSON.stringify({ ver: '1.4', data: { id: value, model: 'M2101K6G' } });
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const digest = (algorithm: string, value: string): Buffer => createHash(algorithm).update(value).digest();
const post = (body: string | Uint8Array, parts: LoadedFlowParts = {}): LoadedFlow =>
  makeLoadedFlow({ url: `${HOST}/v1/report`, method: 'POST', body: Buffer.from(body), ...parts });

const body = (name: string, encode: (value: string) => string | Uint8Array): Encoding => ({
  name,
  send: ({ value }) => post(encode(value)),
});
const only = (dataClass: Canary['class'], name: string, encode: (value: string) => string): Encoding => ({
  name,
  send: (canary) => (canary.class === dataClass ? post(document(encode(canary.value))) : null),
});

const everyUnit = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
const protobuf = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([0x08, 0x04, 0x12, bytes.length]), bytes, Buffer.from([0x18, 0x01])]);
};
const encrypted = (key: Buffer, iv: Buffer, content: string): Buffer => {
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([cipher.update(content), cipher.final()]);
};
const cloudParameter = (value: string): string =>
  base64(encrypted(Buffer.from(SSECURITY, 'base64'), Buffer.from('0102030405060708'), document(value)));

/** The 31 encodings of the measured baseline of peers, in its order. */
export const ENCODINGS: readonly Encoding[] = [
  {
    name: 'plain query (the 2014 look-up)',
    send: ({ value }) =>
      makeLoadedFlow({ url: `${HOST}/pass/user@id?type=MXPH&externalId=${encodeURIComponent(value)}` }),
  },
  body('plain JSON body', document),
  {
    name: 'plain cookie header',
    send: ({ value }) =>
      makeLoadedFlow({ url: `${HOST}/c`, headers: [['Cookie', `deviceId=${value}; l=1`]] }),
  },
  body('percent-encoded body', (value) => `a=1&id=${encodeURIComponent(value)}`),
  body('doubly percent-encoded body', (value) => `a=1&id=${encodeURIComponent(encodeURIComponent(value))}`),
  only('phone.own', 'phone number reformatted', (value) =>
    value.replace(/^\+(358)(40)(123)(4567)$/, '00$1 $2 $3-$4'),
  ),
  only('imei', 'IMEI with dashes', (value) => value.replace(/^(..)(.{6})(.{6})(.)$/, '$1-$2-$3-$4')),
  only('imei', 'IMEI without check digit', (value) => value.slice(0, 14)),
  body('base64 of the bare value', (value) => `id=${encodeURIComponent(base64(value))}`),
  body('base64 of JSON', (value) => `v=1&d=${encodeURIComponent(base64(document(value)))}`),
  {
    name: 'base64url of JSON, in the query',
    send: ({ value }) =>
      makeLoadedFlow({ url: `${HOST}/q?d=${Buffer.from(document(value)).toString('base64url')}` }),
  },
  body('hex of JSON', (value) => Buffer.from(document(value)).toString('hex')),
  body('JSON \\u escapes', (value) => `{"data":{"id":"${everyUnit(value)}"}}`),
  body('gzip body, no header', (value) => gzipSync(document(value))),
  body('deflate body, no header', (value) => deflateSync(document(value))),
  body('base64(gzip(JSON))', (value) => `data_list=${encodeURIComponent(base64(gzipSync(document(value))))}`),
  body('base64(base64(JSON))', (value) => base64(base64(document(value)))),
  body('JSON inside a JSON string', (value) => JSON.stringify({ p: document(value) })),
  body('protobuf bytes', protobuf),
  body('base64(protobuf)', (value) => JSON.stringify({ pb: base64(protobuf(value)) })),
  body('UTF-16LE bytes', (value) => Buffer.from(document(value), 'utf16le')),
  body('reversed string', (value) => JSON.stringify({ d: Array.from(value).reverse().join('') })),
  body('MD5, hex', (value) => document(digest('md5', value).toString('hex'))),
  body('MD5, upper-case hex', (value) => document(digest('md5', value).toString('hex').toUpperCase())),
  body('SHA-1, hex', (value) => document(digest('sha1', value).toString('hex'))),
  body('SHA-256, hex', (value) => document(digest('sha256', value).toString('hex'))),
  body('SHA-256 cut to 128 bits, hex', (value) =>
    document(digest('sha256', value).toString('hex').slice(0, 32)),
  ),
  body('base64(SHA-1)', (value) => document(digest('sha1', value).toString('base64'))),
  {
    name: 'Xiaomi h(x), in the path',
    send: ({ value }) =>
      makeLoadedFlow({
        url: `${HOST}/pass/activate/dev/${digest('sha1', value).toString('base64url').slice(0, 16)}/activating`,
      }),
  },
  {
    name: 'Mi Cloud AES-CBC parameter',
    send: ({ value }) =>
      post(
        `data=${encodeURIComponent(cloudParameter(value))}&signature=${encodeURIComponent(base64(randomBytes(20)))}`,
        {
          url: 'https://contactapi.micloud.xiaomi.net/mic/contact/v3/user/contact',
        },
      ),
  },
  {
    name: 'AES with a random key',
    isOpaque: true,
    send: ({ value }) =>
      post(JSON.stringify({ d: base64(encrypted(randomBytes(16), randomBytes(16), document(value))) })),
  },
];
