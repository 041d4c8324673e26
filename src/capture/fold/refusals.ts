import type { Connection, Destination, RefusedFlow } from '#model/flow';
import type { Connections } from '../connections.ts';

const GROUPS = 100_000;

type Refusal = {
  readonly connectionId: string;
  readonly atMs: number;
  readonly destination: Destination;
  readonly bytesOut: number;
  readonly control: boolean;
};

/** Refused connections, counted by name and client; what they are is known only at the end. Mutable. */
export type Refusals = {
  readonly groups: Map<string, RefusedFlow>;
  readonly rows: { readonly row: Connection; readonly ja4: string | null }[];
  /** JA4 of clients that sent a request under our certificate. */
  readonly trusting: Set<string>;
};

/** No refusals. */
export const startRefusals = (): Refusals => ({ groups: new Map(), rows: [], trusting: new Set() });

/** Counts one refused connection. */
export const addRefusal = (refusals: Refusals, refusal: Refusal): void => {
  const { destination, control, bytesOut, connectionId, atMs } = refusal;
  const name = refusals.groups.size < GROUPS ? (destination.sni ?? destination.host) : '';
  const key = JSON.stringify([name, destination.port, destination.ja4, control]);
  const before = refusals.groups.get(key);
  refusals.groups.set(key, {
    kind: 'refused',
    id: `refused-${connectionId}`,
    atMs,
    connectionId,
    destination,
    control,
    reason: 'tls-refused',
    ...before,
    bytesOut: bytesOut + (before?.bytesOut ?? 0),
    count: 1 + (before?.count ?? 0),
  });
  const row = { id: connectionId, host: destination.host, class: 'tls-refused', bytesOut, control } as const;
  refusals.rows.push({ row, ja4: destination.ja4 });
};

/**
 * Ends the count: one flow per name and client. A client that trusts our authority elsewhere pins a certificate here;
 * of any other it is only known that it refused. The rows go to the ledger.
 */
export const endRefusals = (refusals: Refusals, connections: Connections): readonly RefusedFlow[] => {
  const reasonOf = (ja4: string | null): RefusedFlow['reason'] =>
    ja4 !== null && refusals.trusting.has(ja4) ? 'pinned' : 'tls-refused';
  for (const { row, ja4 } of refusals.rows) connections.add({ ...row, class: reasonOf(ja4) });
  return [...refusals.groups.values()].map((flow) => ({ ...flow, reason: reasonOf(flow.destination.ja4) }));
};
