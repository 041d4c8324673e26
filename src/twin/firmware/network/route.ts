import { once } from 'node:events';
import { connect as connectTcp, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import type { Handset } from '../../handset.ts';
import type { TwinNetwork } from '../../network.ts';

/** Where a request goes, and whether it asks the handset's proxy. */
export type Destination = {
  readonly transport: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly honoursProxy: boolean;
};

/** A way out of the handset, or why there is none. */
export type Route =
  | { readonly kind: 'open'; readonly wire: Duplex; readonly channel: 'proxy' | 'direct' }
  | {
      readonly kind: 'none';
      readonly channel: 'proxy' | 'direct';
      readonly outcome: 'failed' | 'no-network';
      readonly fault: RouteFault;
    };

/** Why nothing could be sent, in a browser's words. */
export type RouteFault =
  | 'ERR_INTERNET_DISCONNECTED'
  | 'ERR_NAME_NOT_RESOLVED'
  | 'ERR_CONNECTION_REFUSED'
  | 'ERR_PROXY_CONNECTION_FAILED'
  | 'ERR_TUNNEL_CONNECTION_FAILED';

/** The network that a handset is on: names with their addresses, and where they answer on this machine. */
export type Network = {
  readonly addresses: Readonly<Record<string, string>>;
  readonly ports: TwinNetwork | null;
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;
const MAX_HEAD = 16_384;

const none = (
  channel: 'proxy' | 'direct',
  fault: RouteFault,
  outcome: 'failed' | 'no-network' = 'failed',
): Route => ({ kind: 'none', channel, outcome, fault });

const dial = async (host: string, port: number, signal: AbortSignal): Promise<Duplex | null> => {
  const socket = connectTcp({ host, port, noDelay: true });
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch {
    socket.destroy();
    return null;
  }
};

/** Nothing leaves the machine: a proxy elsewhere is not reached. */
const isOwnAddress = (host: string): boolean =>
  isIP(host) !== 0 &&
  Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === host));

const toProxy = async (
  handset: Handset,
  proxy: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Duplex | null> => {
  if (LOOPBACK.test(proxy.host)) return handset.connect(proxy.port);
  return isOwnAddress(proxy.host) ? dial(proxy.host, proxy.port, signal) : null;
};

/** Reads the answer to a CONNECT; its status, 0 when the proxy says nothing of the kind. What follows stays unread. */
const readConnected = async (wire: Duplex, signal: AbortSignal): Promise<number> => {
  let seen = Buffer.alloc(0);
  while (!seen.includes('\r\n\r\n') && seen.length < MAX_HEAD) {
    const chunk = wire.read() as Buffer | null;
    if (chunk !== null) seen = Buffer.concat([seen, chunk]);
    else if (wire.readableEnded || wire.destroyed) return 0;
    else await Promise.race([once(wire, 'readable', { signal }), once(wire, 'close', { signal })]);
  }
  const end = seen.indexOf('\r\n\r\n') + 4;
  if (end < seen.length) wire.unshift(seen.subarray(end));
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(seen.toString('latin1'))?.[1] ?? 0);
};

const viaProxy = async (wire: Duplex, { host, port }: Destination, signal: AbortSignal): Promise<boolean> => {
  const authority = `${host}:${port}`;
  wire.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Connection: Keep-Alive\r\n\r\n`);
  const status = await readConnected(wire, signal).catch(() => 0);
  wire.removeAllListeners('readable');
  return status === 200;
};

const straight = async (
  { addresses, ports }: Network,
  { host, transport }: Destination,
  signal: AbortSignal,
): Promise<Route> => {
  if (ports === null) return none('direct', 'ERR_INTERNET_DISCONNECTED', 'no-network');
  const isKnown = Object.hasOwn(addresses, host) || Object.values(addresses).includes(host);
  if (!isKnown) return none('direct', 'ERR_NAME_NOT_RESOLVED');
  const wire = await dial('127.0.0.1', transport === 'http' ? ports.httpPort : ports.httpsPort, signal);
  return wire === null ? none('direct', 'ERR_CONNECTION_REFUSED') : { kind: 'open', wire, channel: 'direct' };
};

/**
 * Opens the way that a request takes: for https a tunnel through the proxy, for http a connection to it, without a proxy
 * a connection to where the host answers on this machine. Never rejects.
 */
export const openRoute = async (
  handset: Handset,
  network: Network,
  destination: Destination,
  signal: AbortSignal,
): Promise<Route> => {
  const { proxy, wifiOn } = handset.route();
  const usesProxy = proxy !== null && destination.honoursProxy;
  const channel = usesProxy ? 'proxy' : 'direct';
  if (!wifiOn) return none(channel, 'ERR_INTERNET_DISCONNECTED', 'no-network');
  if (!usesProxy) return straight(network, destination, signal);
  const wire = await toProxy(handset, proxy, signal);
  if (wire === null) return none(channel, 'ERR_PROXY_CONNECTION_FAILED');
  wire.on('error', () => undefined);
  if (destination.transport === 'http' || (await viaProxy(wire, destination, signal)))
    return { kind: 'open', wire, channel };
  wire.destroy();
  return none(channel, 'ERR_TUNNEL_CONNECTION_FAILED');
};
