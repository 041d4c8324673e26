import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Failure } from '#model/failure';
import type { Machine } from '../machine.ts';
import { createHostKeys } from './host-keys.ts';
import { serveConnection } from './connection.ts';
import type { Connection } from './connection-type.ts';

/** The adb daemon of one handset, listening on 127.0.0.1. */
export type Adbd = {
  readonly port: number;
  /** A stream through a reverse tunnel that listens on that port of the handset; null without one. */
  readonly connect: (port: number) => Duplex | null;
  /** Reverse tunnels of all connections, `tcp:8080 tcp:5650`. */
  readonly tunnels: () => readonly string[];
  readonly dropConnections: () => void;
  /** Stops listening and ends all connections, or listens again on the same port. */
  readonly setReachable: (reachable: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

const listenOn = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? `port ${String(port)} is taken` : 'cannot listen';
      reject(
        new Failure('environment', `the twin: ${why}`, {
          cause,
          remedy: 'choose another port, or leave it out to take a free one',
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });

/**
 * Starts adbd; port 0 takes a free one.
 * @throws Failure environment when the port is taken
 */
export const listenAdbd = async (machine: () => Machine, port: number): Promise<Adbd> => {
  const connections = new Set<Connection>();
  const hostKeys = createHostKeys();
  const server = createServer((socket) => {
    const connection = serveConnection({ machine: machine(), hostKeys }, socket, () =>
      connections.delete(connection),
    );
    connections.add(connection);
  });
  const bound = await listenOn(server, port);
  const dropConnections = (): void => {
    for (const connection of [...connections]) connection.end();
  };
  const setReachable = async (reachable: boolean): Promise<void> => {
    if (reachable && !server.listening) await listenOn(server, bound);
    if (reachable || !server.listening) return;
    const closed = closeServer(server);
    dropConnections();
    await closed;
  };
  return {
    port: bound,
    connect: (wanted) => {
      for (const { tunnels, open } of connections) {
        const target = tunnels.targetOf(wanted);
        if (target !== undefined) return open(target);
      }
      return null;
    },
    tunnels: () => [...connections].flatMap(({ tunnels }) => tunnels.list()),
    dropConnections,
    setReachable,
    close: () => setReachable(false),
  };
};
