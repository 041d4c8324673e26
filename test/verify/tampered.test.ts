import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Canary } from '#model/canary';
import type { Finding } from '#model/finding';
import type { LoadedFlow } from '#model/flow';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { verifyFlows } from '../support/verify-flows.ts';

const IMEI = '861234050123457';
const ANDROID = '4f1c9a77b02e6d35';
const TEXT = 'Meet me by the old lighthouse at seven, bring the blue notebook and the long ladder';
const PACKAGES = [
  'org.quill.notes',
  'org.quill.maps',
  'org.quill.mail',
  'org.quill.clock',
  'org.quill.radio',
];

const CANARIES: readonly Canary[] = [
  { id: 'imei', class: 'imei', value: IMEI },
  { id: 'android', class: 'android_id', value: ANDROID },
  { id: 'mac', class: 'mac', value: '7c:1d:d9:a1:b2:c3' },
  { id: 'own', class: 'phone.own', value: '+447700900111' },
  { id: 'name', class: 'contact.name', value: 'Zoë Anna Quillfeather' },
  { id: 'text', class: 'sms.body', value: TEXT },
  { id: 'place', class: 'location', value: '39.904211,-116.407422' },
  { id: 'cell', class: 'cell', value: '460,00,12345,67890123' },
  ...PACKAGES.map((value): Canary => ({ id: value, class: 'installed_apps', value })),
];

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();

const varint = (value: bigint): readonly number[] =>
  value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];

/** One body for each way in which a value can be recognised. */
const BODIES: Readonly<Record<string, string | Buffer>> = {
  'the value itself': JSON.stringify({ v: 1, i: IMEI }),
  'its digits, grouped': JSON.stringify({ v: 1, i: '86-123405-012345-7' }),
  'with a software version': JSON.stringify({ v: 1, i: '8612340501234501' }),
  'written another way': JSON.stringify({ v: 1, m: '7C1DD9A1B2C3' }),
  'words in another order': JSON.stringify({ n: 'Quillfeather, Zoë Anna' }),
  'a national number': JSON.stringify({ n: '07700900111' }),
  'part of a message': JSON.stringify({ t: TEXT.slice(11, 70) }),
  'a digest': JSON.stringify({ h: digest('sha256', IMEI).toString('hex') }),
  'a digest cut short': JSON.stringify({ h: digest('sha1', IMEI).toString('base64url').slice(0, 16) }),
  'a digest of a digest': JSON.stringify({
    h: digest('sha256', digest('md5', IMEI).toString('hex')).toString('base64'),
  }),
  'a digest, as bytes': Buffer.concat([
    Buffer.from([0x0a, 0x20]),
    digest('sha256', IMEI),
    Buffer.from([0x10, 0x05]),
  ]),
  'a digest of several values': JSON.stringify({ h: digest('sha1', IMEI + ANDROID).toString('hex') }),
  'a digest with a salt': JSON.stringify({
    p: 'k9f3kd82',
    h: digest('md5', `k9f3kd82${IMEI}`).toString('hex'),
  }),
  'a keyed digest': JSON.stringify({
    p: 'k9f3kd82',
    h: createHmac('sha256', 'k9f3kd82').update(IMEI).digest('hex'),
  }),
  'a digest with the time': JSON.stringify({ h: digest('sha256', `0${IMEI}`).toString('hex') }),
  'a place': JSON.stringify({ lat: 39.904211, lon: -116.407422 }),
  'a radio cell': JSON.stringify({ lac: 12345, cid: 67890123 }),
  'installed packages': JSON.stringify({ apps: PACKAGES }),
  'a number of a binary format': Buffer.from([0x0a, 0x01, 0x78, 0x10, ...varint(BigInt(IMEI))]),
  'in a compressed field': JSON.stringify({ d: Buffer.from(JSON.stringify({ i: IMEI })).toString('base64') }),
  'only its shape': JSON.stringify({ imei: '356938035643809' }),
};

const NAMES = Object.keys(BODIES);

const flowOf = (id: string, body: string | Buffer): LoadedFlow => {
  const loaded = makeLoadedFlow({ method: 'POST', body: Buffer.from(body) });
  return { ...loaded, flow: { ...loaded.flow, id } };
};

const FLOWS = NAMES.map((name) => flowOf(name, BODIES[name] ?? ''));
const REPORT = makeReportOf(FLOWS, CANARIES);

/** The findings that verifying still believes, by the name of their flow. */
const believed = async (
  findings: readonly Finding[],
  flows: readonly LoadedFlow[] = FLOWS,
): Promise<readonly string[]> => {
  const verified = await verifyFlows(flows, { ...REPORT, findings: [...findings] }, CANARIES);
  return verified.findings
    .filter(({ outcome }) => outcome === 'proven' || outcome === 'seen')
    .map(({ flowId, findingId }) => `${flowId} ${findingId}`);
};

const withProof = (finding: Finding, proof: Partial<Finding['proof']>): Finding => ({
  ...finding,
  proof: { ...finding.proof, ...proof },
});

describe('one finding of each kind', () => {
  it('is found, and as it is reported, believed', async () => {
    expect(NAMES.filter((name) => !REPORT.findings.some(({ flowId }) => flowId === name))).toEqual([]);
    expect(await believed(REPORT.findings)).toHaveLength(REPORT.findings.length);
  });

  it.each<[string, (finding: Finding) => Finding]>([
    ['one bit more', (finding) => withProof(finding, { bits: finding.proof.bits + 1 })],
    ['a tenth of a bit less', (finding) => withProof(finding, { bits: finding.proof.bits - 0.1 })],
    [
      'a chance a million times less',
      (finding) => withProof(finding, { chance: finding.proof.chance / 1e40 }),
    ],
    ['another share', (finding) => withProof(finding, { share: finding.proof.share * 0.9 })],
    ['another level', (finding) => ({ ...finding, level: finding.level === 'A' ? 'B' : 'A' })],
    ['another spelling', (finding) => ({ ...finding, spelling: 'rot13' })],
    ['a recipe of no step', (finding) => withProof(finding, { recipe: 'rot13' })],
    ['the recipe of a digest', (finding) => withProof(finding, { recipe: 'sha512/hex' })],
    [
      'one step more',
      (finding) => withProof(finding, { recipe: `upper > ${finding.proof.recipe} > md5/hex` }),
    ],
    [
      'its place one byte later',
      (finding) => ({ ...finding, at: { ...finding.at, offset: finding.at.offset + 1 } }),
    ],
    [
      'its place one byte longer',
      (finding) => ({ ...finding, at: { ...finding.at, length: finding.at.length + 1 } }),
    ],
  ])('with %s is not believed', async (_, lie) => {
    expect(await believed(REPORT.findings.map(lie))).toEqual([]);
  });

  it.each([1, -1])('with one link of its route off by %i is not believed', async (by) => {
    const longest = Math.max(...REPORT.findings.map(({ route }) => route.length));
    for (let link = 1; link < longest; link++) {
      const touched = REPORT.findings.filter(
        ({ route }) => link < route.length && (route[link]?.offset ?? 0) + by >= 0,
      );
      const moved = touched.map((finding) => ({
        ...finding,
        route: finding.route.map((each, index) =>
          index === link ? { ...each, offset: (each.offset ?? 0) + by } : each,
        ),
      }));
      expect(await believed(moved)).toEqual([]);
    }
  });

  it('is not believed once a byte of what proves it is another one', async () => {
    const report = new Map(
      NAMES.map((name) => [name, REPORT.findings.filter(({ flowId }) => flowId === name)]),
    );
    for (const [index, name] of NAMES.entries()) {
      for (const finding of report.get(name) ?? []) {
        const link = finding.route[1];
        const start = link?.offset ?? 0;
        const at =
          finding.route.length > 2 ? start + Math.floor((link?.length ?? 0) / 2) : start + finding.at.offset;
        const body = Buffer.from(BODIES[name] ?? '');
        body[at] = (body[at] ?? 0) ^ 1;
        const flows = FLOWS.map((flow, other) => (other === index ? flowOf(name, body) : flow));
        expect([name, await believed([finding], flows)]).toEqual([name, []]);
      }
    }
  });
});
