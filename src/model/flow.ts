/** Which way bytes went: `out` from the handset, `in` to it. */
export type Direction = 'out' | 'in';

/** A run of bytes in bodies.bin; offset and length in bytes. */
export type Span = { readonly offset: number; readonly byteLength: number };

/** A body held by reference. An import's bodies have no spans: their bytes come with the loaded flow. */
export type BodyRef = {
  readonly spans: readonly Span[];
  /** Bytes that passed on the wire; more than the spans hold when truncated. */
  readonly byteLength: number;
  /** Hex, of all bytes that passed; null where the body never ended. */
  readonly sha256: string | null;
  readonly truncated: boolean;
};

/** Where a flow went, as far as it was seen. `placeSource` is `simulated` for a twin's address, else null. */
export type Destination = {
  readonly host: string;
  readonly port: number;
  readonly ip: string | null;
  readonly placeSource: string | null;
  readonly sni: string | null;
  readonly ja4: string | null;
};

export type HeaderPair = readonly [name: string, value: string];

type FlowBase = {
  readonly id: string;
  /** Session clock, ms since the session began. */
  readonly atMs: number;
  readonly connectionId: string | null;
  readonly destination: Destination;
  /** The harness's own traffic: in neither ledger, never a finding. */
  readonly control: boolean;
};

export type WebSocketMessage = {
  readonly atMs: number;
  readonly direction: Direction;
  readonly opcode: 'text' | 'binary';
  readonly body: BodyRef;
};

/** One exchange, also an unfinished one. */
export type HttpFlow = FlowBase & {
  readonly kind: 'http';
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly requestHeaders: readonly HeaderPair[];
  readonly requestBody: BodyRef | null;
  /** Null where no response was seen. */
  readonly status: number | null;
  readonly responseHeaders: readonly HeaderPair[];
  readonly responseBody: BodyRef | null;
  readonly messages: readonly WebSocketMessage[];
  /** True when the request was not finished; what arrived is searched all the same. */
  readonly aborted: boolean;
  readonly app: string | null;
  /** `unknown` for formats that re-encode bodies, such as HAR. */
  readonly bodyFidelity: 'exact' | 'unknown';
};

/** A connection of which no request could be read. */
export type RefusedFlow = FlowBase & {
  readonly kind: 'refused';
  readonly reason: 'tls-refused' | 'pinned';
  /** Payload bytes from the handset, wire. */
  readonly bytesOut: number;
  readonly count: number;
};

/** Bytes that are no HTTP, that were let pass unread, or that only a witness saw. */
export type OpaqueFlow = FlowBase & {
  readonly kind: 'opaque';
  readonly reason: 'not-http' | 'not-proxied' | 'quic' | 'gap' | 'sms' | 'cellular';
  readonly bytesOut: number;
  readonly count: number;
  /** What the handset sent, where it was kept. */
  readonly body: BodyRef | null;
};

/** One exchange, one refusal, or opaque bytes; `kind` decides. */
export type Flow = HttpFlow | RefusedFlow | OpaqueFlow;

/** A flow with its bytes. Arrays stand in the order of the flow's own parts; empty where nothing was kept. */
export type LoadedFlow = {
  readonly flow: Flow;
  readonly requestBody: Uint8Array;
  readonly responseBody: Uint8Array;
  /** One per `flow.messages` entry. */
  readonly messages: readonly Uint8Array[];
  /** Of an opaque flow. */
  readonly opaque: Uint8Array;
};

/** What one wire connection carried: the wire ledger's row. */
export type Connection = {
  readonly id: string;
  readonly host: string;
  readonly class: WireClass;
  /** Payload bytes from the handset. */
  readonly bytesOut: number;
  readonly control: boolean;
};

/** Each connection stands in exactly one class. */
export const WIRE_CLASSES = [
  'read',
  'plain',
  'tls-refused',
  'pinned',
  'not-http',
  'not-proxied',
  'quic',
  'blocked',
  'gap',
] as const;
export type WireClass = (typeof WIRE_CLASSES)[number];

/** Something that an import or a broken capture could not give, in words for people; never a personal value. */
export type Loss = { readonly where: string; readonly what: string };
