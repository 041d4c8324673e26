import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { tpduOf } from '#audit/decode/charset/tpdu';
import { makeLayer } from '../../../support/make-layer.ts';

const textsIn = (body: string | Uint8Array): readonly string[] =>
  peel([makeLayer(body)], DEFAULT_LIMITS).layers.map(
    ({ link, bytes }) => `${link.step} ${Buffer.from(bytes).toString()}`,
  );

// Both are examples that descriptions of the format have handed on since 1999 (dreamfabric.com/sms).
const DELIVER = '07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37';
const SUBMIT = '0011000B916407281553F80000AA0AE8329BFD4697D9EC37';
const CHINESE = `0891683110304105F0240D91683186001122F300086211324150622308${Buffer.from('明天见吧', 'utf16le').swap16().toString('hex')}`;

describe('a short message in its transport form', () => {
  it.each<[string, string, readonly [string, string]]>([
    ['received, behind the address of a centre', DELIVER, ['semi-octets 27838890001', 'gsm7 hellohello']],
    ['sent', SUBMIT, ['semi-octets 46708251358', 'gsm7 hellohello']],
    ['received, of 16 bits', CHINESE, ['semi-octets 8613680011223', 'utf16be 明天见吧']],
  ])('%s', (_, hex, expected) => {
    for (const body of [Buffer.from(hex, 'hex'), JSON.stringify({ pdu: hex })])
      expect(textsIn(body)).toEqual(expect.arrayContaining([...expected]));
    expect(textsIn(JSON.stringify({ pdu: Buffer.from(hex, 'hex').toString('base64') }))).toEqual(
      expect.arrayContaining([...expected]),
    );
  });

  it.each([
    ['cut off', SUBMIT.slice(0, -2)],
    ['with a byte more', `${SUBMIT}00`],
    ['to no number', SUBMIT.replace('6407281553F8', '64A7281553F8')],
    ['compressed', SUBMIT.replace('0000AA', '0020AA')],
    ['at no time', DELIVER.replace('99309251619580', '99F09251619580')],
  ])('is none: %s', (_, hex) => {
    expect(tpduOf(Buffer.from(hex, 'hex'))).toBeNull();
  });

  it('is seldom seen in drawn bytes, and nothing throws', () => {
    const drawn = fc.sample(fc.uint8Array({ minLength: 16, maxLength: 180 }), { numRuns: 20_000, seed: 7 });
    expect(drawn.filter((bytes) => tpduOf(bytes) !== null)).toEqual([]);
  });
});
