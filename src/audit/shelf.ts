import { Buffer } from 'node:buffer';
import type { Rows } from '#model/rows';
import type { Store } from './store.ts';

/** Rows that are put aside as JSON: only where each of them ends is kept in memory. */
export type Shelf<Row> = Rows<Row> & { readonly add: (row: Row) => void };

/** Bytes that are fetched at once where rows are read one after the other. */
const RUN_BYTES = 256 << 10;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Makes an empty shelf. Rows are what JSON can hold; one is given back with the same content each time. */
export const createShelf = <Row>(store: Store): Shelf<Row> => {
  const ends: number[] = [];
  const startOf = (index: number): number => ends[index - 1] ?? 0;
  const rowFrom = (bytes: Uint8Array): Row => JSON.parse(decoder.decode(bytes)) as Row;
  const lastOfRun = (first: number): number => {
    let last = first;
    while (last + 1 < ends.length && (ends[last + 1] ?? 0) - startOf(first) <= RUN_BYTES) last += 1;
    return last;
  };
  // What is read of the store is valid until it is read again, and whoever takes the rows may do that.
  const runFrom = (first: number, last: number): readonly Row[] => {
    const start = startOf(first);
    const bytes = store.read(start, (ends[last] ?? 0) - start);
    return Array.from({ length: last - first + 1 }, (_, index) =>
      rowFrom(bytes.subarray(startOf(first + index) - start, (ends[first + index] ?? 0) - start)),
    );
  };
  return {
    add: (row) => {
      const bytes = Buffer.from(JSON.stringify(row));
      store.append(bytes);
      ends.push(startOf(ends.length) + bytes.length);
    },
    get length() {
      return ends.length;
    },
    at: (index) => (index in ends ? runFrom(index, index)[0] : undefined),
    *[Symbol.iterator]() {
      for (let first = 0, last = 0; first < ends.length; first = last + 1) {
        last = lastOfRun(first);
        yield* runFrom(first, last);
      }
    },
  };
};
