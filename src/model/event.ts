import { z } from 'zod';

/** What an engine could not keep, or a capture of packets does not hold, and why. */
const GAP_REASONS = ['queue-full', 'disk-full', 'engine-fault', 'not-captured'] as const;

/** Why a handshake with the proxy failed, as the proxy saw it. */
const TLS_FAILURE_CAUSES = [
  'cert-rejected',
  'closed',
  'reset',
  'no-shared-cipher',
  'handshake-timeout',
  'unknown',
] as const;

const base = {
  /** Monotonic within one capture, from 0. */
  seq: z.number().int().nonnegative(),
  /** Session clock, ms since the session began. */
  atMs: z.number().nonnegative(),
  /** Host clock, ms since the epoch. */
  wallMs: z.number().nonnegative(),
};
const id = z.string().min(1).max(120);
const text = z.string().max(1_000_000);
const headers = z.array(z.tuple([text, text])).max(10_000);
const count = z.number().int().nonnegative();
const direction = z.enum(['out', 'in']);

const destination = {
  host: z.string().max(300),
  port: z.number().int().min(0).max(65_535),
  /** Null where no address was seen. */
  ip: z.string().max(80).nullable(),
  /** `simulated` when the address is a twin's, else null. */
  placeSource: z.string().max(80).nullable(),
};

/**
 * events.jsonl: what the wire showed, one event per line, appended and never changed. Bytes stand in bodies.bin,
 * events hold offset and length in it. `out` is from the handset, `in` is to it.
 */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('conn.open'),
    conn: id,
    via: z.enum(['connect', 'absolute-form', 'socks', 'redirect', 'tproxy', 'direct']),
    client: z.string().max(120),
    ...destination,
    sni: z.string().max(300).nullable(),
    alpn: z.array(z.string().max(80)).max(40).nullable(),
    ja4: z.string().max(120).nullable(),
    /** True for the harness's own requests: in neither ledger. */
    control: z.boolean(),
  }),
  z.strictObject({ ...base, type: z.literal('conn.tlsfail'), conn: id, cause: z.enum(TLS_FAILURE_CAUSES) }),
  z.strictObject({
    ...base,
    type: z.literal('conn.close'),
    conn: id,
    /** Payload bytes of the wire from and to the handset. */
    up: count,
    down: count,
    /** The last three are of imported packets: TLS that nobody decrypted, QUIC, and bytes that cannot be put together. */
    mode: z.enum(['mitm', 'plain', 'bypass', 'raw', 'blocked', 'sealed', 'quic', 'unseen']),
    reason: z.string().max(200),
  }),
  z.strictObject({
    ...base,
    type: z.literal('http.req'),
    flow: id,
    conn: id.nullable(),
    method: z.string().max(200),
    url: text,
    httpVersion: z.string().max(20),
    headers,
    /** Package that sent it, where the route can tell. */
    app: z.string().max(200).nullable(),
  }),
  /** Fields that a request sent behind its body (RFC 9110 §6.5). */
  z.strictObject({ ...base, type: z.literal('http.trailer'), flow: id, headers }),
  z.strictObject({
    ...base,
    type: z.literal('http.res'),
    flow: id,
    status: z.number().int().min(0).max(999),
    headers,
  }),
  z.strictObject({ ...base, type: z.literal('http.abort'), flow: id, reason: z.string().max(200) }),
  z.strictObject({ ...base, type: z.literal('body'), flow: id, dir: direction, off: count, len: count }),
  z.strictObject({
    ...base,
    type: z.literal('body.end'),
    flow: id,
    dir: direction,
    /** Bytes that passed, also where not all were kept. */
    bytes: count,
    /** Of all bytes that passed, hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    truncated: z.boolean(),
    aborted: z.boolean(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('ws.msg'),
    flow: id,
    dir: direction,
    opcode: z.enum(['text', 'binary']),
    off: count,
    len: count,
    truncated: z.boolean(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('raw.data'),
    conn: id,
    dir: direction,
    off: count,
    len: count,
    truncated: z.boolean(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('dns'),
    name: z.string().max(300),
    addresses: z.array(z.string().max(80)).max(200),
  }),
  z.strictObject({
    ...base,
    type: z.literal('blocked'),
    protocol: z.enum(['quic', 'udp', 'tcp', 'dot']),
    ...destination,
    bytes: count,
    count,
  }),
  /** Bytes that the packet witness saw and no proxy connection explains; or an SMS or cellular egress. */
  z.strictObject({
    ...base,
    type: z.literal('witness'),
    channel: z.enum(['wire', 'sms', 'cellular']),
    ...destination,
    bytes: count,
    count,
  }),
  z.strictObject({
    ...base,
    type: z.literal('gap'),
    why: z.enum(GAP_REASONS),
    lost: count,
    flow: id.nullable(),
    /** Which way they went; where nobody says, back once an answer has begun. */
    dir: direction.optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('engine.exit'),
    code: z.number().int().nullable(),
    why: z.string().max(400),
  }),
]);
export type Event = Readonly<z.infer<typeof eventSchema>>;
export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;
