/** The index of the last item, in order of their places (moments, offsets), that is not after a place; -1 where all are. */
export const lastUpTo = <Item>(
  items: readonly Item[],
  place: number,
  placeOf: (item: Item) => number,
): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && placeOf(item) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
