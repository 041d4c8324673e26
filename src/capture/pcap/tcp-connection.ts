import type { EventOf } from '#model/event';
import type { Direction } from '#model/flow';
import type { Endpoint, Segment } from './decode-frame.ts';
import type { Dialogue, Talk } from './dialogue.ts';
import { createDnsTalk } from './dns-talk.ts';
import { headerText, readRequestHead } from './http-head.ts';
import { type Asked, type Ends, type OpenFacts, type Pass, endsOf, tellOpen } from './pass.ts';
import { type Spoken, createSniffTalk } from './sniff-talk.ts';
import { type Run, type TcpStream, endTcpStream, startTcpStream, takeAck, takeRun } from './tcp-stream.ts';
import { type TlsMeter, createTlsMeter } from './tls-meter.ts';

const DNS_PORT = 53;

type Mode = EventOf<'conn.close'>['mode'];

/** One TCP connection. Mutable. */
export type TcpConnection = {
  readonly id: string;
  /** Null for a connection of other machines: only its bytes are counted. */
  readonly ends: Ends | null;
  readonly streams: Readonly<Record<Direction, TcpStream>>;
  readonly ended: Record<Direction, boolean>;
  readonly meter: TlsMeter;
  dialogue: Dialogue;
  /** What was decrypted, where anything was. */
  plain: { readonly dialogue: Dialogue; out: number } | null;
  mode: Mode;
  isTold: boolean;
  isReset: boolean;
  /** Sequence number of the SYN that began it. */
  syn: number | null;
  app: string | null;
};

const SILENT: Dialogue = { take: () => undefined, lose: () => undefined, end: () => undefined };

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

const tell = (pass: Pass, connection: TcpConnection, hello?: OpenFacts, asked: Asked | null = null): void => {
  if (connection.isTold || connection.ends === null) return;
  connection.isTold = true;
  tellOpen(pass, connection.id, connection.ends, { asked, ...(hello === undefined ? {} : { hello }) });
};

const MODE_ON_WIRE: Readonly<Record<Spoken, Mode>> = {
  http1: 'plain',
  http2: 'plain',
  raw: 'raw',
  tls: 'sealed',
};

const heard = (pass: Pass, connection: TcpConnection, spoken: Spoken, start: Buffer): void => {
  connection.mode = MODE_ON_WIRE[spoken];
  if (spoken !== 'tls') {
    const peer = connection.ends?.peer;
    const asked = spoken === 'http1' && peer !== undefined ? askedIn(start, peer) : null;
    const isNamed = peer !== undefined && asked?.via === 'direct' && pass.names.of(peer.ip) !== undefined;
    tell(pass, connection, undefined, isNamed ? null : asked);
    return;
  }
  if (!connection.isTold) pass.askHello(start, (hello) => tell(pass, connection, hello));
};

const talkOf = (pass: Pass, connection: TcpConnection, peer: Endpoint, scheme: Talk['scheme']): Talk => {
  const talk: Talk = {
    sink: pass.sink,
    connectionId: connection.id,
    scheme,
    port: peer.port,
    host: () => pass.names.of(peer.ip) ?? peer.ip,
    app: () => connection.app,
    nextFlowId: pass.nextFlowId,
    tunnel: () =>
      createSniffTalk(talk, (spoken) => {
        if (scheme === 'http') connection.mode = MODE_ON_WIRE[spoken];
      }),
  };
  return talk;
};

const dnsOf = (pass: Pass, connection: TcpConnection): Dialogue => {
  const dns = createDnsTalk(pass.names.learn);
  tell(pass, connection);
  return {
    ...dns,
    end: () => {
      connection.mode = dns.isWhole() ? 'plain' : 'raw';
    },
  };
};

/** Starts a connection with the first segment that was seen of it. */
export const startTcpConnection = (pass: Pass, first: Segment): TcpConnection => {
  const isAnswer = first.syn ? first.ack !== null : first.source.port < first.target.port;
  const [client, server] = isAnswer ? [first.target, first.source] : [first.source, first.target];
  const ends = endsOf(pass, client, server);
  const connection: TcpConnection = {
    id: ends === null ? '' : pass.nextConnectionId('tcp'),
    ends,
    streams: { out: startTcpStream(), in: startTcpStream() },
    ended: { out: false, in: false },
    meter: createTlsMeter(),
    dialogue: SILENT,
    plain: null,
    mode: 'unseen',
    isTold: false,
    isReset: false,
    syn: null,
    app: null,
  };
  if (ends !== null)
    connection.dialogue =
      ends.peer.port === DNS_PORT
        ? dnsOf(pass, connection)
        : createSniffTalk(talkOf(pass, connection, ends.peer, 'http'), (spoken, start) =>
            heard(pass, connection, spoken, start),
          );
  return connection;
};

const deliver = (
  connection: TcpConnection,
  direction: Direction,
  bytes: Buffer | null,
  length: number,
): void => {
  if (bytes === null) connection.dialogue.lose(direction, length);
  else connection.dialogue.take(direction, bytes);
  if (direction === 'in' || connection.mode !== 'sealed') return;
  if (bytes === null) connection.meter.lose();
  else connection.meter.take(bytes);
};

/** Which way a segment of a connection goes. */
export const directionOf = ({ ends }: TcpConnection, { source }: Segment): Direction =>
  ends === null || (source.ip === ends.own.ip && source.port === ends.own.port) ? 'out' : 'in';

/** Takes a segment of a connection. */
export const takeSegment = (connection: TcpConnection, segment: Segment): void => {
  if (connection.ends === null) {
    connection.streams.out.seen += segment.byteLength;
    return;
  }
  const direction = directionOf(connection, segment);
  const against = direction === 'out' ? 'in' : 'out';
  const stream = connection.streams[direction];
  if (segment.syn) {
    stream.seq ??= (segment.seq + 1) >>> 0;
    if (segment.ack === null) connection.syn = segment.seq;
  }
  connection.app ??= segment.app;
  const run: Run = segment;
  const from = segment.syn ? (segment.seq + 1) >>> 0 : segment.seq;
  takeRun(stream, from, run, (bytes, length) => deliver(connection, direction, bytes, length));
  if (segment.ack !== null)
    takeAck(connection.streams[against], segment.ack, (bytes, length) =>
      deliver(connection, against, bytes, length),
    );
  connection.ended[direction] ||= segment.fin;
  connection.isReset ||= segment.rst;
};

/** Takes what was decrypted of a connection. */
export const takePlain = (
  pass: Pass,
  connection: TcpConnection,
  direction: Direction,
  bytes: Buffer,
): void => {
  const { ends } = connection;
  if (ends === null || bytes.length === 0) return;
  tell(pass, connection);
  connection.plain ??= {
    out: 0,
    dialogue: createSniffTalk(talkOf(pass, connection, ends.peer, 'https'), (spoken) => {
      connection.mode = spoken === 'raw' || spoken === 'tls' ? 'raw' : 'mitm';
    }),
  };
  if (direction === 'out') connection.plain.out += bytes.length;
  connection.plain.dialogue.take(direction, bytes);
};

/** What was sent and never captured at the end of a direction; a FIN counts as one byte of what was acknowledged. */
const tailOf = ({ acked, position }: TcpStream): number => (acked - position > 1 ? acked - position - 1 : 0);

const endPlain = (pass: Pass, { plain, meter }: TcpConnection): void => {
  if (plain === null) return;
  plain.dialogue.end();
  const lost = meter.beyond(plain.out);
  if (lost > 0) pass.sink.event({ type: 'gap', why: 'not-captured', lost, flow: null });
};

/** Ends a connection. One on which the handset said nothing is none of the ledger: false. */
export const endTcpConnection = (pass: Pass, connection: TcpConnection): boolean => {
  const { streams, id, ends } = connection;
  for (const direction of ['out', 'in'] as const) {
    const hand = (bytes: Buffer | null, length: number): void =>
      deliver(connection, direction, bytes, length);
    endTcpStream(streams[direction], hand);
    const tail = ends === null ? 0 : tailOf(streams[direction]);
    if (tail > 0) hand(null, tail);
  }
  connection.dialogue.end();
  endPlain(pass, connection);
  const up = streams.out.seen + streams.out.strange;
  if (ends === null || (up === 0 && streams.out.acked <= 1)) return false;
  tell(pass, connection);
  const reason = connection.isReset
    ? 'reset'
    : connection.ended.out && connection.ended.in
      ? 'closed'
      : 'not closed';
  pass.sink.event({ type: 'conn.close', conn: id, up, down: streams.in.seen, mode: connection.mode, reason });
  return true;
};
