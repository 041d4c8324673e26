import type { EventInput } from '#model/capture-sink';
import type { Event, EventOf } from '#model/event';

type Over<Type extends Event['type']> = Partial<Omit<EventOf<Type>, 'type'>>;

const base = { seq: 0, atMs: 0, wallMs: 1_772_359_200_000 };

/** A connection of c1 to vendor.example through CONNECT, with TLS. */
export const makeOpen = (over: Over<'conn.open'> = {}): EventOf<'conn.open'> => ({
  ...base,
  type: 'conn.open',
  conn: 'c1',
  via: 'connect',
  client: '127.0.0.1:50000',
  host: 'vendor.example',
  port: 443,
  ip: '192.0.2.7',
  placeSource: null,
  sni: 'vendor.example',
  alpn: ['h2'],
  ja4: 't13d1516h2_8daaf6152771_02713d6af862',
  control: false,
  ...over,
});

/** The end of c1, read. */
export const makeClose = (over: Over<'conn.close'> = {}): EventOf<'conn.close'> => ({
  ...base,
  type: 'conn.close',
  conn: 'c1',
  up: 1000,
  down: 2000,
  mode: 'mitm',
  reason: 'closed',
  ...over,
});

/** A POST on c1. */
export const makeRequest = (over: Over<'http.req'> = {}): EventOf<'http.req'> => ({
  ...base,
  type: 'http.req',
  flow: 'f1',
  conn: 'c1',
  method: 'POST',
  url: 'https://vendor.example/v1/track',
  httpVersion: '1.1',
  headers: [['Content-Type', 'application/json']],
  app: null,
  ...over,
});

/** The answer to f1. */
export const makeResponse = (over: Over<'http.res'> = {}): EventOf<'http.res'> => ({
  ...base,
  type: 'http.res',
  flow: 'f1',
  status: 200,
  headers: [],
  ...over,
});

/** The end of the request body of f1: ten bytes. */
export const makeBodyEnd = (over: Over<'body.end'> = {}): EventOf<'body.end'> => ({
  ...base,
  type: 'body.end',
  flow: 'f1',
  dir: 'out',
  bytes: 10,
  sha256: 'a'.repeat(64),
  truncated: false,
  aborted: false,
  ...over,
});

/** Numbers events from 0, as a capture does. */
export const numbered = (events: readonly Event[]): readonly Event[] =>
  events.map((event, seq) => ({ ...event, seq }));

/** Events stamped one after the other, from what an engine reports. */
export const stamped = (events: readonly EventInput[]): readonly Event[] =>
  events.map((event, seq) => ({ ...base, ...event, seq }));
