import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, firstOf, flowSearch, inStretches, topOf } from '../../src/report/some-rows.ts';
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

describe('flowSearch', () => {
  const flows = ['a', 'b', 'c', 'd'].map((id) => makeFlowRow({ id, method: id.toUpperCase() }));

  it('gives the flows asked for, whatever the order in which they are', () => {
    const search = flowSearch({ flows });
    const idsOf = (...ids: readonly string[]) => [...search(new Set(ids)).keys()].sort();
    expect(idsOf('c', 'd', 'x')).toEqual(['c', 'd']);
    expect(idsOf('d', 'a')).toEqual(['a', 'd']);
    expect(idsOf()).toEqual([]);
    expect(flowSearch({ flows: [] })(new Set(['a'])).size).toBe(0);
    expect(search(new Set(['b'])).get('b')?.method).toBe('B');
  });

  it('goes on where it was', () => {
    let looked = 0;
    const at = (index: number) => {
      looked += 1;
      return flows[index];
    };
    const search = flowSearch({
      flows: { length: 4, at, [Symbol.iterator]: () => flows[Symbol.iterator]() },
    });
    for (const id of ['a', 'b', 'b', 'c', 'd']) search(new Set([id]));
    expect(looked).toBe(8);
  });
});
