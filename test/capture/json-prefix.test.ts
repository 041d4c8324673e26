import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readablePrefix } from '#capture/json-prefix';

const prefixOf = (text: string): { value: unknown; brokeAt: number | null; openKeys: readonly string[] } => {
  const { text: whole, ...rest } = readablePrefix(Buffer.from(text));
  return { value: JSON.parse(whole) as unknown, ...rest };
};

describe('the readable beginning of JSON', () => {
  test.each([
    ['a cut text', '{"a":"bc', { a: 'bc' }, 8, ['a']],
    ['a cut word', '{"a":1,"b":tru', { a: 1, b: null }, 14, ['b']],
    ['a cut number', '[12,34', [12, null], 6, ['']],
    ['a cut key', '{"a":1,"b', { a: 1, b: null }, 9, ['a']],
    ['a cut escape', '["a\\u00', ['a'], 7, ['']],
    ['a cut character', Buffer.from('["ä').subarray(0, 3).toString('latin1'), ['Ã'], 4, ['']],
    ['a missing comma', '{"a":1 "b":2}', { a: 1 }, 7, ['a']],
    ['a missing brace', '{"a":{"b":1,{"c":2}', { a: { b: 1, '': null } }, 12, ['a', 'b']],
    ['an unknown word', '{"a":nope,"b":1}', { a: null, b: 1 }, null, []],
    ['a raw line break', '["a\nb"]', ['a\nb'], null, []],
    ['a bad escape', '["a\\qb"]', ['a\\qb'], null, []],
    ['more behind the end', '[1] x', [1], 4, []],
    ['nothing', '', null, 0, []],
  ] as const)('of %s', (_name, text, ...expected) => {
    const [value, brokeAt, openKeys] = expected;
    expect(prefixOf(text)).toEqual({ value, brokeAt, openKeys });
  });

  test('of valid JSON is all of it, and of a cut it always parses', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
        const bytes = Buffer.from(JSON.stringify([value]));
        expect(prefixOf(bytes.toString())).toMatchObject({ brokeAt: null });
        expect(JSON.parse(readablePrefix(bytes).text)).toEqual(JSON.parse(bytes.toString()));
        expect(
          () => JSON.parse(readablePrefix(bytes.subarray(0, cut % (bytes.length + 1))).text) as unknown,
        ).not.toThrow();
      }),
    );
  });

  test('of any bytes parses', () => {
    const jsonish = fc.string({
      unit: fc.constantFrom(...Array.from('{}[]",:\\u1e+-.tn \n')),
      maxLength: 60,
    });
    fc.assert(
      fc.property(jsonish, (letters) => {
        expect(() => prefixOf(letters)).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });
});
