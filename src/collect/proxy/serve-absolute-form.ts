import { once } from 'node:events';
import type { Socket } from 'node:net';
import { addressOf, tunnelTarget, type Accepting } from './accepting.ts';
import { clientName, closeEvent, openEvent, type Connection, type WireBytes } from './connection.ts';
import { makePlainFront } from './plain-front.ts';
import { openTunnel } from './relay.ts';

type Branch = { readonly connection: Connection; readonly tunnels: Socket[]; readonly before: number[] };

/** The tunnels' bytes stand for the wire's: they differ from them by the absolute form and the proxy's headers. */
const branchBytes = ({ tunnels, before }: Pick<Branch, 'tunnels' | 'before'>): WireBytes => ({
  up: tunnels.reduce((sum, { bytesWritten }, at) => sum + bytesWritten - (before[2 * at] ?? 0), 0),
  down: tunnels.reduce((sum, { bytesRead }, at) => sum + bytesRead - (before[2 * at + 1] ?? 0), 0),
});

const openBranch = async (
  accepting: Accepting,
  client: Socket,
  host: string,
  port: number,
): Promise<Branch> => {
  const control = host === accepting.controlHost;
  const address = control ? null : await addressOf(accepting.upstream, host, port);
  const tunnels: Socket[] = [];
  const before: number[] = [];
  const connection = accepting.open({
    via: 'absolute-form',
    client: clientName(client),
    host,
    port,
    control,
    address,
    wire: () => branchBytes({ tunnels, before }),
  });
  accepting.recorder.event(openEvent(connection));
  return { connection, tunnels, before };
};

/** Serves a connection of absolute-form requests; each destination on it is recorded as a connection of its own. */
export const serveAbsoluteForm = async (
  client: Socket,
  accepting: Accepting,
  head: Buffer,
): Promise<void> => {
  const branches = new Map<string, Promise<Branch>>();
  const branchTo = (host: string, port: number): Promise<Branch> => {
    const key = `${host}:${String(port)}`;
    const branch = branches.get(key) ?? openBranch(accepting, client, host, port);
    branches.set(key, branch);
    return branch;
  };
  const front = makePlainFront(async (_client, host, port) => {
    const { connection, tunnels, before } = await branchTo(host, port);
    if (connection.address === null && !connection.control) throw new Error('the name is not known');
    const tunnel = await openTunnel(accepting.enginePort, connection.id, tunnelTarget(connection));
    accepting.tunnelled(connection, tunnel);
    before.push(tunnel.bytesWritten, tunnel.bytesRead);
    tunnels.push(tunnel);
    return tunnel;
  });
  client.unshift(head);
  front(client);
  if (!client.closed) await once(client, 'close');
  for (const branch of await Promise.all(branches.values())) {
    const blocked = branch.connection.address === null && !branch.connection.control;
    accepting.recorder.event(closeEvent(branch.connection, blocked ? 'blocked' : 'plain', 'closed'));
  }
};
