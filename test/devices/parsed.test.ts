import { describe, expect, it } from 'vitest';
import { placeAt } from '#devices/parsed';

describe('placeAt', () => {
  it.each([
    ['', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['a\nb', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\n\n  b', 5, 3, 3],
  ])('in %j at %i: line %i, column %i', (...[text, offset, line, column]) => {
    expect(placeAt(text, offset)).toEqual({ line, column });
  });
});
