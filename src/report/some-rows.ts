import type { FlowRow, Report } from '#model/report';
import type { Rows } from '#model/rows';

/** Gives the first rows of a list, at most so many, and not one more is read. */
export const firstOf = <Row>(rows: Rows<Row>, most: number): readonly Row[] => {
  const first: Row[] = [];
  for (let index = 0; index < Math.min(most, rows.length); index += 1) {
    const row = rows.at(index);
    if (row !== undefined) first.push(row);
  }
  return first;
};

/** Gives the rows that sort first, at most so many, as a stable sort of the whole list would. */
export const topOf = <Row>(
  rows: Iterable<Row>,
  most: number,
  compare: (a: Row, b: Row) => number,
): readonly Row[] => {
  let top: Row[] = [];
  for (const row of rows) {
    top.push(row);
    if (top.length >= 2 * most + 100) top = top.sort(compare).slice(0, most);
  }
  return top.sort(compare).slice(0, most);
};

/** Gives how many rows are as asked for. */
export const countOf = <Row>(rows: Iterable<Row>, is: (row: Row) => boolean): number => {
  let count = 0;
  for (const row of rows) if (is(row)) count += 1;
  return count;
};

/**
 * Makes a search for flows by id. It begins where the last one ended and goes once around at most: whoever asks in
 * about the order of the flows has them all in one round.
 */
export const flowSearch = ({
  flows,
}: Pick<Report, 'flows'>): ((ids: ReadonlySet<string>) => ReadonlyMap<string, FlowRow>) => {
  let start = 0;
  return (ids) => {
    const found = new Map<string, FlowRow>();
    const first = start;
    for (let step = 0; step < flows.length && found.size < ids.size; step += 1) {
      const place = (first + step) % flows.length;
      const flow = flows.at(place);
      if (flow === undefined || !ids.has(flow.id) || found.has(flow.id)) continue;
      found.set(flow.id, flow);
      start = place;
    }
    return found;
  };
};

/** Gives a list in stretches of so many rows. */
export function* inStretches<Row>(rows: Iterable<Row>, most: number): Generator<readonly Row[]> {
  let stretch: Row[] = [];
  for (const row of rows) {
    stretch.push(row);
    if (stretch.length < most) continue;
    yield stretch;
    stretch = [];
  }
  if (stretch.length > 0) yield stretch;
}
