import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNeedles, needlesOfKind } from '#audit/match/compile';
import {
  FIRST_JOINTS,
  joinedForms,
  JOINTS,
  SALT_DIGESTS,
  SALT_FORMS,
  SELDOM_SALT_DIGESTS,
} from '#audit/match/salted/salt-digests';
import {
  makeEdgeLists,
  makeEdges,
  makeEdgeWriter,
  makeJoinedEdgeWriter,
} from '#audit/match/salted/salt-edges';
import { makeCanary } from '../../support/make-canary.ts';
import { makeLayer } from '../../support/make-layer.ts';
import { scanLayers } from '../../support/scan-layers.ts';

const ANDROID_ID = '4f1c9a77b02e6d35';
const MESSAGE = 'The ferry leaves at noon.';
const needles = compileNeedles([
  makeCanary({ id: 'imei-1', value: '861234050123457' }),
  makeCanary({ id: 'android-1', class: 'android_id', value: ANDROID_ID }),
  makeCanary({ id: 'serial-1', class: 'serial', value: 'R58M12ABCDE' }),
  makeCanary({ id: 'sms-1', class: 'sms.body', value: MESSAGE }),
  makeCanary({ id: 'name-1', class: 'contact.name', value: 'Ada Lovelace' }),
]);
const wallMs = Date.UTC(2026, 10, 22, 14, 31, 7);

const scan = (...bodies: readonly string[]) =>
  scanLayers(
    needles,
    bodies.map((body) => makeLayer(body)),
    { wallMs },
  );
const derived = (...bodies: readonly string[]) =>
  scan(...bodies).matches.filter(({ level }) => level === 'B');
const hex = (algorithm: string, content: string) => createHash(algorithm).update(content).digest('hex');

describe('salted digests', () => {
  it.each<[string, string, string, string]>([
    [
      'value of the query before',
      `p=com.example.weather&i=${hex('md5', `com.example.weather${ANDROID_ID}`)}`,
      'android-1',
      'value of p + plain > md5/hex',
    ],
    [
      'value of the query behind',
      `i=${hex('sha256', `${ANDROID_ID}com.example.weather`)}&p=com.example.weather`,
      'android-1',
      'plain + value of p > sha256/hex',
    ],
    [
      'value of another line',
      `nonce: a8Fz-19\nsig: ${hex('sha1', `a8Fz-19${ANDROID_ID}`)}`,
      'android-1',
      'value of nonce + plain > sha1/hex',
    ],
    [
      'HMAC under a value',
      `{"nonce":"a8Fz-19","sig":"${createHmac('sha1', 'a8Fz-19').update('861234050123457').digest('base64')}"}`,
      'imei-1',
      'hmac(value of nonce, plain) > sha1/base64',
    ],
    [
      'hour, cut to 128 bits',
      `m=${hex('sha256', `${MESSAGE}${String(Date.UTC(2026, 10, 22, 14))}`).slice(0, 32)}`,
      'sms-1',
      'plain + time[hour,ms] > sha256/hex[0:32]',
    ],
    [
      'the hour before',
      `m=${hex('sha256', `${MESSAGE}${String(Date.UTC(2026, 10, 22, 13) / 1000)}`)}`,
      'sms-1',
      'plain + time[hour-1,seconds] > sha256/hex',
    ],
    [
      'day as text',
      `m=${hex('md5', `2026-11-22${ANDROID_ID}`)}`,
      'android-1',
      'time[day,iso] + plain > md5/hex',
    ],
    [
      'minute',
      `m=${hex('sha1', `861234050123457${String(Math.floor(wallMs / 60_000))}`)}`,
      'imei-1',
      'plain + time[minute,count] > sha1/hex',
    ],
    [
      'value of the query and a bar before',
      `p=com.example.weather&i=${hex('sha256', `com.example.weather|${ANDROID_ID}`)}`,
      'android-1',
      'value of p + "|" + plain > sha256/hex',
    ],
    [
      'a colon and a nonce of a digest’s length behind',
      `{"nonce":"0f1e2d3c4b5a69788796a5b4c3d2e1f0","s":"${hex('md5', '861234050123457:0f1e2d3c4b5a69788796a5b4c3d2e1f0')}"}`,
      'imei-1',
      'plain + ":" + value of nonce > md5/hex',
    ],
    [
      'HMAC under a nonce of a digest’s length',
      `nonce=0f1e2d3c4b5a69788796a5b4c3d2e1f0&s=${createHmac('sha256', '0f1e2d3c4b5a69788796a5b4c3d2e1f0').update('861234050123457').digest('hex')}`,
      'imei-1',
      'hmac(value of nonce, plain) > sha256/hex',
    ],
    [
      'hour and a dash before',
      `m=${hex('sha256', `${String(Date.UTC(2026, 10, 22, 14))}-${MESSAGE}`)}`,
      'sms-1',
      'time[hour,ms] + "-" + plain > sha256/hex',
    ],
    [
      'an IMEI without its check digit',
      `ts=1763821867&s=${hex('sha1', '861234050123451763821867')}`,
      'imei-1',
      'imei14 + value of ts > sha1/hex',
    ],
    [
      'a digest that is seldom made',
      `nonce=a8Fz-19&s=${hex('sha3-256', `a8Fz-19${ANDROID_ID}`)}`,
      'android-1',
      'value of nonce + plain > sha3-256/hex',
    ],
    [
      'a digest that is seldom made, of a variant behind a separator',
      `nonce=a8Fz-19&s=${hex('sha3-256', `a8Fz-19|${ANDROID_ID.toUpperCase()}`)}`,
      'android-1',
      'value of nonce + "|" + (hex > upper) > sha3-256/hex',
    ],
    [
      'a digest that is seldom made, with the minute and a dash',
      `s=${hex('blake2b512', `${String(Math.floor(wallMs / 60_000))}-${ANDROID_ID}`)}`,
      'android-1',
      'time[minute,count] + "-" + plain > blake2b-512/hex',
    ],
    [
      'HMAC of a digest that is seldom made',
      `nonce=a8Fz-19&s=${createHmac('blake2b512', 'a8Fz-19').update('861234050123457').digest('hex')}`,
      'imei-1',
      'hmac(value of nonce, plain) > blake2b-512/hex',
    ],
  ])('%s', (_, body, canaryId, recipe) => {
    expect(derived(body)).toMatchObject([{ canaryId, recipe, level: 'B' }]);
  });

  it.each<[string, string, string, string]>([
    [
      'MD5 under a nonce, its beginning',
      `nonce=a8Fz-19&s=${hex('md5', `a8Fz-19${ANDROID_ID}`).slice(0, 16)}`,
      'value of nonce + plain > md5/hex[0:16]',
      'hex:16',
    ],
    [
      'its middle',
      `nonce=a8Fz-19&s=${hex('md5', `a8Fz-19${ANDROID_ID}`).slice(8, 24)}`,
      'value of nonce + plain > md5/hex[8:24]',
      'hex:16',
    ],
    [
      'its end, an odd number of digits',
      `nonce=a8Fz-19&s=${hex('md5', `a8Fz-19${ANDROID_ID}`).slice(-17)}`,
      'value of nonce + plain > md5/hex[-17:]',
      'hex:17',
    ],
    ...(['md5', 'sha1', 'sha256'] as const).map((algorithm): [string, string, string, string] => [
      `the last characters of the base64 of ${algorithm}`,
      `{"ts":"1763821867001","x":"${createHash(algorithm).update(`${ANDROID_ID}1763821867001`).digest('base64url').slice(-16)}"}`,
      `plain + value of ts > ${algorithm}/base64url[-16:]`,
      'base64url:16',
    ]),
    [
      'an HMAC, cut before it was written',
      `appkey=k9f3kd82&x=${createHmac('sha256', 'k9f3kd82').update(ANDROID_ID).digest().subarray(-16).toString('base64url')}`,
      'hmac(value of appkey, plain) > sha256[-16:]/base64url',
      'base64url:22',
    ],
    [
      'with a colon between',
      `nonce=a8Fz-19&s=${hex('sha1', `${ANDROID_ID}:a8Fz-19`).slice(0, 20)}`,
      'plain + ":" + value of nonce > sha1/hex[0:20]',
      'hex:20',
    ],
    [
      'the end of a SHA-512 with the day',
      `s=${hex('sha512', `2026-11-22${ANDROID_ID}`).slice(-24)}`,
      'time[day,iso] + plain > sha512/hex[-24:]',
      'hex:24',
    ],
    [
      'half a SHA-1 of the minute',
      `m=${hex('sha1', `${ANDROID_ID}${String(Math.floor(wallMs / 60_000))}`).slice(0, 20)}`,
      'plain + time[minute,count] > sha1/hex[0:20]',
      'hex:20',
    ],
  ])('cut short: %s', (_, body, recipe, tokenKind) => {
    expect(derived(body)).toMatchObject([
      { canaryId: 'android-1', recipe, compared: { tokenKind, rank: 'salted' } },
    ]);
  });

  it('counts for the chance of a salted digest what may be tried in a flow', () => {
    const [match] = derived(`nonce=a8Fz-19&s=${hex('md5', `a8Fz-19${ANDROID_ID}`).slice(0, 16)}`);
    expect(match?.bits).toBe(64);
    expect(needlesOfKind(needles, match?.compared ?? { tokenKind: '', rank: 'common' })).toBe(150_000);
  });

  it('does not call a short token unexplained', () => {
    const salts = Array.from({ length: 5000 }, (_, index) => `v${String(index)}=value${String(index)}`).join(
      '&',
    );
    expect(scan(`s=${hex('md5', 'something else').slice(0, 16)}&${salts}`).unexplainedDigests).toBe(0);
  });

  it('takes no piece of binary bytes for a salt, so that many leave room for separators', () => {
    const binary = Buffer.from(Array.from({ length: 9000 }, (_, at) => (at % 7 === 6 ? 0x2c : 0x80 | at)));
    const token = hex('sha1', `${ANDROID_ID.toUpperCase()}:a8Fz-19`);
    const layers = [makeLayer(`nonce=a8Fz-19&s=${token}`), makeLayer(binary)];
    const { matches, unexplainedDigests } = scanLayers(needles, layers, { wallMs });
    expect(matches.map(({ recipe }) => recipe)).toEqual(['(hex > upper) + ":" + value of nonce > sha1/hex']);
    expect(unexplainedDigests).toBe(0);
  });

  it('tries the time with something between for every variant of a value', () => {
    expect(derived(`m=${hex('sha256', `2026-11-22_${ANDROID_ID.toUpperCase()}`)}`)).toMatchObject([
      { canaryId: 'android-1', recipe: 'time[day,iso] + "_" + (hex > upper) > sha256/hex' },
    ]);
  });

  it('tries the time with what was cut short before it tries what stands between for all of many values', () => {
    const messages = Array.from({ length: 90 }, (_, index) => `${MESSAGE} And again at ${String(index)}.`);
    const many = compileNeedles(
      messages.map((value, index) => makeCanary({ id: `sms-${String(index)}`, class: 'sms.body', value })),
    );
    const sent = hex('sha256', `${messages[89] ?? ''}202611221431`).slice(-40);
    const { matches } = scanLayers(many, [makeLayer(`m=${sent}`)], { wallMs });
    expect(matches.map(({ canaryId, recipe }) => [canaryId, recipe])).toEqual([
      ['sms-89', 'plain + time[minute,digits] > sha256/hex[-40:]'],
    ]);
  });

  it('takes the salt from another part of the request', () => {
    const sign = hex('md5', `key-77${ANDROID_ID}`);
    expect(derived('k=key-77', JSON.stringify({ sign }))).toMatchObject([{ canaryId: 'android-1' }]);
  });

  it('tries the values of the query before those of a long body', () => {
    const ids = ['md5', 'sha1', 'sha224', 'sha256', 'sha384'].map((algorithm) => hex(algorithm, 'a trace'));
    const values = Array.from({ length: 400 }, (_, index) => `value-${String(index)}`);
    const token = createHmac('sha512', 'k9f3kd82').update('861234050123457').digest('hex');
    const body = makeLayer(JSON.stringify([...ids, ...values, token]));
    const query = { ...makeLayer('ts=k9f3kd82'), part: 'query', link: { step: 'query' } } as const;
    const { matches } = scanLayers(needles, [body, query], { wallMs });
    expect(matches.map(({ recipe }) => recipe)).toContain('hmac(value of ts, plain) > sha512/hex');
  });

  it('strings together one value of each kind before a second of any', () => {
    const imeis = Array.from({ length: 9 }, (_, index) =>
      makeCanary({ id: `imei-${String(index)}`, value: `86123405012345${String(index)}` }),
    );
    const many = compileNeedles([
      ...imeis,
      makeCanary({ id: 'serial-1', class: 'serial', value: 'R58M12ABCDE' }),
    ]);
    const body = `{"id":"${hex('sha256', '861234050123450,R58M12ABCDE')}"}`;
    expect(scanLayers(many, [makeLayer(body)], { wallMs: null }).matches).toMatchObject([
      { canaryId: 'imei-0', recipe: 'together(imei-0, serial-1; joined by ",") > sha256/hex' },
    ]);
  });

  it('finds values of the handset strung together', () => {
    const id = hex('sha1', `861234050123457${ANDROID_ID}R58M12ABCDE`).toUpperCase();
    expect(derived(`device_id=${id}`)).toMatchObject([
      {
        canaryId: 'imei-1',
        recipe: 'together(imei-1, android-1, serial-1) > sha1/HEX',
        inversionCandidates: null,
      },
    ]);
  });

  it('finds a name-based UUID', () => {
    const bytes = createHash('md5').update(ANDROID_ID).digest();
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const uuid = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect(derived(`u=${uuid}`)).toMatchObject([
      { canaryId: 'android-1', spelling: 'uuid3/uuid', compared: { tokenKind: 'raw:16', rank: 'common' } },
    ]);
  });

  it.each<[string, string]>([
    [
      'a salt that is not in the request',
      `i=${hex('md5', `com.example.other${ANDROID_ID}`)}&p=com.example.weather`,
    ],
    ['a near value', `i=${hex('md5', 'com.example.weather4f1c9a77b02e6d36')}&p=com.example.weather`],
    [
      'a sign between that nobody puts there',
      `i=${hex('md5', `com.example.weather*${ANDROID_ID}`)}&p=com.example.weather`,
    ],
    [
      'a digest cut short with a salt whose name does not tell',
      `v=a8Fz-19&s=${hex('md5', `a8Fz-19${ANDROID_ID}`).slice(0, 16)}`,
    ],
    ['a digest cut at both ends', `nonce=a8Fz-19&s=${hex('sha1', `a8Fz-19${ANDROID_ID}`).slice(8, 24)}`],
    ['another day', `m=${hex('md5', `2026-11-29${ANDROID_ID}`)}`],
    [
      'a contact, which is not searched for with salts',
      `i=${hex('md5', 'com.example.weatherAda Lovelace')}&p=com.example.weather`,
    ],
  ])('near miss: %s', (_, body) => {
    expect(derived(body)).toEqual([]);
  });

  it('counts what it could not try within its bound, and nothing else', () => {
    const token = hex('md5', 'something else');
    expect(scan(`s=${token}&p=com.example.weather`).unexplainedDigests).toBe(0);
    const salts = Array.from({ length: 5000 }, (_, index) => `v${String(index)}=value${String(index)}`).join(
      '&',
    );
    expect(scan(`s=${token}&${salts}`).unexplainedDigests).toBe(1);
    // The likely salts are tried for digests of every length first.
    const other = hex('sha1', `2026-11-22${ANDROID_ID}`);
    expect(derived(`s=${token}&t=${other}&${salts}`).map(({ recipe }) => recipe)).toEqual([
      'time[day,iso] + plain > sha1/hex',
    ]);
    // What an earlier flow made known changes nothing.
    expect(scan(`s=${token}&${salts}`).unexplainedDigests).toBe(1);
    const mirrored = makeLayer(Buffer.from(`s=${token}&${salts}`).reverse(), { link: { step: 'reverse' } });
    expect(
      scanLayers(needles, [makeLayer(`s=${token}&${salts}`), mirrored], { wallMs }).unexplainedDigests,
    ).toBe(1);
  });

  it.each([
    ['base64', Buffer.from('{"event":"open","n":"1234"}.').toString('base64')],
    ['hexadecimal', Buffer.from('com.weather.v100').toString('hex')],
  ])('counts no text of the length of a digest in %s', (_, token) => {
    const salts = Array.from({ length: 5000 }, (__, index) => `v${String(index)}=value${String(index)}`);
    const body = `s=${token}&${salts.join('&')}`;
    expect(scan(body).unexplainedDigests).toBe(0);
    const mirrored = makeLayer(Buffer.from(body).reverse(), { link: { step: 'reverse' } });
    expect(scanLayers(needles, [mirrored], { wallMs }).unexplainedDigests).toBe(0);
  });
});

describe('edges of salted digests', () => {
  const values = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 });
  const salt = fc.uint8Array({ maxLength: 64 });

  it.each(
    [...SALT_DIGESTS.values(), ...SELDOM_SALT_DIGESTS.values()].map(
      (digest) => [digest.name, digest] as const,
    ),
  )('%s: those of what node:crypto makes of each form', (_, digest) => {
    fc.assert(
      fc.property(values, fc.array(salt, { minLength: 1, maxLength: 3 }), (contents, salts) => {
        for (const [forms, write] of [
          [SALT_FORMS, makeEdgeWriter(contents)],
          [joinedForms(JOINTS), makeJoinedEdgeWriter(contents, JOINTS)],
          [joinedForms(FIRST_JOINTS), makeJoinedEdgeWriter(contents, FIRST_JOINTS)],
        ] as const) {
          const edges = makeEdges(contents.length * forms.length);
          for (const bytes of salts) {
            write(digest, bytes, edges);
            const digests = contents.flatMap((value) =>
              forms.map((form) => Buffer.from(form.digest(digest, bytes, value))),
            );
            expect([...edges.heads]).toEqual(digests.map((made) => made.readInt32BE()));
            expect([...edges.ends]).toEqual(digests.map((made) => made.readInt32BE(made.length - 4)));
            expect([...edges.middles]).toEqual(digests.map((made) => made.readInt32BE(4)));
          }
        }
      }),
    );
  });

  it('keeps them apart by digest and salt, also when more were asked for than it keeps', () => {
    const edgesOf = makeEdgeLists([Buffer.from(ANDROID_ID)]);
    const first = (name: string, text: string) =>
      createHash(name).update(text, 'latin1').update(ANDROID_ID).digest().readInt32BE();
    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 3000; index++)
        for (const digest of SALT_DIGESTS.values())
          if (index % 6 < 2 || digest.name === 'md5')
            expect(edgesOf(digest, `\xe9${String(index)}`).heads[0]).toBe(
              first(digest.name, `\xe9${String(index)}`),
            );
  });
});
