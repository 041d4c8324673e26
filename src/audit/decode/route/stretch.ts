/**
 * Bytes of a layer that nothing ends, as far as they were looked at. Many values of one long stretch would each look for its
 * ends. Mutable.
 */
export type Stretch = { start: number; end: number };

/** Nothing looked at yet. */
export const noStretch = (): Stretch => ({ start: 0, end: 0 });

/** Some bytes, how far to look on either side of them, and which bytes (1) end a stretch. */
export type Look = {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly ends: Uint8Array;
};

/** Where the stretch around some bytes starts and ends, whatever these are themselves. */
export const stretchAround = (bytes: Uint8Array, { from, to, most, ends }: Look, known: Stretch): Stretch => {
  const isKnown = (at: number): boolean => known.start <= at && at <= known.end;
  const isEnd = (at: number): boolean => ends[bytes[at] as number] === 1;
  const floor = Math.max(0, from - most);
  const ceiling = Math.min(bytes.length, to + most);
  let start = isKnown(from) ? Math.max(floor, known.start) : from;
  while (start > floor && !isEnd(start - 1)) start--;
  let end = isKnown(to) ? Math.min(ceiling, known.end) : to;
  while (end < ceiling && !isEnd(end)) end++;
  let whole = from;
  while (whole < to && !isEnd(whole)) whole++;
  learn(known, whole < to ? { start: to, end } : { start, end });
  return { start, end };
};

const learn = (known: Stretch, { start, end }: Stretch): void => {
  const isApart = end < known.start || known.end < start;
  known.start = isApart ? start : Math.min(known.start, start);
  known.end = isApart ? end : Math.max(known.end, end);
};
