import { createHash } from 'node:crypto';
import type { Canary } from '#model/canary';
import type { Draw } from '../seeded.ts';

/** What a corpus is made of: so many flows, bytes in all, and the share of flows that carry known values. */
export type Plan = { readonly flows: number; readonly byteLength: number; readonly findings: number };

/** The values that are searched for where a corpus carries any; invented. */
export const CANARIES: readonly Canary[] = [
  { id: 'imei-1', class: 'imei', value: '861234050123457' },
  { id: 'android-id-1', class: 'android_id', value: '3f9a1c7be05d2846' },
];

/** A POST and its answer. */
export type Exchange = {
  readonly atMs: number;
  readonly host: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly answer: string;
  /** The answer is base64 of bytes. */
  readonly isBase64: boolean;
};

const EVENT_BYTES = 130;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const IDENTIFIERS = { imei: CANARIES[0]?.value ?? '', aid: md5(CANARIES[1]?.value ?? '') };

/** Telemetry-like JSON of about so many bytes. */
const telemetry = (draw: Draw, byteLength: number, identifiers: object): string => {
  const events: unknown[] = [];
  for (let size = 0; size < byteLength; size += EVENT_BYTES)
    events.push({
      name: `event-${draw.below(50)}`,
      at: 1_772_359_200_000 + size,
      session: draw.hex(16),
      value: draw.number(),
    });
  return JSON.stringify({ v: 4, ...identifiers, events });
};

const isCarrier = (index: number, share: number): boolean =>
  Math.floor((index + 1) * share) > Math.floor(index * share);

/** The exchange of that number; the same draws give the same exchange. */
export const makeExchange = (draw: Draw, index: number, { flows, byteLength, findings }: Plan): Exchange => {
  const bytes = byteLength / flows;
  const body = telemetry(draw, bytes * 0.53, isCarrier(index, findings) ? IDENTIFIERS : {});
  const isBase64 = draw.number() < 0.3;
  const answer = isBase64
    ? Buffer.from(telemetry(draw, bytes * 0.4, {})).toString('base64')
    : telemetry(draw, bytes * 0.53, {});
  return {
    atMs: index * 25,
    host: `h${index % 97}.vendor${index % 7}.example`,
    path: `/v1/track?n=${index}`,
    headers: ['Accept', 'User-Agent', 'X-Request', 'Cookie'].map((name) => [name, draw.hex(24)] as const),
    body,
    answer,
    isBase64,
  };
};
