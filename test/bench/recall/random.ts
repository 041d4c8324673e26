/** Draws from a seed: the same seed draws the same. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from 0 to below the bound. */
  readonly below: (bound: number) => number;
  readonly pick: <Item>(list: readonly Item[]) => Item;
  readonly isOneIn: (odds: number) => boolean;
  /** So many characters of an alphabet. */
  readonly text: (length: number, alphabet: string) => string;
  readonly digits: (length: number) => string;
  readonly hex: (length: number) => string;
  readonly bytes: (length: number) => Buffer;
};

/** mulberry32. */
const mulberry = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** A source of draws that the seed decides. */
export const seeded = (seed: number): Random => {
  const next = mulberry(seed);
  const below = (bound: number): number => Math.floor(next() * bound);
  const pick = <Item>(list: readonly Item[]): Item => {
    const item = list[below(list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  return {
    next,
    below,
    pick,
    isOneIn: (odds) => below(odds) === 0,
    text,
    digits: (length) => text(length, '0123456789'),
    hex: (length) => text(length, '0123456789abcdef'),
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
};
