import type { EventOf } from '#model/event';
import type { Span, WireClass } from '#model/flow';

/** One connection while its events come in. Mutable; made by startConnection. */
export type ConnectionState = {
  readonly id: string;
  readonly firstAtMs: number;
  open: EventOf<'conn.open'> | null;
  refused: boolean;
  requests: number;
  /** Keys of its exchanges that are still open. */
  readonly exchanges: Set<string>;
  /** True when a request's URL was http. */
  isPlain: boolean;
  /** Application bytes of requests; stands for the wire where the connection was never closed. */
  requestBytes: number;
  readonly raw: { readonly spans: Span[]; kept: number; truncated: boolean };
};

/** A connection of which nothing was seen yet. */
export const startConnection = (id: string, firstAtMs: number): ConnectionState => ({
  id,
  firstAtMs,
  open: null,
  refused: false,
  requests: 0,
  exchanges: new Set(),
  isPlain: false,
  requestBytes: 0,
  raw: { spans: [], kept: 0, truncated: false },
});

const isTls = ({ open }: ConnectionState): boolean =>
  open !== null && (open.sni !== null || open.ja4 !== null || open.alpn !== null);

const classOfUnclosed = (state: ConnectionState): WireClass => {
  if (state.requests > 0) return state.isPlain ? 'plain' : 'read';
  return state.raw.kept > 0 ? 'not-http' : 'gap';
};

type Mode = EventOf<'conn.close'>['mode'];

const CLASS_OF_MODE: Readonly<Record<Exclude<Mode, 'bypass'>, WireClass>> = {
  mitm: 'read',
  plain: 'plain',
  raw: 'not-http',
  blocked: 'blocked',
  sealed: 'not-proxied',
  quic: 'quic',
  unseen: 'gap',
};

/**
 * The class of a connection; `close` is null where it never ended. `tls-refused` may still turn out to be pinned.
 * A bypass of TLS is a consequence of refusals; of anything else it is a protocol that cannot be read.
 */
export const classOf = (state: ConnectionState, close: EventOf<'conn.close'> | null): WireClass => {
  if (state.refused && state.requests === 0) return 'tls-refused';
  if (close === null) return classOfUnclosed(state);
  if (close.mode === 'bypass') return isTls(state) ? 'tls-refused' : 'not-http';
  return CLASS_OF_MODE[close.mode];
};
