import type { Canary } from '#model/canary';
import type { HeaderPair, HttpFlow, LoadedFlow } from '#model/flow';
import { auditFlow, compile, type Tables } from '#audit/audit';
import { cpuSeconds, type Row } from './measure.ts';
import { flowsOf, SURROUND } from './pipeline.ts';
import { makeDraw } from './seeded.ts';

const PASSES = 9;
const REQUESTS = 2000;

const HANDSET: readonly Canary[] = [
  { id: 'imei', class: 'imei', value: '861234050123457' },
  { id: 'android', class: 'android_id', value: '4f1c9a77b02e6d35' },
  { id: 'name', class: 'contact.name', value: 'Zoë Anna Quillfeather' },
  { id: 'number', class: 'contact.number', value: '+447700900123' },
];

/** What an app sends with each of its requests. */
const HEADERS: readonly HeaderPair[] = [
  ['user-agent', 'Dalvik/2.1.0 (Linux; U; Android 13; 22101316G Build/TP1A.220624.014)'],
  ['accept', 'application/json, text/plain, */*'],
  ['accept-language', 'en-US,en;q=0.9'],
  ['accept-encoding', 'gzip, deflate, br'],
  ['content-type', 'application/json; charset=utf-8'],
  ['connection', 'Keep-Alive'],
  ['x-app-version', '12.3.4'],
  ['x-app-id', 'com.example.analytics'],
  ['x-device-model', 'Redmi Note 12'],
  ['x-platform', 'android'],
  ['x-sdk', '2.1.0'],
  ['origin', 'https://track.vendor.example'],
];

const bodies = () => {
  const draw = makeDraw(11);
  return Array.from({ length: REQUESTS }, (_, index) => ({
    kind: 'json' as const,
    bytes: Buffer.from(
      JSON.stringify({
        event: 'page_view',
        seq: index,
        ts: 1_772_359_200_000 + index,
        session: draw.hex(16),
      }),
    ),
  }));
};

const withHeaders = ({ flow, ...loaded }: LoadedFlow): LoadedFlow => ({
  ...loaded,
  flow: { ...(flow as HttpFlow), requestHeaders: [...HEADERS] },
});

const auditAll = (tables: Tables, flows: readonly LoadedFlow[]): void => {
  for (const flow of flows) auditFlow(tables, flow, SURROUND);
};

/** What the headers cost that a handset sends again and again: of small requests they are the most of the bytes. */
export const benchRequests = (): readonly Row[] => {
  const tables = compile(HANDSET);
  const bare = flowsOf(bodies());
  const full = bare.map(withHeaders);
  const seconds = (flows: readonly LoadedFlow[]): number =>
    cpuSeconds(() => {
      auditAll(tables, flows);
    });
  let [without, beside] = [Infinity, Infinity];
  // By turns: on a shared machine a minute is not like the next.
  for (let pass = 0; pass < PASSES; pass++) {
    without = Math.min(without, seconds(bare));
    beside = Math.min(beside, seconds(full));
  }
  return [
    { name: 'a small request', value: (without / REQUESTS) * 1e6, unit: 'µs' },
    { name: 'the same with twelve headers ÷ without', value: beside / without, unit: '', most: 1.5 },
  ];
};
