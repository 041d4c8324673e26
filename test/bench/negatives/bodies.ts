import { encode as msgpack } from '@msgpack/msgpack';
import { createHash } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { checkDigit, drawIdentity } from '../recall/identity.ts';
import type { Random } from '../recall/random.ts';

/** A body that holds nothing of the handset under audit. */
export type Body = { readonly bytes: Buffer; readonly mediaType: string };

const json = (value: unknown): Body => ({
  bytes: Buffer.from(JSON.stringify(value)),
  mediaType: 'application/json',
});

const luhnNumber = (random: Random, length: number): string => {
  const base = `${1 + random.below(9)}${random.digits(length - 2)}`;
  return base + checkDigit(base);
};

const orders = (random: Random): Body =>
  json({
    orders: Array.from({ length: 1 + random.below(4) }, () => ({
      orderNo: luhnNumber(random, random.pick([15, 16, 18, 19])),
      tracking: `RR${random.digits(9)}FI`,
      amount: random.below(100_000) / 100,
      createdAt: 1_764_150_000_000 + random.below(10_000_000),
      sku: random.text(8, 'ABCDEFGH0123456789'),
    })),
    sign: random.hex(32),
  });

const digest = (random: Random): string => {
  const made = createHash(random.pick(['md5', 'sha1', 'sha256', 'sha512']))
    .update(random.bytes(12))
    .digest();
  return made.toString(random.pick(['hex', 'hex', 'base64', 'base64url']));
};

const digests = (random: Random): Body =>
  random.isOneIn(2)
    ? json({
        etag: digest(random),
        token: digest(random),
        parts: [digest(random), digest(random)],
        ts: 1_764_150_000 + random.below(86_400),
      })
    : {
        bytes: Buffer.from(
          `h=${encodeURIComponent(digest(random))}&nonce=${random.hex(16)}&sig=${encodeURIComponent(digest(random))}`,
        ),
        mediaType: 'application/x-www-form-urlencoded',
      };

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000400000004008060000', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a46494600010101004800480000ffdb004300', 'hex');

const image = (random: Random): Body => {
  const isPng = random.isOneIn(2);
  const bytes = Buffer.concat([isPng ? PNG : JPEG, random.bytes(300 + random.below(900))]);
  return { bytes, mediaType: isPng ? 'image/png' : 'image/jpeg' };
};

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
};

const field = (random: Random, number: number): readonly number[] => {
  const bytesOf = (bytes: Buffer): readonly number[] => [
    ...varint(number * 8 + 2),
    ...varint(bytes.length),
    ...bytes,
  ];
  return random.pick([
    () => [...varint(number * 8), ...varint(random.below(2 ** 31))],
    () => [...varint(number * 8), ...varint(1_764_150_000_000 + random.below(1_000_000))],
    () => [...varint(number * 8 + 1), ...random.bytes(8)],
    () =>
      bytesOf(Buffer.from(random.pick(['screen_view', 'click', 'app.open', 'com.vendor.weather', 'error']))),
    () => bytesOf(random.bytes(16)),
  ])();
};

const protobuf = (random: Random): Body => {
  const bytes = Buffer.from(
    Array.from({ length: 6 + random.below(20) }, (_, index) => field(random, 1 + (index % 15))).flat(),
  );
  return { bytes: random.isOneIn(3) ? gzipSync(bytes) : bytes, mediaType: 'application/x-protobuf' };
};

const events = (random: Random): unknown =>
  Array.from({ length: 2 + random.below(5) }, () => ({
    name: `event_${random.below(60)}`,
    at: 1_764_150_000_000 + random.below(86_400_000),
    session: random.hex(16),
    request: [random.hex(8), random.hex(4), random.hex(4), random.hex(4), random.hex(12)].join('-'),
    value: random.next() * 1000,
    count: random.below(5000),
  }));

const telemetry = (random: Random): Body => {
  const value = { v: 4, app: '12.3.1', list: events(random) };
  return random.pick([
    () => json(value),
    () => ({ bytes: gzipSync(JSON.stringify(value)), mediaType: 'application/json' }),
    () => ({
      bytes: Buffer.from(`data=${encodeURIComponent(deflateSync(JSON.stringify(value)).toString('base64'))}`),
      mediaType: 'application/x-www-form-urlencoded',
    }),
    () => ({ bytes: Buffer.from(msgpack(value)), mediaType: 'application/msgpack' }),
  ])();
};

const pixel = (random: Random): Body => ({
  bytes: Buffer.from(
    `tid=UA-${random.digits(8)}-1&cid=${random.digits(9)}.${random.digits(10)}&z=${luhnNumber(random, 15)}&_s=${random.hex(16)}&sr=1080x2400&dl=${encodeURIComponent(`https://shop.example/p/${random.digits(13)}?v=${random.below(9)}.${random.digits(2)}`)}&gtm=${random.hex(12)}`,
  ),
  mediaType: 'application/x-www-form-urlencoded',
});

const encrypted = (random: Random): Body => ({
  bytes: random.bytes(64 + random.below(600)),
  mediaType: 'application/octet-stream',
});

const otherPeople = (random: Random, isKnown: (value: string) => boolean): Body => {
  const { canaries } = drawIdentity(random);
  const fields = canaries
    .filter(({ value }) => random.isOneIn(4) && !isKnown(value))
    .map(({ class: dataClass, value }) => [dataClass.replace('.', '_'), value] as const);
  const value = { list: Object.fromEntries(fields), ts: 1_764_150_000 };
  return random.pick([
    () => json(value),
    () => ({
      bytes: Buffer.from(new URLSearchParams(fields.map(([key, text]) => [key, text])).toString()),
      mediaType: 'application/x-www-form-urlencoded',
    }),
    () => json({ data: Buffer.from(JSON.stringify(value)).toString('base64') }),
    () => ({ bytes: gzipSync(JSON.stringify(value)), mediaType: 'application/json' }),
  ])();
};

/** Bodies of one kind; `holdsOthers` says that values of other people are in them, `isKnown` that one is the handset's. */
export type Kind = {
  readonly name: string;
  readonly holdsOthers: boolean;
  readonly draw: (random: Random, isKnown: (value: string) => boolean) => Body;
};

/** Kinds of bodies that ordinary traffic is made of. */
export const KINDS: readonly Kind[] = [
  { name: 'order numbers', holdsOthers: false, draw: orders },
  { name: 'hashes', holdsOthers: false, draw: digests },
  { name: 'images', holdsOthers: false, draw: image },
  { name: 'protobuf', holdsOthers: false, draw: protobuf },
  { name: 'telemetry', holdsOthers: false, draw: telemetry },
  { name: 'pixels', holdsOthers: false, draw: pixel },
  { name: 'encrypted', holdsOthers: false, draw: encrypted },
  { name: "other people's ids", holdsOthers: true, draw: otherPeople },
];
