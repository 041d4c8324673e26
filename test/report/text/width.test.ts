import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, widthOf } from '../../../src/report/text/width.ts';

describe('widthOf', () => {
  it.each([
    ['abc', 3],
    ['小米', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['86••28 › ✕', 10],
  ])('%j takes %i columns', (text, expected) => {
    expect(widthOf(text)).toBe(expected);
  });
});

describe('pieces', () => {
  it('loses nothing, and no piece is wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, columns) => {
        const all = pieces(text, columns);
        expect(all.join('')).toBe(text);
        for (const piece of all) expect(widthOf(piece)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
