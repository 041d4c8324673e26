/** The index of the last item, in order of time, that is not after a moment; -1 where all are. */
export const lastUpTo = <Item>(
  items: readonly Item[],
  atMs: number,
  timeOf: (item: Item) => number,
): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && timeOf(item) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
