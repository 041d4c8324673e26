import { gzipSync } from 'node:zlib';
import { type Draw, makeDraw } from './seeded.ts';

/** What a body is. */
export type Kind = 'json' | 'json+base64' | 'gzip' | 'form' | 'protobuf';

/** A request body and how it was made. */
export type Body = { readonly kind: Kind; readonly bytes: Buffer };

/** Parts of a hundred, by bytes on the wire, as in mixed telemetry. */
const SHARES: readonly (readonly [kind: Kind, share: number])[] = [
  ['json', 46],
  ['json+base64', 22],
  ['gzip', 15],
  ['form', 11],
  ['protobuf', 6],
];

const NAMES = 'app_start page_view click scroll purchase error session_end network push_open install'.split(
  ' ',
);
const PAGES = 'home settings gallery themes search profile messages contacts browser calendar'.split(' ');
/** Events between two that hold a known value. */
const PLANT_EVERY = 60;

const event = (draw: Draw, values: readonly string[]): Record<string, unknown> => ({
  event: draw.pick(NAMES),
  page: draw.pick(PAGES),
  ts: 1_772_359_200_000 + draw.below(10 ** 9),
  seq: draw.below(5000),
  duration: draw.below(100_000) / 1000,
  session: draw.hex(16),
  ...(draw.below(3) === 0
    ? { trace: `${draw.hex(8)}-${draw.hex(4)}-4${draw.hex(3)}-a${draw.hex(3)}-${draw.hex(12)}` }
    : {}),
  ...(draw.below(PLANT_EVERY) === 0 ? { extra: draw.pick(values) } : { ok: true }),
});

const EVENT_BYTES = 165;

const events = (draw: Draw, values: readonly string[], byteLength: number): readonly unknown[] =>
  Array.from({ length: Math.max(1, Math.round(byteLength / EVENT_BYTES)) }, () => event(draw, values));

const field = (number: number, bytes: Buffer): Buffer => {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
};

const message = (draw: Draw, values: readonly string[]): Buffer =>
  Buffer.concat(
    Object.values(event(draw, values)).map((value, index) =>
      typeof value === 'number'
        ? Buffer.from([(index + 1) << 3, (value & 0x7f) | 0x80, 1])
        : field(index + 1, Buffer.from(String(value))),
    ),
  );

type Make = (draw: Draw, values: readonly string[], byteLength: number) => string | Buffer;

const MAKERS: Readonly<Record<Kind, Make>> = {
  json: (draw, values, byteLength) => JSON.stringify({ v: 4, events: events(draw, values, byteLength) }),
  'json+base64': (draw, values, byteLength) => {
    const inner = gzipSync(JSON.stringify(events(draw, values, byteLength * 1.9)));
    return JSON.stringify({ v: 2, app: 'com.example.app', data: inner.toString('base64') });
  },
  gzip: (draw, values, byteLength) => gzipSync(JSON.stringify(events(draw, values, byteLength * 2.6))),
  form: (draw, values, byteLength) =>
    Array.from({ length: Math.max(1, Math.round(byteLength / 190)) }, (_, index) => {
      const fields = Object.entries(event(draw, values));
      return fields
        .map(([name, value]) => `${name}${String(index)}=${encodeURIComponent(String(value))}`)
        .join('&');
    }).join('&'),
  protobuf: (draw, values, byteLength) =>
    Buffer.concat(
      Array.from({ length: Math.max(1, Math.round(byteLength / 100)) }, () =>
        field(1, message(draw, values)),
      ),
    ),
};

const MOST_BYTES = 2 * 2 ** 20;

// About two thousand bytes in the middle, with a long tail.
const drawLength = (draw: Draw): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - draw.number())) * Math.cos(2 * Math.PI * draw.number());
  return Math.min(MOST_BYTES, Math.max(120, Math.exp(Math.log(2048) + 1.3 * normal)));
};

const kindFor = (made: ReadonlyMap<Kind, number>): Kind =>
  SHARES.map(([kind, share]) => ({ kind, rank: (made.get(kind) ?? 0) / share })).reduce((a, b) =>
    b.rank < a.rank ? b : a,
  ).kind;

/** Bodies of about so many bytes together, some of which hold one of the values. */
export const makeCorpus = (byteLength: number, values: readonly string[], seed = 7): readonly Body[] => {
  const draw = makeDraw(seed);
  const made = new Map<Kind, number>();
  const bodies: Body[] = [];
  for (let total = 0; total < byteLength;) {
    const kind = kindFor(made);
    const bytes = Buffer.from(MAKERS[kind](draw, values, drawLength(draw)));
    made.set(kind, (made.get(kind) ?? 0) + bytes.length);
    total += bytes.length;
    bodies.push({ kind, bytes });
  }
  return bodies;
};

/** All bytes of some bodies. */
export const byteLengthOf = (bodies: readonly Body[]): number =>
  bodies.reduce((sum, { bytes }) => sum + bytes.length, 0);
