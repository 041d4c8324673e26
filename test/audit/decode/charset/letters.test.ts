import { describe, expect, it } from 'vitest';
import { lettersOf } from '#audit/decode/charset/letters';
import { ANY_SEARCH, DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { NO_SECRETS } from '#audit/decode/secrets';
import { makeLayer } from '../../../support/make-layer.ts';

const letters = lettersOf(['王小明', 'José']);
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');

const layersOf = (body: string): readonly string[] =>
  peel([makeLayer(body)], DEFAULT_LIMITS, NO_SECRETS, { ...ANY_SEARCH, letters }).layers.map(({ bytes }) =>
    Buffer.from(bytes).toString(),
  );

describe('a few bytes that only may be text', () => {
  it.each([
    ['known letters in UTF-16', utf16('王小明'), '王小明'],
    ['digits in UTF-16', utf16('861234567890123'), '861234567890123'],
    ['known letters in GBK', Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7]).toString('hex'), '王小明'],
  ])('are opened for %s', (_, body, text) => {
    expect(layersOf(`{"a":"${body}"}`)).toContain(text);
  });

  it('are left alone for letters that nobody looks for', () => {
    expect(layersOf(`{"a":"${utf16('嚊犇猋')}"}`)).not.toContain('嚊犇猋');
  });

  it('are left alone when they are the decimals of a number', () => {
    const { layers } = peel([makeLayer('{"a":0.6142415263475899}')], DEFAULT_LIMITS, NO_SECRETS, {
      ...ANY_SEARCH,
      letters,
    });
    expect(layers.map(({ link }) => link.step)).not.toContain('hex');
  });
});
