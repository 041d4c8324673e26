import type { Destination, LoadedFlow, OpaqueFlow, RefusedFlow, WireClass } from '#model/flow';
import { NOWHERE, ipFrom } from '../destination.ts';
import { type FieldReader, type JsonObject, createFieldReader, isObject } from './json-field.ts';
import { bytesFromBase64 } from './text-bytes.ts';

const NONE = new Uint8Array(0);
const REASONS: ReadonlySet<string> = new Set<OpaqueFlow['reason']>([
  'not-http',
  'not-proxied',
  'quic',
  'gap',
  'sms',
  'cellular',
]);
const isReason = (text: string): text is OpaqueFlow['reason'] => REASONS.has(text);

type Timed = { readonly id: string; readonly toAtMs: (epochMs: number | null) => number };

const count = (fields: FieldReader, from: JsonObject, key: string): number => {
  const value = fields.number(from, key) ?? 0;
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
};

const startOf = (fields: FieldReader, from: JsonObject): number | null => {
  const ms = Date.parse(fields.text(from, 'startedDateTime')?.slice(0, 60) ?? '');
  return Number.isFinite(ms) ? ms : null;
};

const hostOf = (fields: FieldReader, from: JsonObject): string =>
  (fields.text(from, 'hostname') ?? '').slice(0, 300).toLowerCase();

const loaded = (flow: RefusedFlow | OpaqueFlow, opaque: Uint8Array): LoadedFlow => ({
  flow,
  requestBody: NONE,
  responseBody: NONE,
  messages: [],
  opaque,
});

/**
 * A handshake that the handset refused, out of `log._tlsErrors` as HTTP Toolkit writes it:
 * `{startedDateTime, hostname?, cause, tlsMetadata?: {sniHostname?, ja4Fingerprint?}}`; our own export adds
 * `_bytesOut` and `_count`. Null for other shapes.
 */
export const refusedFlowFrom = (value: unknown, { id, toAtMs }: Timed): LoadedFlow | null => {
  if (!isObject(value)) return null;
  const fields = createFieldReader(() => undefined);
  const metadata = fields.object(value, 'tlsMetadata') ?? {};
  const sni = fields.text(metadata, 'sniHostname')?.slice(0, 300) ?? null;
  const ja4 = fields.text(metadata, 'ja4Fingerprint')?.slice(0, 120) ?? null;
  const host = hostOf(fields, value);
  const destination: Destination = {
    ...NOWHERE,
    host: host === '' ? (sni ?? '') : host,
    port: 443,
    sni,
    ja4,
  };
  const flow: RefusedFlow = {
    kind: 'refused',
    id,
    atMs: toAtMs(startOf(fields, value)),
    connectionId: id,
    destination,
    control: false,
    reason: fields.text(value, 'cause') === 'pinned' ? 'pinned' : 'tls-refused',
    bytesOut: count(fields, value, '_bytesOut'),
    count: Math.max(1, count(fields, value, '_count')),
  };
  return loaded(flow, NONE);
};

/** Unread bytes, out of `log._opaque` as our own export writes them. Null for other shapes. */
export const opaqueFlowFrom = (value: unknown, { id, toAtMs }: Timed): LoadedFlow | null => {
  if (!isObject(value)) return null;
  const fields = createFieldReader(() => undefined);
  const reason = fields.text(value, 'reason') ?? '';
  const port = count(fields, value, 'port');
  const bytes = bytesFromBase64(fields.text(value, 'data') ?? '').bytes;
  const bytesOut = Math.max(count(fields, value, 'bytesOut'), bytes.length);
  const flow: OpaqueFlow = {
    kind: 'opaque',
    id,
    atMs: toAtMs(startOf(fields, value)),
    connectionId: null,
    destination: {
      ...NOWHERE,
      host: hostOf(fields, value),
      port: port <= 65_535 ? port : 0,
      ip: ipFrom(fields.text(value, 'serverIPAddress')),
    },
    control: false,
    reason: isReason(reason) ? reason : 'gap',
    bytesOut,
    count: Math.max(1, count(fields, value, 'count')),
    body:
      bytes.length === 0
        ? null
        : { spans: [], byteLength: bytesOut, sha256: null, truncated: bytesOut > bytes.length },
  };
  return loaded(flow, bytes);
};

/** The class of the wire ledger that an unread flow stands in; null for what no connection carried. */
export const unreadClassOf = (flow: LoadedFlow['flow']): WireClass | null => {
  if (flow.kind === 'http') return null;
  if (flow.reason === 'sms') return null;
  return flow.reason === 'cellular' ? 'not-proxied' : flow.reason;
};
