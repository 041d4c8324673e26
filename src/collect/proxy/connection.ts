import type { Socket } from 'node:net';
import type { EventInput } from '#model/capture-sink';
import type { EventOf } from '#model/event';
import type { UpstreamAddress } from '#model/surroundings';
import type { ClientHello } from './first-bytes.ts';

/** Payload bytes from and to the handset. */
export type WireBytes = { readonly up: number; readonly down: number };

/** One connection of the handset to one destination, as far as it is known. */
export type Connection = {
  readonly id: string;
  readonly via: EventOf<'conn.open'>['via'];
  /** Address and port on the handset's side. */
  readonly client: string;
  readonly host: string;
  readonly port: number;
  readonly control: boolean;
  /** Null where the name is unknown or the harness answers itself. */
  readonly address: UpstreamAddress | null;
  readonly wire: () => WireBytes;
  hello: ClientHello;
};

export const NO_HELLO: ClientHello = { sni: null, alpn: null, ja4: null };

/** The handset's side of a socket, for conn.open. */
export const clientName = (socket: Socket): string =>
  `${socket.remoteAddress ?? '?'}:${String(socket.remotePort ?? 0)}`;

/** Counts a socket's bytes, without those that passed before the payload. */
export const wireOf = (socket: Socket, preamble: WireBytes) => (): WireBytes => ({
  up: Math.max(0, socket.bytesRead - preamble.up),
  down: Math.max(0, socket.bytesWritten - preamble.down),
});

/** The conn.open event of a connection. */
export const openEvent = (connection: Connection): EventInput => ({
  type: 'conn.open',
  conn: connection.id,
  via: connection.via,
  client: connection.client,
  host: connection.host,
  port: connection.port,
  ip: connection.address === null ? null : (connection.address.recordedIp ?? connection.address.ip),
  placeSource: connection.address?.placeSource ?? null,
  sni: connection.hello.sni,
  alpn: connection.hello.alpn === null ? null : [...connection.hello.alpn],
  ja4: connection.hello.ja4,
  control: connection.control,
});

/** The conn.close event of a connection. */
export const closeEvent = (
  connection: Connection,
  mode: EventOf<'conn.close'>['mode'],
  reason: string,
): EventInput => ({ type: 'conn.close', conn: connection.id, ...connection.wire(), mode, reason });
