import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import { auditFlow, compile, type Tables } from '#audit/audit';
import { NO_SECRETS } from '#audit/decode/secrets';
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
  const speed = byteLengthOf(bodies) / 1e6 / bestOf(PASSES, () => auditAll(tables, flows));
  return [
    { name: 'JSON.parse over the JSON part', value: parsing, unit: 'MB/s' },
    { name: 'whole pipeline, 10,000 contacts', value: speed, unit: 'MB/s' },
    { name: 'whole pipeline ÷ JSON.parse', value: speed / parsing, unit: '', least: 0.3 },
    { name: 'compiling 10,000 contacts', value: compiling, unit: 's' },
  ];
};
