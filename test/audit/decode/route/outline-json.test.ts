import { describe, expect, it } from 'vitest';
import { locate } from '#audit/decode/route/locate';
import { makeLayer } from '../../../support/make-layer.ts';

const pathOf = (text: string, value: string): string | null =>
  locate(makeLayer(text), text.indexOf(value), value.length)?.link.path ?? null;

describe('fields of JSON', () => {
  it.each<[string, string, string, string | null]>([
    ['a text', '{"a":{"b":"value"}}', 'value', '$.a.b'],
    ['a literal', '{"a":[1,value]}', 'value', '$.a[1]'],
    ['a literal at the end of a document that was cut off', '{"a":value', 'value', '$.a'],
    ['a literal before a line end', '{"a": value\n}', 'value', '$.a'],
    ['a value under a name without quotes', '{"a":1, b:"value"}', 'value', '$.b'],
    ['in a document behind other text', 'INFO {"a":"value"}', 'value', '$.a'],
    ['a word among words', '{"a": it has value here}', 'value', '$'],
    ['text before a document', 'the value {"a":1}', 'value', null],
    ['text behind a document', '{"a":1} the value', 'value', null],
    ['text between documents', '{"a":1}\nvalue\n{"a":2}', 'value', null],
  ])('%s', (_, text, value, path) => {
    expect(pathOf(text, value)).toBe(path);
  });
});
