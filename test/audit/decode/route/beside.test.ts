import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '#audit/decode/route/locate';
import { makeLayer } from '../../../support/make-layer.ts';

const keyOf = (text: string): string | undefined => {
  const field = locate(makeLayer(text), text.indexOf('123'), 3);
  return field?.key;
};
const pathOf = (text: string): string | undefined =>
  locate(makeLayer(text), text.indexOf('123'), 3)?.link.path;

describe('nameBeside', () => {
  it.each([
    ['a pair', '{"key":"imei","value":"123"}', 'imei'],
    ['a pair, value first', '{"value":"123","name":"imei"}', 'imei'],
    ['the most telling of two', '{"type":"text","name":"imei","val":"123"}', 'imei'],
    ['an id of a kind', '{"id":"123","type":"imei"}', 'imei'],
    ['a list of two', '[["imei","123"]]', 'imei'],
    ['an attribute', '<a><s name="imei">123</s></a>', 'imei'],
    ['two attributes', '<a><s name="imei" value="123"/></a>', 'imei'],
    ['a key before its string', '<d>\n<key>imei</key>\n<string>123</string></d>', 'imei'],
    ['a member', '<m><name>imei</name><value><string>123</string></value></m>', 'imei'],
  ])('%s', (_, text, key) => {
    expect(keyOf(text)).toBe(key);
  });

  it.each([
    ['a field with a name of its own', '{"name":"imei","order":"123"}', 'order'],
    ['a value without a name', '{"value":"123"}', 'value'],
    ['a name that is no text', '{"key":7,"value":"123"}', 'value'],
    ['an id of another kind', '{"id":"123","type":"mobile"}', 'id'],
    ['a name of another object', '{"a":{"key":"imei"},"b":{"value":"123"}}', 'value'],
    ['an element with a name of its own', '<d><key>imei</key><order>123</order></d>', 'order'],
    [
      'a key before another element',
      '<d><key>imei</key><string>x</string><string>123</string></d>',
      'string',
    ],
  ])('not for %s', (_, text, key) => {
    expect(keyOf(text)).toBe(key);
  });

  it('leaves the path as it is', () => {
    expect(pathOf('{"p":[{"key":"imei","value":"123"}]}')).toBe('$.p[0].value');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '<', '>', '/', '=', 'k', '1'),
          maxLength: 60,
        }),
        (text) => {
          const body = `{"key":"a",${text}"value":"123"`;
          return typeof (keyOf(body) ?? '') === 'string';
        },
      ),
    );
  });
});
