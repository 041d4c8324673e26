import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { compileNeedles, needlesOfKind } from '#audit/match/compile';
import { blake2b } from '#audit/match/tokens/blake2b';
import type { DigestRank } from '#audit/match/match';
import { makeCanary } from '../../support/make-canary.ts';
import { makeLayer } from '../../support/make-layer.ts';
import { scanLayers } from '../../support/scan-layers.ts';

const needles = compileNeedles([
  makeCanary({ id: 'imei-1', value: '861234050123457' }),
  makeCanary({ id: 'mac-1', class: 'mac', value: '7c:1d:d9:a1:b2:c3' }),
  makeCanary({ id: 'mail-1', class: 'contact.email', value: 'Ada.L+x@Gmail.com' }),
  makeCanary({ id: 'number-1', class: 'contact.number', value: '+358401234567' }),
  makeCanary({ id: 'name-1', class: 'contact.name', value: 'Ada Maria Łukasiewicz' }),
  makeCanary({ id: 'place-1', class: 'location', value: '-0.049987,116.407422' }),
]);

const scan = (body: string) => scanLayers(needles, [makeLayer(body)], { wallMs: null });
const derived = (body: string) => scan(body).matches.filter(({ level }) => level === 'B');
const hash = (algorithm: string, text: string | Uint8Array) => createHash(algorithm).update(text).digest();

const IMEI = '861234050123457';
const unpadded = (digest: Buffer): string => Array.from(digest, (byte) => byte.toString(16)).join('');

describe('digests of known values', () => {
  it.each<[string, string, string]>([
    ['MD5', hash('md5', IMEI).toString('hex'), 'md5/hex'],
    ['MD5 in capitals', hash('md5', IMEI).toString('hex').toUpperCase(), 'md5/HEX'],
    ['SHA-1', hash('sha1', IMEI).toString('hex'), 'sha1/hex'],
    ['SHA-224', hash('sha224', IMEI).toString('hex'), 'sha224/hex'],
    ['SHA-256', hash('sha256', IMEI).toString('hex'), 'sha256/hex'],
    ['SHA-384', hash('sha384', IMEI).toString('hex'), 'sha384/hex'],
    ['SHA-512', hash('sha512', IMEI).toString('hex'), 'sha512/hex'],
    ['SHA3-256', hash('sha3-256', IMEI).toString('hex'), 'sha3-256/hex'],
    ['BLAKE2b', hash('blake2b512', IMEI).toString('hex'), 'blake2b-512/hex'],
    ['the Xiaomi form', hash('sha1', IMEI).toString('base64url').slice(0, 16), 'sha1/base64url[0:16]'],
    ['base64, padded', hash('sha1', IMEI).toString('base64'), 'sha1/base64'],
    ['base64url, not padded', hash('sha256', IMEI).toString('base64url'), 'sha256/base64url'],
    ['first 128 bits', hash('sha256', IMEI).toString('hex').slice(0, 32), 'sha256/hex[0:32]'],
    ['last 64 bits', hash('md5', IMEI).toString('hex').slice(16), 'md5/hex[-16:]'],
    ['without the zeros of its bytes', unpadded(hash('sha256', IMEI)), 'sha256/unpadded'],
    ['the middle of an MD5', hash('md5', IMEI).toString('hex').slice(8, 24), 'md5/hex[8:24]'],
    [
      'last characters of base64',
      hash('sha1', IMEI).toString('base64url').slice(-14),
      'sha1/base64url[-14:]',
    ],
    [
      'cut before base64',
      hash('sha256', IMEI).subarray(0, 16).toString('base64url'),
      'sha256[0:16]/base64url',
    ],
    ['last bytes before base64', hash('sha256', IMEI).subarray(16).toString('base64'), 'sha256[-16:]/base64'],
    ['of the hex', hash('md5', hash('md5', IMEI).toString('hex')).toString('hex'), 'md5/hex > md5/hex'],
    [
      'of the hex in capitals',
      hash('sha1', hash('md5', IMEI).toString('hex').toUpperCase()).toString('hex'),
      'md5/HEX > sha1/hex',
    ],
    [
      'SHA-512 of the hex of an MD5',
      hash('sha512', hash('md5', IMEI).toString('hex')).toString('hex'),
      'md5/hex > sha512/hex',
    ],
    [
      'of the digits of a seldom one',
      hash('sha384', hash('sha3-256', IMEI).toString('hex')).toString('hex'),
      'sha3-256/hex > sha384/hex',
    ],
    [
      'of the digits of a BLAKE2b that node:crypto does not make',
      hash('md5', Buffer.from(blake2b(Buffer.from(IMEI), 32)).toString('hex')).toString('hex'),
      'blake2b-256/hex > md5/hex',
    ],
    ['of the bytes', hash('sha256', hash('sha256', IMEI)).toString('hex'), 'sha256/raw > sha256/hex'],
  ])('%s', (_, token, spelling) => {
    const [match, ...others] = derived(`{"d":"${token}","x":"y"}`);
    expect(others).toEqual([]);
    expect(match).toMatchObject({
      canaryId: 'imei-1',
      level: 'B',
      spelling,
      recipe: spelling,
      inversionCandidates: 1e6,
    });
  });

  it.each<[string, string, string, string]>([
    ['IMEI, 14 digits', 'imei-1', IMEI.slice(0, 14), 'imei14 > md5/hex'],
    ['IMEI with the newline of a script', 'imei-1', `${IMEI}\n`, 'line > md5/hex'],
    ['MAC, bare', 'mac-1', '7c1dd9a1b2c3', 'hex > md5/hex'],
    ['MAC, capitals', 'mac-1', '7C:1D:D9:A1:B2:C3', 'hex: > upper > md5/hex'],
    ['MAC, bare capitals', 'mac-1', '7C1DD9A1B2C3', 'hex > upper > md5/hex'],
    ['e-mail, small', 'mail-1', 'ada.l+x@gmail.com', 'lower > md5/hex'],
    ['e-mail, as Google reads it', 'mail-1', 'adal@gmail.com', 'gmail > md5/hex'],
    ['number, digits', 'number-1', '358401234567', 'e164 > md5/hex'],
    ['number, E.164', 'number-1', '+358401234567', 'md5/hex'],
    ['number, national', 'number-1', '0401234567', 'national > md5/hex'],
    ['MAC in the way of Cisco', 'mac-1', '7c1d.d9a1.b2c3', 'hex4. > md5/hex'],
    ['name, rotated', 'name-1', 'Łukasiewicz Ada Maria', 'rotated 2 > md5/hex'],
    [
      'name, rotated, with a comma, small',
      'name-1',
      'łukasiewicz, ada maria',
      'rotated 2 joined by ", " > lower > md5/hex',
    ],
    ['place, rounded', 'place-1', '-0.050,116.407', 'round[3] > md5/hex'],
    ['place, cut', 'place-1', '-0.0499,116.4074', 'cut[4] > md5/hex'],
  ])('of a variant: %s', (_, canaryId, content, recipe) => {
    expect(derived(`d=${hash('md5', content).toString('hex')}&`)).toMatchObject([{ canaryId, recipe }]);
  });

  it.each<[string, string, string, 'common' | 'seldom']>([
    ['half an MD5', hash('md5', IMEI).toString('hex').slice(16), 'hex:16', 'common'],
    [
      'the beginning of a digest of digests that hardly any software makes',
      hash('sha384', hash('sha3-256', IMEI)).toString('hex').slice(0, 16),
      'hex:16',
      'seldom',
    ],
    [
      'the end of a digest of a name in a seldom order',
      hash('sha1', 'Maria Łukasiewicz, Ada').toString('base64url').slice(-11),
      'base64url:11',
      'seldom',
    ],
  ])('of 64 bits and a little more: %s', (_, token, tokenKind, rank) => {
    expect(derived(`d=${token}&`)).toMatchObject([{ compared: { tokenKind, rank } }]);
  });

  it('seldom ones add nothing to the chance of the others, and count among all themselves', () => {
    const count = (tokenKind: string, rank: DigestRank) => needlesOfKind(needles, { tokenKind, rank });
    expect(count('hex:16', 'common') * 2).toBeLessThan(count('hex:16', 'seldom'));
    const { digests, countByLength } = needles.digests;
    expect(count('hex:16', 'seldom')).toBe(digests.length * 2 + (countByLength.get(16) ?? 0));
  });

  it.each<[string, string]>([
    ['of a near value', hash('md5', '861234050123458').toString('hex')],
    ['one character off', `0${hash('md5', IMEI).toString('hex').slice(1)}`],
    ['inside a longer token', `a${hash('md5', IMEI).toString('hex')}`],
    ['with a tail of its own', `${hash('md5', IMEI).toString('hex')}00`],
    ['below 64 bits', hash('md5', IMEI).toString('hex').slice(0, 15)],
    ['from the middle', hash('sha256', IMEI).toString('hex').slice(8, 40)],
    ['first half right, second half not', hash('md5', IMEI).toString('hex').slice(0, 16) + 'f'.repeat(16)],
  ])('is not one %s', (_, token) => {
    expect(derived(`{"d":"${token}"}`)).toEqual([]);
  });

  it.each([':', '-', ' '])('finds a digest written in pairs with %j between them', (between) => {
    const pairs = hash('sha1', IMEI).toString('hex').toUpperCase().match(/../g) ?? [];
    const layers = peel([makeLayer(`{"fp":"${pairs.join(between)}"}`)], DEFAULT_LIMITS).layers;
    const { matches } = scanLayers(needles, layers, { wallMs: null });
    expect(matches).toMatchObject([{ canaryId: 'imei-1', level: 'B', spelling: 'sha1/raw' }]);
  });

  it('finds a digest as a segment of a path', () => {
    const token = hash('sha1', IMEI).toString('base64url').slice(0, 16);
    expect(derived(`/pass/activate/dev/${token}/activating`)).toMatchObject([
      { spelling: 'sha1/base64url[0:16]', bits: 96 },
    ]);
  });

  it('counts whole tokens by alphabet and length', () => {
    const { tokens } = scan(
      `a=${'0a'.repeat(16)}&b=${'Zz9'.repeat(8)}&c=${'0b'.repeat(16)}&d=plain-words-are-none`,
    );
    expect([...tokens]).toEqual([
      ['hex:32', 2],
      ['base64url:24', 1],
    ]);
  });

  it('counts needles of a length, both ends of longer ones twice', () => {
    const count = (tokenKind: string) => needlesOfKind(needles, { tokenKind, rank: 'common' });
    expect(count('hex:32')).toBeGreaterThan(count('hex:40'));
    expect(count('hex:40')).toBeGreaterThan(count('hex:64'));
    expect(count('base64url:22')).toBe(count('hex:32'));
    expect(count('hex:130')).toBe(0);
    expect(count('nonsense')).toBe(0);
  });

  it('never takes random tokens for digests', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 64 }), (bytes) => {
        const written = Buffer.from(bytes);
        const body = ['hex', 'base64', 'base64url']
          .map((name) => written.toString(name as BufferEncoding))
          .join(' ');
        expect(derived(body)).toEqual([]);
      }),
    );
  });
});
