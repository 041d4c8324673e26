import { SAMPLE } from './people.ts';
import { aes128, base64, base64url, digest, form, gzip, hex, protobuf, zlib } from './tools.ts';

const json = (value: unknown): string => JSON.stringify(value);

/** What the sign-in of the sample answers with; the key of the vendor's cloud parameters. */
const SSECURITY = base64(digest('md5', 'the session key of the sample'));

const CLOUD_IV = '0102030405060708';

/** A check-in, gzip over protobuf (microg/GmsCore checkin.proto). */
export const checkinBody = (): Buffer =>
  gzip(
    protobuf(
      'checkin.proto',
      'sample.Checkin',
      [
        `android_id: ${BigInt(`0x${SAMPLE.androidId}`).toString()}`,
        'locale: "en_GB"',
        `mac_address: "${SAMPLE.mac.replaceAll(':', '')}"`,
        `imei: "${SAMPLE.imei}"`,
        'account_cookie: ""',
        'time_zone: "Europe/London"',
        'version: 3',
        `serial: "${SAMPLE.serial}"`,
      ].join('\n'),
    ),
  );

/** data_list: base64(gzip(JSON)), as Mi Browser sent it (palant.info, 2020). */
export const browserBody = (): Buffer => {
  const events = [
    {
      distinct_id: '1f6c0a77-b7a2-4d0e-8f7e-0c2f4c6f9a10',
      event: 'page_view',
      properties: { url: SAMPLE.page, is_incognito: true, network: 'wifi' },
    },
  ];
  return form({ data_list: base64(gzip(json(events))), crc: '-1290477151', gzip: '1' });
};

/** spock: base64url(JSON {H, B}), with another, zlib over JSON, folded into it. */
export const spockBody = (): Buffer => {
  const usage = base64(zlib(json({ oaid: null, wlan: SAMPLE.mac.toUpperCase(), op: SAMPLE.operator })));
  const value = {
    H: { pkg: 'com.miui.analytics', model: 'Sample', aid: SAMPLE.androidId, net: 'WIFI' },
    B: [{ H: { event: 'app_open' }, B: { app: SAMPLE.packages[0], seconds: 212, ext: usage } }],
  };
  return form({ value: base64url(json(value)), ts: '1780301340000', nonce: '5d3f', sign: 'b1946ac9' });
};

/** A payload whose key was agreed elsewhere: nobody can read it on the wire. */
export const sealedBody = (): Buffer => {
  const value = { H: { imei: SAMPLE.imei }, B: Array.from({ length: 40 }, (_, index) => ({ e: index })) };
  return aes128(digest('md5', 'a key that the wire never saw'), digest('md5', 'a vector'), json(value));
};

/** The second slot's IMEI, which the harness does not know, under its usual key. */
export const plainTrackBody = (): string =>
  json([{ H: { instance_id: 'c1f8', imei2: SAMPLE.secondImei }, B: { event: 'heartbeat' } }]);

/** A crash report, base64 over JSON, of which only the beginning was kept. */
export const crashBody = (): Buffer =>
  form({
    log: base64(
      json({
        app: 'com.android.mms',
        android_id: SAMPLE.androidId,
        stack: 'at a.b.c(Unknown)\n'.repeat(300),
      }),
    ),
  });

/** mistat v2: hex(AES-ECB), the key made of the request's own fields (com.xiaomi.mistatistic.sdk.controller). */
export const mistatBody = (): Buffer => {
  const [appId, appKey] = ['2882303761517000001', '5911700000001'];
  const deviceId = digest('sha1', SAMPLE.imei + SAMPLE.androidId + SAMPLE.serial)
    .toString('hex')
    .toUpperCase();
  const seed = digest('md5', `seed:${appId}-${appKey}-${deviceId}`)
    .toString('hex')
    .toUpperCase()
    .slice(0, 16);
  const value = json({
    id: 'sms_thread_opened',
    with: SAMPLE.messages[0].peer.slice(1),
    count: 3,
    screen: 'conversation',
  });
  return form({
    app_id: appId,
    app_key: appKey,
    device_id: deviceId,
    stat_value: hex(aes128(seed, null, value)).toUpperCase(),
  });
};

/** miotaV3: base64(AES-CBC) with the key that every handset carries (HegeKen/MRData scripts/common.py). */
export const otaBody = (): Buffer => {
  const query = json({
    d: 'sample',
    v: 'miui-V14.0.1.0',
    sn: SAMPLE.serial,
    id: '',
    l: 'en_GB',
    options: {},
  });
  return form({ q: base64(aes128('miuiotavalided11', CLOUD_IV, query)), s: '1', t: '' });
};

/** The answer to a sign-in: the key of the parameters below stands in it. */
export const signInAnswer = (): Buffer =>
  Buffer.from(`&&&START&&&${json({ ssecurity: SSECURITY, userId: 8800461, code: 0, result: 'ok' })}`);

/** What a weather app asks with: nothing of the owner. */
export const weatherBody = (): string =>
  json({
    units: 'metric',
    fields: ['temperature', 'wind', 'rain'],
    layers: Array.from({ length: 160 }, (_, index) => ({ tile: index, zoom: 7, scale: 2 })),
  });

/** A contact in the vendor's cloud form: parameters encrypted with the key of the sign-in, and signed. */
export const cloudContactBody = (path: string): Buffer => {
  const { name, number, mailbox } = SAMPLE.contacts[0];
  const contact = json({ displayName: name, phones: [{ value: number }], emails: [{ value: mailbox }] });
  const data = base64(aes128(Buffer.from(SSECURITY, 'base64'), CLOUD_IV, contact));
  const signed = ['POST', path, `data=${data}`, SSECURITY].join('&');
  return form({ data, signature: base64(digest('sha1', signed)) });
};

/** Messages for the cloud, plain; the handset never sends the end of it. */
export const cloudMessagesBody = (): Buffer => {
  const [{ peer, text }] = SAMPLE.messages;
  const entries = [
    { folder: 'inbox', recipients: peer.replace('+44', '0'), body: text },
    ...Array.from({ length: 30 }, (_, index) => ({ folder: 'sent', id: index, body: '' })),
  ];
  return Buffer.from(json({ tag: 1, entries }));
};

/** A frame of the vendor's push: magic, then fields in the clear (public dissectors of MiPush). */
export const pushBytes = (): Buffer => {
  const field = (tag: number, text: string): Buffer =>
    Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text)]);
  return Buffer.concat([
    Buffer.from('c2fe0005', 'hex'),
    field(0x12, 'Sample; Android 13'),
    field(0x1a, 'SAMPLE.001'),
    field(0x32, 'WIFI'),
    field(0x42, 'en_GB'),
    field(0x3a, 'app.chat.global.xiaomi.net'),
  ]);
};
