/** Reproducible draws. */
export type Draw = {
  /** In [0, 1). */
  readonly number: () => number;
  /** A whole number below a bound. */
  readonly below: (bound: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly hex: (length: number) => string;
  readonly digits: (length: number) => string;
};

/** Draws from a seed: mulberry32. */
export const makeDraw = (seed: number): Draw => {
  let state = seed;
  const number = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(number() * bound);
  const string = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[below(alphabet.length)]).join('');
  return {
    number,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('nothing to draw from');
      return item;
    },
    hex: (length) => string('0123456789abcdef', length),
    digits: (length) => string('0123456789', length),
  };
};
