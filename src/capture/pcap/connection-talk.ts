import type { EventOf } from '#model/event';
import type { Direction } from '#model/flow';
import type { Endpoint } from './decode-frame.ts';
import type { Dialogue, Talk } from './dialogue.ts';
import { createDnsTalk } from './dns-talk.ts';
import { headerText, readRequestHead } from './http-head.ts';
import { type Asked, type Ends, type OpenFacts, type Pass, tellOpen } from './pass.ts';
import { type Spoken, createSniffTalk } from './sniff-talk.ts';
import type { TcpStream } from './tcp-stream.ts';
import { createTlsMeter, type TlsMeter } from './tls-meter.ts';

const DNS_PORT = 53;

type Mode = EventOf<'conn.close'>['mode'];

/** One TCP connection. Mutable. */
export type TcpConnection = {
  readonly id: string;
  /** Null for a connection of other machines: only its bytes are counted. */
  readonly ends: Ends | null;
  readonly streams: Readonly<Record<Direction, TcpStream>>;
  readonly ended: Record<Direction, boolean>;
  meter: TlsMeter;
  dialogue: Dialogue;
  /** What was decrypted, where anything was. */
  plain: { readonly dialogue: Dialogue; out: number } | null;
  mode: Mode;
  /** Null until it is known what is spoken. */
  isTls: boolean | null;
  isTold: boolean;
  /** The place behind a proxy that it asks for: told with what the first words in the tunnel say. */
  tunnelTo: Asked | null;
  isReset: boolean;
  /** Sequence number of the SYN that began it. */
  syn: number | null;
  app: string | null;
};

/** The place that a first request names: another than that of its address, or only its name. */
const askedIn = (start: Buffer, peer: Endpoint): Asked | null => {
  const { method, target, headers } = readRequestHead(start.subarray(0, 8192));
  const place = method === 'CONNECT' ? /^\[?([^\]]{1,255}?)\]?:(\d{1,5})$/.exec(target) : null;
  if (place !== null)
    return {
      via: 'connect',
      host: (place[1] ?? '').toLowerCase(),
      port: Math.min(65_535, Number(place[2])),
    };
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url !== null && url.hostname !== '')
    return { via: 'absolute-form', host: url.hostname, port: url.port === '' ? 80 : Number(url.port) };
  const name = /^[a-z0-9_.-]{1,253}(?=:\d{1,5}$|$)/.exec(headerText(headers, 'host'))?.[0] ?? '';
  return name === '' ? null : { via: 'direct', host: name, port: peer.port };
};

/** Tells once that a connection was opened. */
export const tell = (
  pass: Pass,
  connection: TcpConnection,
  hello?: OpenFacts,
  asked: Asked | null = null,
): void => {
  if (connection.isTold || connection.ends === null) return;
  connection.isTold = true;
  tellOpen(pass, connection.id, connection.ends, {
    asked: asked ?? connection.tunnelTo,
    ...(hello === undefined ? {} : { hello }),
  });
};

const MODE_ON_WIRE: Readonly<Record<Spoken, Mode>> = {
  http1: 'plain',
  http2: 'plain',
  raw: 'raw',
  tls: 'sealed',
};

/** Takes the word of what is spoken on a connection. */
export const heard = (pass: Pass, connection: TcpConnection, spoken: Spoken, start: Buffer): void => {
  connection.mode = MODE_ON_WIRE[spoken];
  connection.isTls = spoken === 'tls';
  if (spoken !== 'tls') tellPlace(pass, connection, spoken === 'http1' ? start : null);
  else if (!connection.isTold) pass.askHello(start, (hello) => tell(pass, connection, hello));
};

/** Tells where a connection without TLS leads; of one that asks for a tunnel later, with what is said in it. */
const tellPlace = (pass: Pass, connection: TcpConnection, request: Buffer | null): void => {
  const peer = connection.ends?.peer;
  const asked = request !== null && peer !== undefined ? askedIn(request, peer) : null;
  connection.tunnelTo = asked?.via === 'connect' ? asked : null;
  if (connection.tunnelTo !== null) return;
  const isNamed = peer !== undefined && asked?.via === 'direct' && pass.names.of(peer.ip) !== undefined;
  tell(pass, connection, undefined, isNamed ? null : asked);
};

/** Takes the word of what is spoken in a tunnel through a proxy. */
const heardInTunnel = (pass: Pass, connection: TcpConnection, spoken: Spoken, start: Buffer): void => {
  connection.mode = MODE_ON_WIRE[spoken];
  if (spoken !== 'tls') {
    tell(pass, connection);
    return;
  }
  // What was counted before were no records.
  connection.isTls = true;
  connection.meter = createTlsMeter();
  connection.meter.take(start);
  if (!connection.isTold) pass.askHello(start, (hello) => tell(pass, connection, hello));
};

/** Takes the word of what is spoken inside TLS. */
export const toldPlain = (connection: TcpConnection, spoken: Spoken): void => {
  connection.mode = spoken === 'raw' || spoken === 'tls' ? 'raw' : 'mitm';
};

// A tunnel leads to the place that was asked for; a connection that only changed its protocol, where it led before.
const talkInside = (talk: Talk, place: Asked | null): Talk =>
  place === null ? talk : { ...talk, port: place.port, host: () => place.host };

/** What the dialogues of a connection need to know of it. */
export const talkOf = (
  pass: Pass,
  connection: TcpConnection,
  peer: Endpoint,
  scheme: Talk['scheme'],
): Talk => {
  const behind = connection.tunnelTo;
  const talk: Talk = {
    sink: pass.sink,
    connectionId: connection.id,
    scheme,
    port: behind?.port ?? peer.port,
    host: () => behind?.host ?? pass.names.of(peer.ip) ?? peer.ip,
    app: () => connection.app,
    nextFlowId: pass.nextFlowId,
    tunnel: () =>
      createSniffTalk(talkInside(talk, connection.tunnelTo), (spoken, start) => {
        if (scheme === 'http') heardInTunnel(pass, connection, spoken, start);
      }),
  };
  return talk;
};

/** Whether look-ups go to a port. */
export const isDnsPort = (port: number): boolean => port === DNS_PORT;

/** DNS over TCP: read when the handset says nothing else. */
export const dnsOf = (pass: Pass, connection: TcpConnection): Dialogue => {
  const dns = createDnsTalk(pass.names.learn);
  return {
    ...dns,
    end: () => {
      connection.mode = dns.isWhole() ? 'plain' : 'raw';
    },
  };
};
