import { describe, expect, it } from 'vitest';
import { compileHosts } from '#audit/attribute/compile-hosts';
import { makeHosts } from '../../support/make-hosts.ts';

const compileRow = (row: Parameters<typeof makeHosts>[0][number]) =>
  compileHosts(makeHosts([row])).below.get(row.domain);

describe('compileHosts', () => {
  it('keeps the three kinds of rows apart, prefixes with the longest first', () => {
    const rows = [
      { domain: 'a.com' },
      { domain: 'a.com', match: 'exact' as const },
      { domain: 'ab', match: 'name-prefix' as const },
      { domain: 'abc', match: 'name-prefix' as const },
    ];
    const map = compileHosts(makeHosts(rows));
    expect([map.below.size, map.exact.size]).toEqual([1, 1]);
    expect(map.prefixes.map(({ row }) => row.domain)).toEqual(['abc', 'ab']);
  });

  it.each([
    ['law', 'a register'],
    ['law: no. 7', 'a register: no. 7'],
    ['law: no. 7: part b', 'a register: no. 7: part b'],
    ['code; law', 'its code; a register'],
    ['the law', 'the law'],
    ['a law: no. 7', 'a law: no. 7'],
    ['__proto__', '__proto__'],
  ])('writes out the source %j', (source, words) => {
    expect(compileRow({ domain: 'a.com', source })?.source).toBe(words);
  });

  it('finds the owner, and none for a cloud', () => {
    expect(compileRow({ domain: 'a.com' })).toMatchObject({
      owner: { name: 'Xiaomi' },
      seatSource: 'a register: no. 1',
    });
    expect(compileRow({ domain: 'a.com', owner: 'Jio' })?.seatSource).toBeNull();
    expect(compileRow({ domain: 'a.com', owner: 'unknown' })).toMatchObject({
      owner: null,
      seatSource: null,
    });
  });

  it('takes purposes from the row or from the set it names', () => {
    const own = [{ purpose: 'account', classes: ['email' as const] }];
    expect(compileRow({ domain: 'a.com', purposes: own })?.purposes).toEqual(own);
    expect(compileRow({ domain: 'a.com', purposes: 'analytics' })?.purposes).toEqual([
      { purpose: 'user-experience' },
    ]);
    expect(compileRow({ domain: 'a.com' })?.purposes).toEqual([]);
  });
});
