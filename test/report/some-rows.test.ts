import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, firstOf, flowsById, inStretches, topOf } from '../../src/report/some-rows.ts';
import { makeFlowRow } from '../support/make-report.ts';

describe('topOf', () => {
  it('gives what a stable sort of the whole list begins with', () => {
    const rows = fc.array(fc.record({ weight: fc.nat(5), id: fc.nat() }), { maxLength: 1000, size: 'max' });
    fc.assert(
      fc.property(rows, fc.nat(30), (all, most) => {
        const byWeight = (a: { weight: number }, b: { weight: number }): number => b.weight - a.weight;
        expect(topOf(all, most, byWeight)).toEqual([...all].sort(byWeight).slice(0, most));
      }),
      { numRuns: 30 },
    );
  });
});

describe('firstOf, countOf and inStretches', () => {
  it.each([
    [0, []],
    [2, [7, 8]],
    [9, [7, 8, 9]],
  ])('gives the first %i', (most, expected) => {
    expect(firstOf([7, 8, 9], most)).toEqual(expected);
  });

  it('counts what is as asked', () => {
    expect(countOf([1, 2, 3, 4], (row) => row > 2)).toBe(2);
  });

  it('parts a list without losing a row', () => {
    expect([...inStretches([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
    expect([...inStretches([], 2)]).toEqual([]);
  });
});

describe('flowsById', () => {
  it('gives the flows asked for, whatever their order', () => {
    const flows = [
      makeFlowRow({ id: 'a' }),
      makeFlowRow({ id: 'b' }),
      makeFlowRow({ id: 'c', method: 'PUT' }),
    ];
    const found = flowsById({ flows }, new Set(['c', 'a', 'x']));
    expect([...found.keys()].sort()).toEqual(['a', 'c']);
    expect(found.get('c')?.method).toBe('PUT');
  });
});
