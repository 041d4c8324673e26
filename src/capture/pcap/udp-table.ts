import type { Decoded, Endpoint } from './decode-frame.ts';
import { readDns } from './dns.ts';
import { type Ends, type Pass, endsOf, tellOpen } from './pass.ts';
import { type Heard, createQuicListener } from './quic-hello.ts';

const OPEN = 20_000;
const KEPT_BYTES = 1 << 20;
const DNS_PORT = 53;
const HTTPS_PORT = 443;
/** Versions of QUIC: 1 (RFC 9000), 2 (RFC 9369), drafts. */
const isQuicVersion = (version: number): boolean =>
  version === 1 || version === 0x6b3343cf || version >>> 8 === 0xff0000;

/** A datagram, a fragment, or a packet of another protocol. */
export type Datagram = Exclude<Extract<Decoded, { readonly payload: Buffer }>, { readonly kind: 'tcp' }>;

/** Datagrams between the same two ends, or packets of one protocol between two addresses. Mutable. */
type Exchange = {
  readonly id: string;
  readonly ends: Ends | null;
  mode: 'raw' | 'quic' | 'plain' | 'unseen';
  up: number;
  down: number;
  kept: number;
  isTold: boolean;
};

/** What is no TCP, while a capture is read. */
export type UdpTable = {
  readonly take: (datagram: Datagram) => void;
  readonly end: () => { readonly foreign: number; readonly foreignBytes: number; readonly fragments: number };
};

const isQuic = ({ payload }: Datagram, peer: Endpoint): boolean =>
  peer.port === HTTPS_PORT ||
  (payload.length >= 5 && ((payload[0] ?? 0) & 0xc0) === 0xc0 && isQuicVersion(payload.readUInt32BE(1)));

/** Look-ups at one resolver are one row, whatever ports they came from: else they would outnumber all connections. */
const keyOf = (datagram: Datagram, isDns: boolean): string => {
  const { source, target, kind } = datagram;
  const protocol = 'protocol' in datagram ? datagram.protocol : '';
  if (isDns) return `dns ${(source.port === DNS_PORT ? source : target).ip}`;
  const [a, b] = [`${source.ip} ${source.port}`, `${target.ip} ${target.port}`];
  return `${kind} ${protocol} ${a < b ? `${a} ${b}` : `${b} ${a}`}`;
};

const modeOf = (datagram: Datagram, ends: Ends | null, isDns: boolean): Exchange['mode'] => {
  if (datagram.kind === 'fragment') return 'unseen';
  if (isDns) return 'plain';
  return datagram.kind === 'udp' && ends !== null && isQuic(datagram, ends.peer) ? 'quic' : 'raw';
};

const keep = (pass: Pass, exchange: Exchange, { payload }: Datagram): void => {
  const own = payload.subarray(0, Math.max(0, KEPT_BYTES - exchange.kept));
  if (exchange.mode !== 'raw' || own.length === 0) return;
  exchange.kept += own.length;
  const truncated = own.length < payload.length;
  pass.sink.event({ type: 'raw.data', conn: exchange.id, dir: 'out', ...pass.sink.bytes(own), truncated });
};

const close = ({ sink }: Pass, { id, up, down, mode }: Exchange): void =>
  sink.event({ type: 'conn.close', conn: id, up, down, mode, reason: 'the capture does not say' });

/** Whether a datagram is a look-up that was read; answers teach names. */
const readLookup = (pass: Pass, datagram: Datagram): boolean => {
  const { kind, source, target, payload } = datagram;
  if (kind !== 'udp' || (source.port !== DNS_PORT && target.port !== DNS_PORT)) return false;
  const message = readDns(payload);
  if (message?.isAnswer === true && source.port === DNS_PORT) pass.names.learn(message);
  return message !== null && message.isAnswer === (source.port === DNS_PORT);
};

/** The first speaker is the client, but for a packet from the port of a service. */
const endsOfDatagram = (pass: Pass, { source, target }: Datagram): Ends | null =>
  source.port < 1024 && target.port > source.port
    ? endsOf(pass, target, source)
    : endsOf(pass, source, target);

const isFrom = ({ own, peer }: Ends, { source, target }: Datagram, isDns: boolean): boolean =>
  isDns
    ? target.port === DNS_PORT
    : source.ip === own.ip && (own.ip !== peer.ip || source.port === own.port) && target.ip === peer.ip;

/** JA4 begins with what carries the handshake (FoxIO, technical_details/JA4.md): of QUIC with a q. */
const asQuic = (ja4: string | null): string | null => (ja4 === null ? null : ja4.replace(/^t/, 'q'));

/** Tells that a conversation was opened, once it is clear what its first datagrams say; whether that is so. */
const tellHeard = (pass: Pass, id: string, ends: Ends, heard: Heard): boolean => {
  if (heard === 'none') tellOpen(pass, id, ends);
  else if (heard !== null)
    pass.askHello(heard, (facts) => {
      tellOpen(pass, id, ends, { hello: { ...facts, ja4: asQuic(facts.ja4) } });
    });
  return heard !== null;
};

/** Keeps what is no TCP, bounded: the oldest are ended when too many are open. */
export const createUdpTable = (pass: Pass): UdpTable => {
  const open = new Map<string, Exchange>();
  const listener = createQuicListener();
  const counts = { foreign: 0, foreignBytes: 0, fragments: 0 };
  const hear = ({ id, mode }: Exchange, { payload }: Datagram): Heard =>
    mode === 'quic' ? listener.take(id, payload) : 'none';
  const end = (key: string, exchange: Exchange): void => {
    open.delete(key);
    listener.forget(exchange.id);
    if (exchange.ends === null) {
      counts.foreign += 1;
      counts.foreignBytes += exchange.up + exchange.down;
      return;
    }
    if (exchange.isTold || exchange.up > 0) {
      if (!exchange.isTold) tellOpen(pass, exchange.id, exchange.ends);
      close(pass, exchange);
    }
  };
  const begin = (key: string, datagram: Datagram, isDns: boolean): Exchange => {
    for (const [oldest, exchange] of open) {
      if (open.size < OPEN) break;
      end(oldest, exchange);
    }
    const ends = endsOfDatagram(pass, datagram);
    const id = ends === null ? '' : pass.nextConnectionId(datagram.kind === 'udp' ? 'udp' : 'ip');
    const mode = modeOf(datagram, ends, isDns);
    const fresh: Exchange = { id, ends, mode, up: 0, down: 0, kept: 0, isTold: false };
    open.set(key, fresh);
    return fresh;
  };
  return {
    take: (datagram) => {
      const isDns = readLookup(pass, datagram);
      const key = keyOf(datagram, isDns);
      const exchange = open.get(key) ?? begin(key, datagram, isDns);
      const { ends } = exchange;
      if (datagram.kind === 'fragment') counts.fragments += 1;
      const isOut = ends === null || isFrom(ends, datagram, isDns);
      exchange[isOut ? 'up' : 'down'] += datagram.byteLength;
      if (!isOut || ends === null) return;
      exchange.isTold ||= tellHeard(pass, exchange.id, ends, hear(exchange, datagram));
      keep(pass, exchange, datagram);
    },
    end: () => {
      for (const [key, exchange] of [...open]) end(key, exchange);
      return counts;
    },
  };
};
