import { type Connections, createConnections, importedConnection } from '../connections.ts';
import { type Losses, createLosses } from '../losses.ts';
import { createUniqueIds } from '../unique-ids.ts';
import type { EntryContext } from './read-entry.ts';
import type { LogElement } from './split-log.ts';

/** Mutable state of reading one HAR from front to back; made by startReading. */
export type HarReading = {
  readonly losses: Losses;
  readonly connections: Connections;
  readonly connectionIds: Map<string, string>;
  connectionCount: number;
  readonly uniqueId: (wanted: string, position: number) => string;
  /** Ms since the epoch of session time 0: the first entry's start. */
  epochMs: number | null;
  lastAtMs: number;
  notSent: { cache: number; scheme: number };
};

const CONNECTIONS = 200_000;

/** Prepares to read one HAR. */
export const startReading = (): HarReading => ({
  losses: createLosses(),
  connections: createConnections(),
  connectionIds: new Map(),
  connectionCount: 0,
  uniqueId: createUniqueIds(),
  epochMs: null,
  lastAtMs: 0,
  notSent: { cache: 0, scheme: 0 },
});

const connectionId = (
  reading: HarReading,
  connection: string | null,
  to: { host: string; port: number },
): string => {
  const key = `${connection ?? ''} ${to.host}:${to.port}`;
  const known = reading.connectionIds.get(key);
  if (known !== undefined) return known;
  reading.connectionCount += 1;
  const id = `c${reading.connectionCount}`;
  if (reading.connectionIds.size < CONNECTIONS) reading.connectionIds.set(key, id);
  reading.connections.add(importedConnection(id, to.host, 'read'));
  return id;
};

/** Session time of a moment; the first moment asked for becomes time 0, and what is earlier stands at 0 too. */
export const sessionTime = (reading: HarReading, epochMs: number | null): number => {
  if (epochMs === null) return reading.lastAtMs;
  reading.epochMs ??= epochMs;
  reading.lastAtMs = Math.max(0, Math.round(epochMs - reading.epochMs));
  return reading.lastAtMs;
};

/** What one element needs to know of the file. */
export const contextFor = (reading: HarReading, element: LogElement): EntryContext => ({
  id: (own) => reading.uniqueId(own ?? `entry-${element.index}`, element.index),
  connectionId: (connection, to) => connectionId(reading, connection, to),
  atMs: (epochMs) => sessionTime(reading, epochMs),
});
