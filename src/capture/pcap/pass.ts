import type { Losses } from '../losses.ts';
import type { Endpoint } from './decode-frame.ts';
import type { Sink } from './dialogue.ts';
import type { Handset } from './handset.ts';
import type { Names } from './names.ts';

/** What the parts of one reading of a capture file share. */
export type Pass = {
  readonly sink: Sink;
  readonly names: Names;
  readonly handset: Handset;
  readonly losses: Losses;
  readonly nextFlowId: () => string;
  readonly nextConnectionId: (protocol: 'tcp' | 'udp' | 'ip') => string;
  /** Has a ClientHello read; the answer comes before the next packet. */
  readonly askHello: (hello: Buffer, opened: (hello: OpenFacts) => void) => void;
};

/** What is known of a connection when it is opened. */
export type OpenFacts = {
  readonly sni: string | null;
  readonly alpn: readonly string[] | null;
  readonly ja4: string | null;
};

/** Both ends of a conversation: the handset, and who it speaks to. */
export type Ends = { readonly own: Endpoint; readonly peer: Endpoint };

/** Tells which end is the handset; null for a conversation of others. Between two of its addresses the first speaker is. */
export const endsOf = ({ handset }: Pass, first: Endpoint, second: Endpoint): Ends | null => {
  if (handset.owns(first.ip)) return { own: first, peer: second };
  return handset.owns(second.ip) ? { own: second, peer: first } : null;
};

const NOTHING: OpenFacts = { sni: null, alpn: null, ja4: null };

/** Where a connection leads by its first words: those of a request to a proxy name another place than its address. */
export type Asked = {
  readonly via: 'connect' | 'absolute-form' | 'direct';
  readonly host: string;
  readonly port: number;
};

/** Tells that a connection was opened. */
export const tellOpen = (
  { sink }: Pass,
  conn: string,
  { own, peer }: Ends,
  known: { readonly hello?: OpenFacts; readonly asked?: Asked | null } = {},
): void => {
  const { sni, alpn, ja4 } = known.hello ?? NOTHING;
  const { via, host, port } = known.asked ?? { via: 'direct', host: peer.ip, port: peer.port };
  sink.event({
    type: 'conn.open',
    conn,
    via,
    client: `${own.ip}:${own.port}`,
    host: host.slice(0, 300),
    port,
    ip: via === 'direct' ? peer.ip : null,
    placeSource: null,
    sni,
    alpn: alpn === null ? null : [...alpn],
    ja4,
    control: false,
  });
};
