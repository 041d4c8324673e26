import type { Socket } from 'node:net';
import type { BypassPolicy } from './bypass-policy.ts';
import { NO_HELLO, type Connection } from './connection.ts';
import type { Intercepting } from './http-listeners.ts';
import type { Recorder } from './recorder.ts';

/** The connections of one run: gives ids, and finds the connection that an event of mockttp belongs to. */
export type Registry = Omit<Intercepting, 'recorder'> & {
  open(fields: Omit<Connection, 'id' | 'hello'>): Connection;
  /** Notes the tunnel by which mockttp will know the connection: refusals bear no tag, only its port. */
  tunnelled(connection: Connection, tunnel: Socket): void;
};

/** What refusals of a connection are counted by. */
export const bypassKey = ({ hello, address, host }: Connection) => ({
  sniOrIp: hello.sni ?? address?.recordedIp ?? address?.ip ?? host,
  ja4: hello.ja4 ?? '',
});

/** An empty registry; refusals go to the policy and into the record. */
export const makeRegistry = (recorder: Recorder, policy: BypassPolicy, nowMs: () => number): Registry => {
  const byId = new Map<string, Connection>();
  const byEnginePort = new Map<number, Connection>();
  const withRequest = new Set<string>();
  return {
    open: (fields) => {
      const connection = { ...fields, id: `c${String(byId.size + 1)}`, hello: NO_HELLO };
      byId.set(connection.id, connection);
      return connection;
    },
    tunnelled: (connection, tunnel) => {
      byEnginePort.set(tunnel.localPort ?? 0, connection);
    },
    connectionById: (id) => byId.get(id),
    onRequest: (id) => {
      withRequest.add(id);
    },
    onTlsFailure: (port, cause) => {
      const connection = byEnginePort.get(port);
      if (connection === undefined || withRequest.has(connection.id)) return;
      policy.refused(bypassKey(connection), nowMs());
      recorder.event({ type: 'conn.tlsfail', conn: connection.id, cause });
    },
  };
};
