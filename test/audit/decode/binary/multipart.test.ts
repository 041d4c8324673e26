import { describe, expect, it } from 'vitest';
import { multipartParts } from '#audit/decode/binary/multipart';

const parts = (text: string): readonly string[] =>
  multipartParts(Buffer.from(text)).map(({ start, end }) => text.slice(start, end));

describe('parts of a multipart body', () => {
  it.each<[string, string, readonly string[]]>([
    ['of a form', '--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--b--\r\n', ['x']],
    ['without headers', '--b1\n\nx\n--b1\n\ny\n--b1--', ['x', 'y']],
    ['with a boundary of dashes', '------\nContent-Type: text/plain\n\nx\n--------', ['x']],
    ['with a blank in the boundary', '--a b\ncontent-type: text/plain\n\nx\n--a b--', ['x']],
  ])('%s', (_, text, found) => {
    expect(parts(text)).toEqual(found);
  });

  it.each<[string, string]>([
    ['a text between rules', '--------\n-- a title --\n--------\n\ntext\n\n--------\nmore'],
    ['comments', '-- a table\ncreate table a;\n\n-- a table\ncreate table b;'],
  ])('none in %s', (_, text) => {
    expect(parts(text)).toEqual([]);
  });
});
