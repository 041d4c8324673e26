import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonText, parseJson } from '#devices/parse-json';
import type { ValuePath } from '#devices/parsed';

const textOf = (value: unknown): string => JSON.stringify(value, null, 1);

describe('parseJson', () => {
  it('reads any JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, '\t'), (value, indent) => {
        const text = JSON.stringify([value], null, indent);
        expect(parseJson(text)).toMatchObject({ value: JSON.parse(text) as unknown });
      }),
      { numRuns: 300 },
    );
  });

  it('is null for what is not JSON, and never throws', () => {
    for (const text of ['', '{', '[1,]', "{'a': 1}", 'a: 1', '[1] [2]']) expect(parseJson(text)).toBeNull();
    const pieces = ['[', ']', '{', '}', '"', ':', ',', '1', '\\', ' ', 'a'];
    const near = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        parseJson(text);
        expect(isJsonText(text)).toBe(['[', '{'].includes(text.trimStart().charAt(0)));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[unknown, ValuePath, string]>([
    [{ a: 1, b: [2, { c: 3 }] }, ['b', 1, 'c'], '"c"'],
    [{ a: 1, b: [2, { c: 3 }] }, ['b', 1], '{\n   "c"'],
    [{ a: 1, b: [2, { c: 3 }] }, ['b', 9], '"b"'],
    [{ a: 1 }, ['x', 'y'], '{'],
    [{ 'a"\\': ['"]}', 7] }, ['a"\\', 1], '7'],
    [{ a: { a: { a: 1 } } }, ['a', 'a'], '"a": {\n   "a": 1'],
    [[[], {}, [0, 5]], [2, 1], '5'],
  ])('in %j, %j stands at %j', (value, path, expected) => {
    const text = textOf(value);
    const parsed = parseJson(text);
    if (parsed === null || 'message' in parsed) throw new Error('not read');
    const { line, column } = parsed.placeOf(path);
    const rest = text
      .split('\n')
      .slice(line - 1)
      .join('\n')
      .slice(column - 1);
    expect(rest.startsWith(expected)).toBe(true);
  });

  it.each([
    ['{"a": 1, "a": 2}', 1, 10],
    ['{"a": 1,\n "\\u0061": 2}', 2, 2],
    ['[{"x": {"b": 1, "c": [], "b": 1}}]', 1, 26],
  ])('says where a key stands twice: %s', (text, line, column) => {
    expect(parseJson(text)).toEqual({ line, column, message: 'the same key stands twice in one object' });
  });

  it.each([
    '[{"a": 1}, {"a": 1}]',
    '{"a": {"a": "a"}, "b": ["a", "a"]}',
    '{"__proto__": 1, "constructor": 2}',
  ])('takes the same key in different objects: %s', (text) => {
    expect(parseJson(text)).toHaveProperty('placeOf');
  });
});
