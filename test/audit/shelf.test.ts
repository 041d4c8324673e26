import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShelf } from '#audit/shelf';
import { memoryStore } from '../support/memory-store.ts';

describe('createShelf', () => {
  it('gives back what was put on it, in order, as often as asked, whatever texts it holds', () => {
    const row = fc.record({ text: fc.string({ unit: 'binary' }), numbers: fc.array(fc.integer()) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const shelf = createShelf<(typeof rows)[number]>(memoryStore());
        for (const each of rows) shelf.add(each);
        expect([...shelf]).toEqual(rows);
        expect(Array.from(rows.keys(), shelf.at)).toEqual(rows);
        expect([...shelf]).toEqual(rows);
        expect([shelf.length, shelf.at(rows.length)]).toEqual([rows.length, undefined]);
      }),
    );
  });

  it('gives rows larger than what is fetched at once', () => {
    const rows = ['a', 'b'.repeat(600_000), 'c', 'd'.repeat(300_000)];
    const shelf = createShelf<string>(memoryStore());
    for (const each of rows) shelf.add(each);
    expect([...shelf]).toEqual(rows);
  });

  it('can be asked for a row while its rows are gone through', () => {
    const shelf = createShelf<number>(memoryStore());
    for (let row = 0; row < 5; row += 1) shelf.add(row);
    const seen: (number | undefined)[] = [];
    for (const row of shelf) seen.push(row, shelf.at(4 - row));
    expect(seen).toEqual([0, 4, 1, 3, 2, 2, 3, 1, 4, 0]);
  });
});
