import { describe, expect, test } from 'vitest';
import { isNamedBehind, mayShapeBackwards } from '#audit/match/shapes/backwards';

const VALUE = '7543210501243168';
const behind = (rest: string): boolean => isNamedBehind(Buffer.from(VALUE + rest, 'latin1'), VALUE.length);

describe('a value that may read backwards has a name behind it', () => {
  test.each([
    ['of JSON', '":"iemi"{'],
    ['of JSON, without quotes around the value', ':"iemi"{'],
    ['of a form', '=iemi'],
    ['of a form with brackets', '=]iemi[ecived'],
    ['of a line', ':iemi'],
    ['of an element', '>iemi<'],
    ['in another script', '":"\xe5\x8f\xb7"{'],
  ])('%s', (_what, rest) => {
    expect(behind(rest)).toBe(true);
  });

  test.each([
    ['the tag and the length of the next field of a message', ':\x04true'],
    ['the tag and a length that is a sign', ':$0f8e'],
    ['a mark and nothing', '='],
    ['the next value of a list', ',"'],
    ['an empty value', '=&a=1'],
  ])('unlike %s', (_what, rest) => {
    expect(behind(rest)).toBe(false);
  });
});

test('a document, an address and a number with its plus are told without a name', () => {
  expect(mayShapeBackwards(Buffer.from('}1:"a"{'))).toBe(true);
  expect(mayShapeBackwards(Buffer.from('moc.elpmaxe@annahoj'))).toBe(true);
  expect(mayShapeBackwards(Buffer.from('007 654 987 74+'))).toBe(true);
  expect(mayShapeBackwards(Buffer.from('{"a":1}'))).toBe(false);
});
