import type { EventOf } from '#model/event';
import { addSpan } from './body-state.ts';
import { type ConnectionState, classOf, startConnection } from './connection-state.ts';
import { destinationOfConnection } from './destinations.ts';
import { leave } from './http-events.ts';
import { flowFromBlocked, flowFromConnection, flowFromGap, flowFromWitness } from './opaque.ts';
import { addRefusal } from './refusals.ts';
import { type Fold, give } from './state.ts';

const OPEN_CONNECTIONS = 100_000;
const NAMES = 100_000;
/** A witness's count becomes so many rows of the ledger at most. */
const WITNESS_ROWS = 10_000;

const stateOf = (fold: Fold, id: string, atMs: number): ConnectionState => {
  const known = fold.open.get(id);
  if (known !== undefined) return known;
  if (fold.open.size >= OPEN_CONNECTIONS)
    for (const oldest of fold.open.values()) {
      endConnection(fold, oldest, null);
      break;
    }
  const state = startConnection(id, atMs);
  fold.open.set(id, state);
  return state;
};

/** Takes the beginning of a connection; a second one under the same id ends the first. */
export const takeOpen = (fold: Fold, event: EventOf<'conn.open'>): void => {
  const before = fold.open.get(event.conn);
  if (before !== undefined && before.open !== null) endConnection(fold, before, null);
  stateOf(fold, event.conn, event.atMs).open = event;
};

/** Takes a refused handshake. */
export const takeRefusal = (fold: Fold, event: EventOf<'conn.tlsfail'>): void => {
  stateOf(fold, event.conn, event.atMs).refused = true;
};

/** Takes bytes of a protocol that is no HTTP; what the server said is not kept. */
export const takeRaw = (fold: Fold, event: EventOf<'raw.data'>): void => {
  const { raw } = stateOf(fold, event.conn, event.atMs);
  if (event.dir === 'in') return;
  addSpan(raw.spans, event.off, event.len);
  raw.kept += event.len;
  raw.truncated ||= event.truncated;
};

/** Takes the end of a connection. */
export const takeClose = (fold: Fold, event: EventOf<'conn.close'>): void => {
  endConnection(fold, stateOf(fold, event.conn, event.atMs), event);
};

/** Ends a connection: its row of the ledger, and the flow that it is where no exchange was read. */
const endConnection = (fold: Fold, state: ConnectionState, close: EventOf<'conn.close'> | null): void => {
  fold.open.delete(state.id);
  for (const key of state.exchanges) {
    const exchange = fold.exchanges.get(key);
    if (exchange !== undefined) leave(fold, key, exchange);
  }
  const wireClass = classOf(state, close);
  const bytesOut = close?.up ?? Math.max(state.requestBytes, state.raw.kept);
  const destination = destinationOfConnection(state.open, (ip) => fold.names.get(ip));
  const { control, atMs } = state.open ?? { control: false, atMs: state.firstAtMs };
  if (wireClass === 'tls-refused') {
    addRefusal(fold.refusals, { connectionId: state.id, atMs, destination, bytesOut, control });
    return;
  }
  const { host } = destination;
  fold.connections.add({ id: state.id, host, class: wireClass, bytesOut, control });
  if (wireClass === 'read' || wireClass === 'plain') return;
  const isOwn = wireClass === 'gap' || wireClass === 'quic' || wireClass === 'not-proxied';
  const reason = isOwn ? wireClass : 'not-http';
  give(fold, flowFromConnection(state, destination, { bytesOut, reason }));
};

/** Ends what is still open when the events end. */
export const endConnections = (fold: Fold): void => {
  const open = [...fold.open.values()];
  for (const state of open) endConnection(fold, state, null);
  if (open.length > 0)
    fold.losses.add(
      'connections',
      `${open.length} were still open when the capture ended; their bytes are a lower bound`,
    );
};

/** Takes a name that was looked up. */
export const takeName = (fold: Fold, event: EventOf<'dns'>): void => {
  for (const address of event.addresses) {
    if (fold.names.size >= NAMES && !fold.names.has(address)) return;
    fold.names.set(address, event.name.toLowerCase().replace(/\.$/, ''));
  }
};

/** Takes what only the packet witness saw: a flow, and one row of the ledger per connection. */
export const takeWitness = (fold: Fold, event: EventOf<'witness'>): void => {
  const flow = give(fold, flowFromWitness(event));
  if (event.channel === 'sms') return;
  for (let row = 0; row < Math.min(event.count, WITNESS_ROWS); row += 1)
    fold.connections.add({
      id: `${flow.id}/${row + 1}`,
      host: flow.destination.host,
      class: 'not-proxied',
      bytesOut: row === 0 ? event.bytes : 0,
      control: false,
    });
};

/** Takes what the gateway turned away: a flow and a row. */
export const takeBlocked = (fold: Fold, event: EventOf<'blocked'>): void => {
  const flow = give(fold, flowFromBlocked(event));
  const wireClass = event.protocol === 'quic' ? 'quic' : 'blocked';
  const { host } = flow.destination;
  fold.connections.add({ id: flow.id, host, class: wireClass, bytesOut: event.bytes, control: false });
};

/** Takes lost bytes: of an exchange they make its body truncated, others are a flow of their own. */
export const takeGap = (fold: Fold, event: EventOf<'gap'>): void => {
  const exchange = event.flow === null ? undefined : fold.exchanges.get(event.flow);
  if (exchange === undefined) give(fold, flowFromGap(event));
  else exchange[event.dir ?? (exchange.response === null ? 'out' : 'in')].lost += event.lost;
};
