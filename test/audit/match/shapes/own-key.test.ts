import { describe, expect, it } from 'vitest';
import { ownKey } from '#audit/match/shapes/own-key';
import { makeLayer } from '../../../support/make-layer.ts';

const keyOf = (body: string, value: string): string | null =>
  ownKey({ layer: makeLayer(body), offset: body.indexOf(value), length: value.length });

describe('ownKey', () => {
  it.each([
    ['a string of JSON', '{"a":1,"imei":"123"}', 'imei'],
    ['a number of JSON', '{"imei": 123}', 'imei'],
    ['a form', 'a=1&imei=123', 'imei'],
    ['the first field of a form', 'imei=123&a=1', 'imei'],
  ])('%s', (_, body, key) => {
    expect(keyOf(body, '123')).toBe(key);
  });

  it.each([
    ['a list', '{"imei":["123"]}'],
    ['the middle of a string', '{"imei":"x 123"}'],
    ['escaped JSON', '"{\\"imei\\":\\"123\\"}"'],
    ['base64 with its padding', 'YWJjZA==123'],
    ['no name', '123'],
  ])('null for %s', (_, body) => {
    expect(keyOf(body, '123')).toBeNull();
  });
});
