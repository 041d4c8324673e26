/**
 * A list that need not be in memory: gone through as often as wanted, or asked for one place, from 0. Each time the
 * row may be another object of the same content. Every array is one.
 */
export type Rows<Row> = Iterable<Row> & {
  readonly length: number;
  readonly at: (index: number) => Row | undefined;
};
