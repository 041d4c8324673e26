import type { TcpConnection } from './connection-talk.ts';
import type { Endpoint, Segment } from './decode-frame.ts';
import type { Plain } from './decrypter.ts';
import type { Pass } from './pass.ts';
import {
  directionOf,
  endTcpConnection,
  startTcpConnection,
  takePlain,
  takeSegment,
} from './tcp-connection.ts';

const OPEN = 20_000;
/** Closed connections that are kept, so that a segment sent again is not taken for a new connection. */
const LINGERING = 2000;

/** Connections by what became of them. */
export type TcpCounts = {
  /** Without a byte from the handset. */
  readonly silent: number;
  /** Of other machines. */
  readonly foreign: number;
  readonly foreignBytes: number;
  /** Of TLS that was, and was not, decrypted. */
  readonly decrypted: number;
  readonly sealed: number;
};

/** The TCP connections of a capture while it is read. */
export type TcpTable = {
  readonly take: (segment: Segment) => void;
  /** Takes what was decrypted from the latest segment. */
  readonly takePlain: (plain: Plain) => void;
  /** Ends all that is open; gives what is left to be said. */
  readonly end: () => TcpCounts;
};

const nameOf = ({ ip, port }: Endpoint): string => `${ip} ${port}`;

const keyOf = ({ source, target }: Pick<Segment, 'source' | 'target'>): string => {
  const [a, b] = [nameOf(source), nameOf(target)];
  return a < b ? `${a} ${b}` : `${b} ${a}`;
};

const isOver = ({ ended, isReset }: TcpConnection): boolean => isReset || (ended.out && ended.in);

// Captures of several interfaces mix their order: what a SYN begins may stand before it.
const isBegunBy = ({ streams: { out } }: TcpConnection, { seq }: Segment): boolean =>
  out.seq !== null && (out.seq - out.position - 1) >>> 0 === seq;

/** A SYN with another number than that of a connection begins the next one between the same ports. */
const isReborn = (connection: TcpConnection, segment: Segment): boolean => {
  if (!segment.syn || segment.ack !== null || connection.syn === segment.seq) return false;
  if (connection.syn !== null) return true;
  const { out, in: back } = connection.streams;
  return out.seen + back.seen > 0 && !isBegunBy(connection, segment);
};

type Counts = { -readonly [Key in keyof TcpCounts]: TcpCounts[Key] };

/** Counts a connection that has ended. */
const countEnded = (counts: Counts, connection: TcpConnection, isTold: boolean): void => {
  const { ends, streams, plain, mode } = connection;
  if (ends === null) {
    counts.foreign += 1;
    counts.foreignBytes += streams.out.seen + streams.in.seen;
  } else if (!isTold) counts.silent += 1;
  else if (plain !== null) counts.decrypted += 1;
  else if (mode === 'sealed') counts.sealed += 1;
};

/** Keeps the connections, bounded: the oldest are ended when too many are open. */
export const createTcpTable = (pass: Pass): TcpTable => {
  const open = new Map<string, TcpConnection>();
  const lingering: { readonly key: string; readonly connection: TcpConnection }[] = [];
  const counts: Counts = { silent: 0, foreign: 0, foreignBytes: 0, decrypted: 0, sealed: 0 };
  let latest: Pick<Segment, 'source' | 'target'> | null = null;
  const end = (key: string, connection: TcpConnection): void => {
    if (open.get(key) !== connection) return;
    open.delete(key);
    countEnded(counts, connection, endTcpConnection(pass, connection));
  };
  const endOldest = (): void => {
    for (const [key, connection] of open) {
      end(key, connection);
      return;
    }
  };
  const find = (key: string, segment: Segment): TcpConnection => {
    const known = open.get(key);
    if (known !== undefined && !isReborn(known, segment)) return known;
    if (known !== undefined) end(key, known);
    if (open.size >= OPEN) endOldest();
    const fresh = startTcpConnection(pass, segment);
    open.set(key, fresh);
    return fresh;
  };
  return {
    take: (segment) => {
      const key = keyOf(segment);
      const connection = find(key, segment);
      const wasOver = isOver(connection);
      takeSegment(connection, segment);
      latest = segment;
      if (wasOver || !isOver(connection)) return;
      lingering.push({ key, connection });
      const due = lingering.length > LINGERING ? lingering.shift() : undefined;
      if (due !== undefined) end(due.key, due.connection);
    },
    takePlain: ({ bytes, from, to }) => {
      // A version of tshark that numbers packets otherwise would give one connection's bytes to another.
      if (latest === null || latest.source.port !== from || latest.target.port !== to) return;
      const connection = open.get(keyOf(latest));
      if (connection !== undefined) takePlain(pass, connection, directionOf(connection, latest), bytes);
    },
    end: () => {
      for (const [key, connection] of [...open]) end(key, connection);
      return counts;
    },
  };
};
