import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { rootsFrom } from '#audit/decode/roots';
import { makeLoadedFlow } from '../../../support/make-loaded-flow.ts';

const FORM: [string, string][] = [['Content-Type', 'application/x-www-form-urlencoded']];
const drawn = (byteLength: number, seed: string): Buffer =>
  createHash('shake256', { outputLength: byteLength }).update(seed).digest();
const base64 = (byteLength: number, seed = 'drawn'): string => drawn(byteLength, seed).toString('base64');

const sent = (url: string, values: Record<string, string>): ReturnType<typeof peel> => {
  const body = Buffer.from(new URLSearchParams(values).toString());
  return peel(rootsFrom(makeLoadedFlow({ url, headers: FORM, body })), DEFAULT_LIMITS);
};
const details = (url: string, values: Record<string, string>): readonly string[] =>
  sent(url, values).opaque.map(({ detail }) => detail);

const CLOUD = 'https://smsapi.micloud.xiaomi.net/mic/sms/v2/user/batch';
const SIGNED = { signature: base64(20, 'signature'), _nonce: base64(16, 'nonce') };

describe('a value that a vendor’s form encrypts', () => {
  it.each<[string, string, Record<string, string>]>([
    ['of the cloud, two blocks', CLOUD, { ...SIGNED, data: base64(32) }],
    [
      'of the device cloud, a few bytes',
      'https://de.api.io.mi.com/app/home/room_list',
      { ...SIGNED, rc4_hash__: base64(28, 'hash'), data: base64(29) },
    ],
    [
      'of the updater, cut off',
      'https://update.miui.com/updates/miotaV3.php',
      { q: base64(45), s: '1', t: '' },
    ],
    [
      'of mistat, as long as a digest',
      'http://data.mistat.xiaomi.com/mistats/v2',
      { app_id: '2882303761517', app_key: '512', device_id: 'A', stat_value: drawn(64, 'x').toString('hex') },
    ],
  ])('is told, few as its bytes are: %s', (_, url, values) => {
    expect(details(url, values)).toHaveLength(1);
    expect(details(url, values)[0]).toMatch(/Xiaomi|mistat/);
  });

  it.each<[string, string, Record<string, string>]>([
    ['the values beside it', CLOUD, SIGNED],
    ['another host', 'https://api.shop.example/v1', { ...SIGNED, data: base64(32) }],
    ['text', CLOUD, { ...SIGNED, data: Buffer.from('plain words, in two blocks 12345').toString('base64') }],
    ['no whole blocks', CLOUD, { ...SIGNED, data: base64(33) }],
    ['an updater’s other request', 'https://update.miui.com/updates/v1/x.php', { q: base64(45) }],
  ])('is not told of %s', (_, url, values) => {
    expect(details(url, values)).toEqual([]);
  });
});

describe('a request of the updater', () => {
  it('is opened as far as it goes', () => {
    const cipher = createCipheriv('aes-128-cbc', 'miuiotavalided11', '0102030405060708');
    const plain = JSON.stringify({ a: '0', d: 'ruby_in_global', i: 'f'.repeat(64), sn: 'R5CT12KQ34X' });
    const q = Buffer.concat([cipher.update(plain), cipher.final()])
      .toString('base64')
      .slice(0, -9);
    const { layers, opaque } = sent('https://update.miui.com/updates/miotaV3.php', { q, s: '1' });
    const opened = layers.find(({ link }) => link.step === 'xiaomi-miota');
    expect(opened?.bytes.length).toBe(112);
    expect(plain.startsWith(Buffer.from(opened?.bytes ?? []).toString())).toBe(true);
    expect(opaque).toEqual([]);
  });
});

describe('a mistat payload', () => {
  const ids = { app_id: '2882303761517111111', app_key: '5171111111111', device_id: 'AB12' };
  const digest = createHash('md5')
    .update(`seed:${Object.values(ids).join('-')}`)
    .digest('hex');
  const key = Buffer.from(digest.toUpperCase().slice(0, 16));

  // Whole blocks of 16, 32, 48 and 64 bytes are as long as digests, whose hexadecimal is left alone elsewhere.
  it.each([7, 23, 40, 55, 70])('is opened with %i bytes in it', (byteLength) => {
    const plain = '{"content":[{"k":"number","v":"+441632960981 +441632960982 +441632960"}]}'.slice(
      -byteLength,
    );
    const cipher = createCipheriv('aes-128-ecb', key, null);
    const stat_value = Buffer.concat([cipher.update(plain), cipher.final()]).toString('hex');
    const { layers, opaque } = sent('http://data.mistat.xiaomi.com/mistats/v2', { ...ids, stat_value });
    const opened = layers.find(({ link }) => link.step === 'xiaomi-mistat-v2');
    expect(Buffer.from(opened?.bytes ?? []).toString()).toBe(plain);
    expect(opaque.map(({ layer, detail }) => [layer.link.step, layer.bytes.length, detail])).toEqual([]);
  });
});
