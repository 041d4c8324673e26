/** Some bytes, and among which others they are compared: those of one owner. */
export type Owned = { readonly owner: unknown; readonly offset: number; readonly length: number };

/** Those that lie in none other of their owner, in their order; of equal places the first. */
export const outermost = <Item>(items: readonly Item[], placeOf: (item: Item) => Owned): readonly Item[] => {
  const ends = new Map<unknown, number>();
  const kept = new Set<Item>();
  const places = items.map((item) => ({ item, ...placeOf(item) }));
  places.sort((a, b) => a.offset - b.offset || b.length - a.length);
  for (const { item, owner, offset, length } of places) {
    const end = offset + length;
    if (end <= (ends.get(owner) ?? -1)) continue;
    ends.set(owner, end);
    kept.add(item);
  }
  return items.filter((item) => kept.has(item));
};
