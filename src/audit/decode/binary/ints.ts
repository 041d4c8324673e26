/** Whole numbers from 0 to 2^32 - 1, one after the other, in half the room of an array and less. Mutable while it is filled. */
export type Ints = { cells: Uint32Array; count: number };

const FIRST_CELLS = 16;

/** No numbers yet. */
export const makeInts = (): Ints => ({ cells: new Uint32Array(FIRST_CELLS), count: 0 });

/** Adds a number. */
export const addInt = (ints: Ints, value: number): void => {
  if (ints.count === ints.cells.length) {
    const larger = new Uint32Array(ints.count * 2);
    larger.set(ints.cells);
    ints.cells = larger;
  }
  ints.cells[ints.count++] = value;
};

/** The numbers, in as much room as they need. */
export const packed = ({ cells, count }: Ints): Uint32Array => cells.slice(0, count);
