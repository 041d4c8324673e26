import type { Connection, WireClass } from '#model/flow';

const LISTED = 1_000_000;

/** The wire ledger while it grows: one row per connection, bounded. */
export type Connections = {
  readonly add: (row: Connection) => void;
  readonly list: () => readonly Connection[];
  /** Connections that were added up into one row per host and class because there were too many. */
  readonly merged: () => number;
};

/** Makes an empty ledger; from the millionth connection on, rows of one host and class are added up. */
export const createConnections = (): Connections => {
  const rows: Connection[] = [];
  const sums = new Map<string, Connection>();
  let merged = 0;
  const merge = (row: Connection): void => {
    merged += 1;
    const host = sums.size < LISTED ? row.host : '';
    const key = `${row.class} ${row.control} ${host}`;
    const before = sums.get(key);
    sums.set(key, {
      ...row,
      host,
      id: before?.id ?? `merged-${sums.size + 1}`,
      bytesOut: row.bytesOut + (before?.bytesOut ?? 0),
    });
  };
  return {
    add: (row) => {
      if (rows.length < LISTED) rows.push(row);
      else merge(row);
    },
    list: () => [...rows, ...sums.values()],
    merged: () => merged,
  };
};

/** A row of an import: its formats know no wire bytes. */
export const importedConnection = (id: string, host: string, wireClass: WireClass): Connection => ({
  id,
  host,
  class: wireClass,
  bytesOut: 0,
  control: false,
});
