import { gunzipSync } from 'node:zlib';
import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import { auditFlow, compile, type Tables } from '#audit/audit';
import { DEFAULT_LIMITS, peel, type Search } from '#audit/decode/peel';
import { rootsFrom } from '#audit/decode/roots';
import { NO_SECRETS } from '#audit/decode/secrets';
import { makeSearcher } from '#audit/match/search/searcher';
import { type Body, byteLengthOf } from './corpus.ts';
import { bestOf, cpuSeconds, type Row } from './measure.ts';

const PASSES = 3;
const EMPTY = new Uint8Array();

/** A POST of each body, as a capture gives it. */
export const flowsOf = (bodies: readonly Body[]): readonly LoadedFlow[] =>
  bodies.map(({ bytes }, index) => ({
    flow: {
      kind: 'http',
      id: `flow-${String(index)}`,
      atMs: index * 20,
      connectionId: null,
      destination: {
        host: 'track.vendor.example',
        port: 443,
        ip: null,
        placeSource: null,
        sni: null,
        ja4: null,
      },
      control: false,
      method: 'POST',
      url: `https://track.vendor.example/v4/report?n=${String(index)}`,
      httpVersion: '2',
      requestHeaders: [['user-agent', 'bench/1']],
      requestBody: { spans: [], byteLength: bytes.length, sha256: null, truncated: false },
      status: 200,
      responseHeaders: [],
      responseBody: null,
      messages: [],
      aborted: false,
      app: null,
      bodyFidelity: 'exact',
    },
    requestBody: bytes,
    responseBody: EMPTY,
    messages: [],
    opaque: EMPTY,
  }));

/** What surrounds every flow here. */
export const SURROUND = { startedAtMs: 1_772_359_200_000, secrets: NO_SECRETS };

const auditAll = (tables: Tables, flows: readonly LoadedFlow[]): number =>
  flows.reduce((sum, flow) => sum + auditFlow(tables, flow, SURROUND).drafts.length, 0);

const parseAll = (bodies: readonly Body[]): void => {
  for (const { bytes } of bodies) JSON.parse(bytes.toString('utf8'));
};

// Nothing is read backwards.
const FORWARDS: Search = { letters: null, take: () => false, pass: () => false };

/** What no audit of these flows can do without: inflating what is gzip, and one search of each decoded byte. */
const leastWork = (tables: Tables, flows: readonly LoadedFlow[]): (() => number) => {
  const layers = flows.flatMap((flow) => peel(rootsFrom(flow), DEFAULT_LIMITS, NO_SECRETS, FORWARDS).layers);
  const zipped = layers.flatMap(({ link, parent }) => (link.step === 'gzip' && parent ? [parent.bytes] : []));
  let hits = 0;
  const search = makeSearcher(tables.needles.filter, () => hits++);
  return () => {
    hits = 0;
    for (const bytes of zipped) gunzipSync(bytes);
    for (const { bytes } of layers) search(bytes);
    return hits;
  };
};

/** Everything that is done for a flow, beside what only parsing its JSON would cost. */
export const benchPipeline = (bodies: readonly Body[], canaries: readonly Canary[]): readonly Row[] => {
  const json = bodies.filter(({ kind }) => kind.startsWith('json'));
  const parsing =
    byteLengthOf(json) /
    1e6 /
    bestOf(PASSES, () => {
      parseAll(json);
    });
  let tables = compile([]);
  const compiling = cpuSeconds(() => (tables = compile(canaries)));
  const flows = flowsOf(bodies);
  if (auditAll(tables, flows) === 0) throw new Error('the corpus holds none of the values');
  const megabytes = byteLengthOf(bodies) / 1e6;
  const speed = megabytes / bestOf(PASSES, () => auditAll(tables, flows));
  const least = leastWork(tables, flows);
  if (least() === 0) throw new Error('the search found none of the values');
  const atMost = megabytes / bestOf(PASSES, least);
  return [
    { name: 'JSON.parse over the JSON part', value: parsing, unit: 'MB/s' },
    { name: 'whole pipeline, 10,000 contacts', value: speed, unit: 'MB/s' },
    { name: 'whole pipeline ÷ JSON.parse', value: speed / parsing, unit: '', least: 0.3 },
    {
      name: 'gunzip and one search of the layers, nothing else ÷ JSON.parse',
      value: atMost / parsing,
      unit: '',
    },
    { name: 'compiling 10,000 contacts', value: compiling, unit: 's' },
  ];
};
