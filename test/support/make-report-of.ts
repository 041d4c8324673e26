import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import type { SavedReport } from '#model/report';
import type { Context } from '#audit/report-from';
import { addFlow, createTally } from '#audit/tally';
import { auditFlow, compile } from '#audit/audit';
import { learnSecrets, NO_SECRETS } from '#audit/decode/secrets';
import { reportFrom } from '#audit/report-from';
import { memoryStore } from './memory-store.ts';
import { wholeReport } from './whole-report.ts';

const source = 'a test';

/** What a report says around its flows when a test says nothing: a Redmi, one known vendor, a small policy. */
const context = (canaries: readonly Canary[], tables: ReturnType<typeof compile>): Context => ({
  tool: { name: 'phonehome', version: '0' },
  session: {
    id: 's1',
    startedAt: '2026-01-01T00:00:00.000Z',
    handset: { brand: 'Redmi' },
    firmware: null,
    simulated: true,
    scenario: null,
    marks: [],
    leftChanged: [],
  },
  handset: { brand: 'Redmi' },
  input: { name: 's1', format: 'capture', sha256: null },
  tools: {},
  canaries,
  needles: tables.needles,
  scrub: tables.known.scrub,
  hosts: {
    hostsVersion: 1,
    owners: [{ name: 'Vendor', kind: 'vendor', brands: ['Redmi'], seat: 'CN', source }],
    hosts: [
      {
        domain: 'vendor.example',
        match: 'domain-and-below',
        owner: 'Vendor',
        purposes: [{ purpose: 'cloud-sync', classes: ['contact.number'] }],
        source,
      },
    ],
  },
  hostsLabel: 'test',
  policy: {
    policyVersion: 1,
    name: 'test',
    rules: [
      { id: 'agreed', verdict: 'allow', because: 'b', consent: ['accepted'] },
      { id: 'sure', verdict: 'forbid', because: 'b', levels: ['A', 'B'] },
    ],
    limits: { unreadBytesShare: 0.05, unreadConnectionsShare: 0.05 },
    controls: { positive: 'optional', negative: 'optional' },
    purposes: [],
  },
  review: null,
  places: { country: () => 'SG', asn: () => null, label: 'places of a test' },
  controls: null,
  connections: [],
  losses: [],
  notes: [],
});

/** The report of these flows, audited for these canaries, with the keys that their own answers hand out. */
export const makeReportOf = (
  flows: readonly LoadedFlow[],
  canaries: readonly Canary[],
  overrides: Partial<Context> = {},
): SavedReport => {
  const tables = compile(canaries);
  const tally = createTally(memoryStore());
  let secrets = NO_SECRETS;
  for (const loaded of flows) {
    secrets = learnSecrets(secrets, loaded);
    addFlow(tally, auditFlow(tables, loaded, { startedAtMs: 0, secrets }));
  }
  return wholeReport(reportFrom(tally, { ...context(canaries, tables), ...overrides }, memoryStore));
};
