import { execFileSync } from 'node:child_process';
import type { TwinHandset } from '#model/twin';
import {
  aes128,
  base64,
  base64url,
  brotli,
  digest,
  form,
  gzip,
  hex,
  percent,
  protobuf,
  zlib,
  zstd,
} from '../../sample/tools.ts';

/** A body of a shipped firmware whose bytes were made by programs other than the twin, and how they open it again. */
export type FixedBody = {
  readonly firmware: string;
  readonly flow: string;
  /** What the bytes are wrapped in, innermost first, as the ledger names it. */
  readonly wrapping: readonly string[];
  readonly make: (handset: TwinHandset) => Buffer;
  /** The text inside. */
  readonly open: (bytes: Buffer) => Buffer;
};

type Bytes = Uint8Array | string;

const run = (program: string, args: readonly string[], input: Bytes): Buffer =>
  execFileSync(program, [...args], { input, maxBuffer: 1 << 24 });

const python = (script: string, input: Bytes): Buffer =>
  run('python3', ['-c', `import sys,json,zlib,urllib.parse\ni=sys.stdin.buffer.read()\n${script}`], input);

/** JSON as Python writes it: a blank after colons and commas, other characters escaped. */
const json = (value: unknown): Buffer =>
  python('sys.stdout.write(json.dumps(json.loads(i)))', JSON.stringify(value));

const write = (expression: string): string => `sys.stdout.buffer.write(${expression})`;

const field = (bytes: Buffer, name: string): Buffer =>
  python(write(`urllib.parse.parse_qs(i.decode(), strict_parsing=True)['${name}'][0].encode()`), bytes);

const unbase64 = (bytes: Buffer): Buffer => run('base64', ['-d'], bytes);

const VENDOR_IV = '0102030405060708';
const UPDATER_KEY = 'miuiotavalided11';
const APP = { id: '2882303761517000033', key: '5911700000033' };

const upperHex = (algorithm: 'md5' | 'sha1', text: string): string =>
  hex(digest(algorithm, text)).toUpperCase();

const mistatKey = (device: string): string =>
  upperHex('md5', `seed:${APP.id}-${APP.key}-${device}`).slice(0, 16);

const decrypt = (mode: string, key: Bytes, bytes: Buffer): Buffer => {
  const iv = mode.endsWith('cbc') ? ['-iv', hex(VENDOR_IV)] : [];
  return run('openssl', ['enc', '-d', `-${mode}`, '-K', hex(key), ...iv], bytes);
};

const before: readonly FixedBody[] = [
  {
    firmware: '2014-pre-ota',
    flow: 'start-up-identity',
    wrapping: [],
    make: ({ identifiers: { imei, phoneNumber } }) =>
      form({ imei: imei[0] ?? '', phone: phoneNumber, type: 'MXPH' }),
    open: (bytes) => python(write('urllib.parse.unquote(i.decode()).encode()'), bytes),
  },
  {
    firmware: '2014-pre-ota',
    flow: 'start-up-packages',
    wrapping: ['gzip'],
    make: ({ packages }) => gzip(json({ packages: packages.map(({ name }) => name), v: 1 })),
    open: (bytes) => run('gzip', ['-dc'], bytes),
  },
  {
    firmware: '2014-pre-ota',
    flow: 'signed-in-identity',
    wrapping: [],
    make: ({ identifiers: { imsi, imei, phoneNumber } }) => json({ imsi, imei: imei[0], phone: phoneNumber }),
    open: (bytes) => bytes,
  },
];

const afterUpdate: readonly FixedBody[] = [
  {
    firmware: '2014-post-ota',
    flow: 'messaging-activate',
    wrapping: ['base64', 'url'],
    make: ({ identifiers: { imsi, imei, phoneNumber }, operator }) =>
      form({
        data: base64(json({ imsi, imei: imei[0], phone: phoneNumber, carrier: operator.name })),
        type: 'MXPH',
      }),
    open: (bytes) => unbase64(field(bytes, 'data')),
  },
  {
    firmware: '2014-post-ota',
    flow: 'mistat',
    wrapping: ['aes-128-ecb', 'hex'],
    make: ({ identifiers: { imei, androidId, serial } }) => {
      const device = upperHex('sha1', imei[0] ?? '');
      const content = json({ content: [{ key: 'event', value: 'boot' }], android_id: androidId, serial });
      const stat = hex(aes128(mistatKey(device), null, content));
      return form({ app_id: APP.id, app_key: APP.key, device_id: device, stat_value: stat, size: '1' });
    },
    open: (bytes) => {
      const device = field(bytes, 'device_id');
      const stat = run('xxd', ['-r', '-p'], field(bytes, 'stat_value'));
      return Buffer.concat([device, decrypt('aes-128-ecb', mistatKey(device.toString()), stat)]);
    },
  },
  {
    firmware: '2014-post-ota',
    flow: 'tracking-zstd',
    wrapping: ['zstd'],
    make: ({ identifiers: { androidId, wifiMac } }) =>
      zstd(json([{ H: { android_id: androidId, mac: wifiMac.toUpperCase() }, B: { event: 'heartbeat' } }])),
    open: (bytes) => run('zstd', ['-dc'], bytes),
  },
  {
    firmware: '2014-post-ota',
    flow: 'tracking-brotli',
    wrapping: ['brotli'],
    make: ({ identifiers: { gaid, serial } }) =>
      brotli(json({ H: { gaid }, B: [{ event: 'screen_view', sn: serial }] })),
    open: (bytes) => run('brotli', ['-dc'], bytes),
  },
  {
    firmware: '2014-post-ota',
    flow: 'crash-report',
    wrapping: ['deflate', 'base64', 'url'],
    make: ({ identifiers: { androidId, serial }, device }) =>
      form({
        data: base64(
          zlib(json({ android_id: androidId, serial, device, trace: 'at a.b.c(Unknown Source)' })),
        ),
      }),
    open: (bytes) => python(write('zlib.decompress(i)'), unbase64(field(bytes, 'data'))),
  },
  {
    firmware: '2014-post-ota',
    flow: 'ad-config',
    wrapping: ['utf-16le'],
    make: ({ identifiers: { gaid }, operator }) =>
      python(write("i.decode().encode('utf-16-le')"), json({ gaid, carrier: operator.name, slots: 3 })),
    open: (bytes) => python(write("i.decode('utf-16-le').encode()"), bytes),
  },
  {
    firmware: '2014-post-ota',
    flow: 'update-with-identity',
    wrapping: ['aes-128-cbc', 'base64', 'url'],
    make: ({ identifiers: { imei, androidId, serial }, device }) => {
      const [i, i2] = imei.map((one) => hex(digest('sha256', one)));
      const asked = json({
        i,
        i2,
        sn: serial,
        d: device,
        options: { hashId: hex(digest('md5', androidId)) },
      });
      return form({ q: base64(aes128(UPDATER_KEY, VENDOR_IV, asked)), s: '1', t: '' });
    },
    open: (bytes) =>
      decrypt(
        'aes-128-cbc',
        UPDATER_KEY,
        unbase64(
          run('sed', ['s/^q=//; s/&.*//'], python(write('urllib.parse.unquote(i.decode()).encode()'), bytes)),
        ),
      ),
  },
  {
    firmware: '2014-post-ota',
    flow: 'update-checkin',
    wrapping: ['protobuf', 'gzip'],
    make: ({ identifiers: { imei, serial } }) =>
      gzip(
        protobuf(
          'checkin.proto',
          'sample.Checkin',
          `android_id: 1 imei: "${imei[0] ?? ''}" serial: "${serial}" locale: "en_GB" account_cookie: ""`,
        ),
      ),
    open: (bytes) => run('protoc', ['--decode_raw'], run('gzip', ['-dc'], bytes)),
  },
];

/** Every body that was made elsewhere. */
export const FIXED_BODIES: readonly FixedBody[] = [
  ...before,
  ...afterUpdate,
  {
    firmware: 'clean',
    flow: 'features',
    wrapping: ['gzip', 'base64url'],
    make: ({ apiLevel }) =>
      Buffer.from(
        base64url(gzip(json({ features: ['nfc', 'fm', 'ir'], api: apiLevel, note: percent('a b') }))),
      ),
    open: (bytes) =>
      run(
        'gzip',
        ['-dc'],
        python('import base64\n' + write("base64.urlsafe_b64decode(i + b'=' * (-len(i) % 4))"), bytes),
      ),
  },
];
