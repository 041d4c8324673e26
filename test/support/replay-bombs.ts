import { brotliCompressSync, constants, deflateRawSync, gzipSync } from 'node:zlib';
import type { Canary } from '#model/canary';
import type { Finding } from '#model/finding';
import type { SavedReport } from '#model/report';
import type { RouteLink, StepName } from '#model/route';
import type { LoadedFlow } from '#model/flow';
import { makeCanary } from './make-canary.ts';
import { makeLoadedFlow } from './make-loaded-flow.ts';
import { makeReportOf } from './make-report-of.ts';

const CANARY = makeCanary();
const PLAIN = Buffer.from(JSON.stringify({ i: CANARY.value }));
const REPORT = makeReportOf([makeLoadedFlow({ method: 'POST', body: PLAIN })], [CANARY]);
const MEGABYTE = 1 << 20;

const times = (part: Uint8Array, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => part));

const zipOf = (raw: Buffer): Buffer => {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  return Buffer.concat([head, raw]);
};

/** A frame of Zstandard that says 128 KiB of one byte in four bytes, again and again (RFC 8878 §3.1.1.2). */
const zstdOf = (blocks: number): Buffer =>
  Buffer.concat([Buffer.from('28b52ffd0050', 'hex'), times(Buffer.from('02001041', 'hex'), blocks)]);

type Attack = {
  readonly body: Buffer;
  readonly steps: readonly StepName[];
  readonly over?: Partial<Finding>;
};

const ZEROS = Buffer.alloc(100 * MEGABYTE);
const ZIPPED = gzipSync(ZEROS);

const ATTACKS: Readonly<Record<string, () => Attack>> = {
  gzip: () => ({ body: ZIPPED, steps: ['gzip'] }),
  'gzip in gzip': () => ({ body: gzipSync(ZIPPED), steps: ['gzip', 'gzip'] }),
  'members of gzip': () => ({ body: times(gzipSync(Buffer.alloc(30 * MEGABYTE)), 30), steps: ['gzip'] }),
  'members of nothing': () => ({ body: times(gzipSync(''), 300_000), steps: ['gzip'] }),
  'members that break': () => ({
    body: times(Buffer.concat([gzipSync('broken').subarray(0, 14), Buffer.alloc(8, 0xff)]), 100_000),
    steps: ['gzip'],
  }),
  zip: () => ({ body: zipOf(deflateRawSync(ZEROS, { level: 1 })), steps: ['zip'] }),
  brotli: () => ({
    body: brotliCompressSync(ZEROS, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    steps: ['brotli'],
  }),
  zstd: () => ({ body: zstdOf(100_000), steps: ['zstd'] }),
  snappy: () => ({ body: Buffer.from('ffffffff0f00', 'hex'), steps: ['snappy'] }),
  'a million lists': () => ({
    body: Buffer.from('['.repeat(1_000_000)),
    steps: Array<StepName>(250).fill('json'),
  }),
  'fifty megabytes of base64': () => ({
    body: Buffer.alloc(50 * MEGABYTE, 'ABCDEFGHabcdefgh0123+/'),
    steps: Array<StepName>(16).fill('base64'),
  }),
  'ten megabytes of percent signs': () => ({
    body: Buffer.from(`%${'25'.repeat(5_000_000)}`),
    steps: Array<StepName>(250).fill('percent'),
  }),
  'a body read backwards again and again': () => ({
    body: Buffer.alloc(20 * MEGABYTE, 'a'),
    steps: Array<StepName>(250).fill('reverse'),
  }),
  'the form around it again and again': () => ({
    body: Buffer.from('app_id=1&app_key=2&'.repeat(200_000)),
    steps: [...Array<StepName>(200).fill('tar'), 'xiaomi-mistat-v2'],
  }),
  'a digest as long as the body': () => ({
    body: Buffer.concat([Buffer.alloc(50 * MEGABYTE, '='), Buffer.from('x')]),
    steps: [],
    over: { spelling: 'sha1/base64', level: 'B', proof: { ...claimed(), recipe: 'sha1/base64' } },
  }),
  'a number as long as the body': () => ({ body: Buffer.alloc(50 * MEGABYTE, '1'), steps: [] }),
};

const claimed = (): Finding['proof'] => {
  const [finding] = REPORT.findings;
  if (finding === undefined) throw new Error('the value was not found');
  return finding.proof;
};

/** A finding whose route takes all that each link gives: the lengths are those that a forger would have to know. */
const claimOf = (body: Buffer, steps: readonly StepName[], index: number): Finding => {
  const [finding] = REPORT.findings;
  if (finding === undefined) throw new Error('the value was not found');
  let length = body.length;
  const links = steps.map((step): RouteLink => {
    const link = { step, offset: 0, length };
    if (step === 'gzip' && steps.length > 1) length = ZIPPED.length;
    if (step === 'base64') length = Math.floor(length / 4) * 3;
    if (step === 'percent') length -= 2;
    return link;
  });
  const at = steps.length === 0 ? { offset: 0, length: body.length } : { offset: index, length: 15 };
  return { ...finding, route: [{ step: 'body' }, ...links], at };
};

/** A flow, a report of so many findings of it, and the known value of which nothing stands where they say. */
export type Bomb = {
  readonly flow: LoadedFlow;
  readonly report: SavedReport;
  readonly canaries: readonly Canary[];
};

/** Reports that send the replayer into bombs, by their names. Many findings of one flow share its work. */
export const REPLAY_BOMBS: readonly (readonly [name: string, make: (findingCount: number) => Bomb])[] =
  Object.entries(ATTACKS).map(([name, attack]) => [
    name,
    (findingCount) => {
      const { body, steps, over } = attack();
      const findings = Array.from({ length: findingCount }, (_, index) => ({
        ...claimOf(body, steps, index),
        ...over,
      }));
      const flow = makeLoadedFlow({ method: 'POST', body });
      return { flow, report: { ...REPORT, findings }, canaries: [CANARY] };
    },
  ]);
