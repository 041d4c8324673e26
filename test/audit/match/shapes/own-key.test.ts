import { describe, expect, it } from 'vitest';
import { looseKey, ownKey } from '#audit/match/shapes/own-key';
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

const looseOf = (body: string, value: string): string | null =>
  looseKey({ layer: makeLayer(body), offset: body.indexOf(value), length: value.length });

describe('looseKey', () => {
  it.each([
    ['a settings file', 'a = 1\nimei = 123', 'imei'],
    ['a printed object', "Device{a=1, androidId='123'}", 'androidId'],
    ['a line of a log', '10:33:12 D/Wifi: connected bssid=123', 'bssid'],
    ['a colon', 'imei: 123', 'imei'],
    ['escaped JSON', '{\\"imei\\":\\"123\\"}', 'imei'],
    ['another machine', 'the server ip: 123', 'server ip'],
    ['a card with parameters', 'BEGIN:VCARD\nTEL;CELL;PREF:123', 'TEL'],
    ['a card with named parameters', 'BEGIN:VCARD\r\nTEL;TYPE=CELL:123', 'TEL'],
    ['a card with several values of one', 'N:x\nitem1.TEL;TYPE=VOICE,CELL;PREF=1:123', 'TEL'],
    ['a card with quoted parameters', 'N:x\nTEL;TYPE="VOICE,CELL":123', 'TEL'],
    ['parameters of no property', 'a;TYPE=CELL:123', 'CELL'],
  ])('%s', (_, body, key) => {
    expect(looseOf(body, '123')).toBe(key);
  });

  it.each([
    ['a time', 'at 10:123'],
    ['a word only', 'imei 123'],
    ['too much between', 'imei    =    123'],
  ])('null for %s', (_, body) => {
    expect(looseOf(body, '123')).toBeNull();
  });
});
