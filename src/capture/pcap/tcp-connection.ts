import type { Direction } from '#model/flow';
import { type TcpConnection, dnsOf, heard, isDnsPort, talkOf, tell, toldPlain } from './connection-talk.ts';
import type { Segment } from './decode-frame.ts';
import type { Dialogue } from './dialogue.ts';
import { type Pass, endsOf } from './pass.ts';
import { createSniffTalk } from './sniff-talk.ts';
import { type Run, type TcpStream, endTcpStream, startTcpStream, takeAck, takeRun } from './tcp-stream.ts';
import { createTlsMeter } from './tls-meter.ts';

const SILENT: Dialogue = { take: () => undefined, lose: () => undefined, end: () => undefined };

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
    isTls: null,
    isTold: false,
    tunnelTo: null,
    isReset: false,
    syn: null,
    app: null,
  };
  if (ends !== null)
    connection.dialogue = isDnsPort(ends.peer.port)
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
  const isMetered = direction === 'out' && connection.isTls !== false;
  if (bytes === null) {
    if (isMetered) connection.meter.lose();
    connection.dialogue.lose(direction, length);
  } else {
    if (isMetered) connection.meter.take(bytes);
    connection.dialogue.take(direction, bytes);
  }
};

/** Which way a segment of a connection goes. */
export const directionOf = ({ ends }: TcpConnection, { source }: Pick<Segment, 'source'>): Direction =>
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
    dialogue: createSniffTalk(talkOf(pass, connection, ends.peer, 'https'), (spoken) =>
      toldPlain(connection, spoken),
    ),
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
