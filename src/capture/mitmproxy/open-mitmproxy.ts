import { Failure } from '#model/failure';
import type { LoadedFlow, WireClass } from '#model/flow';
import { type Connections, createConnections } from '../connections.ts';
import type { FileSource } from '../file-source.ts';
import { gapFlow } from '../gap-flow.ts';
import type { Input } from '../input.ts';
import { type Losses, createLosses } from '../losses.ts';
import { createUniqueIds } from '../unique-ids.ts';
import { type Dictionary, isDictionary, textAt } from './flow-field.ts';
import { readHttpFlow, readStreamFlow } from './read-flow.ts';
import { type FlowBytes, splitFlows } from './split-flows.ts';
import { type TnetValue, parseTnet } from './tnetstring.ts';

/** Versions of the flow format that are read: mitmproxy 7 to 12. */
const OLDEST = 15;
const NEWEST = 21;
const CONNECTIONS = 1_000_000;

type Row = { readonly host: string; wireClass: WireClass; bytesOut: number };

/** Mutable state of reading one file. */
type Reading = {
  readonly losses: Losses;
  readonly uniqueId: (wanted: string, position: number) => string;
  /** By the id of the client's connection. */
  readonly rows: Map<string, Row>;
  startedAtMs: number | null;
  lastAtMs: number;
  flows: number;
  lookups: number;
};

const startReading = (): Reading => ({
  losses: createLosses(),
  uniqueId: createUniqueIds(),
  rows: new Map(),
  startedAtMs: null,
  lastAtMs: 0,
  flows: 0,
  lookups: 0,
});

const sessionTime = (reading: Reading, seconds: number | null): number => {
  if (seconds === null) return reading.lastAtMs;
  reading.startedAtMs ??= Math.round(seconds * 1000);
  reading.lastAtMs = Math.max(0, Math.round(seconds * 1000 - reading.startedAtMs));
  return reading.lastAtMs;
};

const headBytes = ({ flow }: LoadedFlow): number =>
  flow.kind === 'http'
    ? flow.requestHeaders.reduce(
        (sum, [name, value]) => sum + name.length + value.length + 4,
        flow.url.length + 12,
      )
    : 0;

const outBytes = (loaded: LoadedFlow): number => {
  const { flow } = loaded;
  if (flow.kind !== 'http') return flow.bytesOut;
  const sent = flow.messages.filter(({ direction }) => direction === 'out');
  return sent.reduce(
    (sum, { body }) => sum + body.byteLength,
    headBytes(loaded) + (flow.requestBody?.byteLength ?? 0),
  );
};

const classOf = ({ flow }: LoadedFlow): WireClass => {
  if (flow.kind === 'http') return flow.url.startsWith('https:') ? 'read' : 'plain';
  return flow.kind === 'opaque' && flow.reason === 'quic' ? 'quic' : 'not-http';
};

const count = (reading: Reading, loaded: LoadedFlow): void => {
  const { flow } = loaded;
  const id = reading.rows.size < CONNECTIONS ? (flow.connectionId ?? flow.id) : 'others';
  const row = reading.rows.get(id) ?? {
    host: flow.destination.host,
    wireClass: classOf(loaded),
    bytesOut: 0,
  };
  row.bytesOut += outBytes(loaded);
  reading.rows.set(id, row);
};

const unread = (reading: Reading, offset: number, what: string): LoadedFlow => {
  reading.losses.add(`flow ${reading.flows} (byte ${offset})`, what);
  const id = reading.uniqueId(`flow-${reading.flows}`, reading.flows);
  reading.rows.set(id, { host: '', wireClass: 'gap', bytesOut: 0 });
  reading.flows += 1;
  return gapFlow(id, reading.lastAtMs, 0);
};

const versionFault = (value: TnetValue): string | null => {
  if (!isDictionary(value)) return 'it is no dictionary and is not read';
  const version = value.get('version');
  if (typeof version !== 'number' || !Number.isInteger(version))
    return 'it has no version of the flow format and is not read';
  return version >= OLDEST && version <= NEWEST
    ? null
    : `it is of version ${version} of the flow format; ${OLDEST} to ${NEWEST} are read`;
};

const readDictionary = (reading: Reading, flow: Dictionary): LoadedFlow | null => {
  const wanted = textAt(flow, 'id')?.slice(0, 100) ?? '';
  const type = textAt(flow, 'type') ?? '';
  if (type === 'dns') {
    reading.lookups += 1;
    return null;
  }
  const id = reading.uniqueId(wanted === '' ? `flow-${reading.flows}` : wanted, reading.flows);
  const context = { id, atMs: (seconds: number | null) => sessionTime(reading, seconds) };
  const loaded =
    type === 'http' ? readHttpFlow(flow, context) : readStreamFlow(flow, context, type === 'udp');
  count(reading, loaded);
  return loaded;
};

const readOne = (reading: Reading, bytes: Buffer, offset: number): LoadedFlow | null => {
  let value: TnetValue;
  try {
    value = parseTnet(bytes);
  } catch (error) {
    return unread(
      reading,
      offset,
      `it cannot be read: ${error instanceof RangeError ? error.message : 'broken'}`,
    );
  }
  const fault = versionFault(value);
  if (fault !== null || !isDictionary(value)) return unread(reading, offset, fault ?? 'it is no dictionary');
  const loaded = readDictionary(reading, value);
  reading.flows += 1;
  return loaded;
};

const WHY_UNREAD = {
  'too-large': 'it is larger than 512 MiB and is not read',
  'cut-off': 'the file ends inside it; it and what followed is lost',
  broken: 'no flow begins here; the rest of the file is not read',
} as const;

const refuse = (file: FileSource, fault: string): Failure =>
  new Failure(fault.includes('of version') ? 'unknown-version' : 'not-parsable', `${file.name}: ${fault}`, {
    place: { file: file.name },
    remedy: 'give a flow file of mitmproxy 7 to 12, or export the flows as HAR',
  });

async function* readFlows(file: FileSource, reading: Reading): AsyncGenerator<LoadedFlow> {
  for await (const item of splitFlows(file.chunks())) {
    const loaded = readItem(file, reading, item);
    if (loaded !== null) yield loaded;
  }
  if (reading.lookups > 0)
    reading.losses.add('DNS', `${reading.lookups} look-ups are in the file; they are not audited`);
}

const readItem = (file: FileSource, reading: Reading, item: FlowBytes): LoadedFlow | null => {
  const isFirst = reading.flows === 0 && reading.lookups === 0;
  const loaded =
    item.kind === 'flow'
      ? readOne(reading, item.bytes, item.offset)
      : unread(reading, item.offset, WHY_UNREAD[item.kind]);
  const fault = isFirst && item.kind !== 'too-large' ? reading.losses.list()[0] : undefined;
  if (fault !== undefined) throw refuse(file, fault.what);
  return loaded;
};

const rowsOf = (reading: Reading): Connections => {
  const connections = createConnections();
  for (const [id, { host, wireClass, bytesOut }] of reading.rows)
    connections.add({ id, host, class: wireClass, bytesOut, control: false });
  return connections;
};

/**
 * Opens a file of mitmproxy flows, format versions 15 to 21, flow by flow. One that was cut off is read up to its last
 * whole flow. Handshakes that failed are not in such a file. Bytes of the ledger are those of the messages, not of the wire.
 */
export const openMitmproxy = (file: FileSource): Input => {
  let reading = startReading();
  return {
    name: file.name,
    format: 'mitmproxy',
    get sha256() {
      return file.sha256();
    },
    session: null,
    marks: [],
    canaries: null,
    startedAtMs: () => reading.startedAtMs,
    flows: () => {
      reading = startReading();
      return readFlows(file, reading);
    },
    ledger: () => ({ connections: rowsOf(reading).list(), losses: reading.losses.list() }),
    byteLength: file.byteLength,
    readBytes: file.readBytes,
  };
};
