import type { EventOf } from '#model/event';
import type { BodyRef, Destination, OpaqueFlow } from '#model/flow';
import { NOWHERE } from '../destination.ts';
import type { ConnectionState } from './connection-state.ts';

type Opaque = Pick<OpaqueFlow, 'id' | 'atMs' | 'reason' | 'bytesOut'> & Partial<OpaqueFlow>;

const opaque = (given: Opaque): OpaqueFlow => ({
  kind: 'opaque',
  connectionId: null,
  destination: NOWHERE,
  control: false,
  count: 1,
  body: null,
  ...given,
});

const place = (event: EventOf<'witness'> | EventOf<'blocked'>): Destination => ({
  ...NOWHERE,
  host: (event.host === '' ? (event.ip ?? '') : event.host).toLowerCase(),
  port: event.port,
  ip: event.ip,
  placeSource: event.placeSource,
});

const WITNESSED = { wire: 'not-proxied', sms: 'sms', cellular: 'cellular' } as const;

/** What only the packet witness saw, or a short message, or traffic of the mobile network. */
export const flowFromWitness = (event: EventOf<'witness'>): OpaqueFlow =>
  opaque({
    id: `witness-${event.seq}`,
    atMs: event.atMs,
    reason: WITNESSED[event.channel],
    destination: place(event),
    bytesOut: event.bytes,
    count: event.count,
  });

/** What the gateway turned away. */
export const flowFromBlocked = (event: EventOf<'blocked'>): OpaqueFlow =>
  opaque({
    id: `blocked-${event.seq}`,
    atMs: event.atMs,
    reason: event.protocol === 'quic' ? 'quic' : 'not-http',
    destination: place(event),
    bytesOut: event.bytes,
    count: event.count,
  });

/** Bytes that the recorder lost and that belong to no exchange. */
export const flowFromGap = (event: EventOf<'gap'>): OpaqueFlow =>
  opaque({ id: `gap-${event.seq}`, atMs: event.atMs, reason: 'gap', bytesOut: event.lost });

/** Bytes whose exchange the events do not tell: kept to be searched all the same. */
export const flowFromOrphan = (id: string, atMs: number, body: BodyRef): OpaqueFlow =>
  opaque({ id, atMs, reason: 'gap', bytesOut: body.byteLength, body });

/** A connection that is no HTTP, with what the handset said on it. */
export const flowFromConnection = (
  state: ConnectionState,
  destination: Destination,
  { bytesOut, reason }: Pick<OpaqueFlow, 'bytesOut' | 'reason'>,
): OpaqueFlow => {
  const { spans, kept, truncated } = state.raw;
  const byteLength = Math.max(kept, bytesOut);
  const isCut = truncated || byteLength > kept;
  return opaque({
    id: `conn-${state.id}`,
    atMs: state.open?.atMs ?? state.firstAtMs,
    reason,
    connectionId: state.id,
    destination,
    control: state.open?.control ?? false,
    bytesOut,
    body: kept === 0 ? null : { spans, byteLength, sha256: null, truncated: isCut },
  });
};
