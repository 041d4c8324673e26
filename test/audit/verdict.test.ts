import { describe, expect, it } from 'vitest';
import type { Coverage, SummaryRow } from '#model/report';
import type { Policy } from '#model/policy';
import type { Recipient } from '#model/recipient';
import { conclude, evaluate } from '#audit/verdict';

const policy: Policy = {
  policyVersion: 1,
  name: 'test',
  rules: [
    { id: 'operators', verdict: 'allow', because: 'their own customer', parties: ['operator'] },
    { id: 'accepted', verdict: 'allow', because: 'the owner agreed', consent: ['accepted'] },
    { id: 'sure', verdict: 'forbid', because: 'nobody agreed', levels: ['A', 'B'] },
  ],
  limits: { unreadBytesShare: 0.05, unreadConnectionsShare: 0.05 },
  controls: { positive: 'optional', negative: 'optional' },
  purposes: [],
};
const recipient = { host: 'api.a.example', party: 'vendor', owner: 'A' } as Recipient;
const finding = {
  class: 'imei',
  level: 'A',
  transport: 'https',
  group: 'g1',
  consent: { atSend: 'declined', atEntry: null, purpose: 'cloud-sync', readBack: true },
} as const;
const gate = { policy, review: null, asOf: '2026-11-22T00:00:00Z' };
const reviewed = (decision: 'accepted' | 'confirmed', until?: string) => ({
  ...gate,
  review: {
    reviewVersion: 1 as const,
    entries: [{ group: 'g1', decision, by: 'r', because: 'b', ...(until === undefined ? {} : { until }) }],
  },
});

describe('evaluate', () => {
  it.each([
    ['a sure finding while declined', finding, recipient, gate, true],
    [
      'one that no choice covers',
      { ...finding, consent: { ...finding.consent, atSend: null } },
      recipient,
      gate,
      true,
    ],
    [
      'one after opt-in',
      { ...finding, consent: { ...finding.consent, atSend: 'accepted' as const } },
      recipient,
      gate,
      false,
    ],
    ['one to the operator', finding, { ...recipient, party: 'operator' as const }, gate, false],
    ['a shape', { ...finding, level: 'C' as const }, recipient, gate, false],
    ['one that a review accepted', finding, recipient, reviewed('accepted'), false],
    ['one that a review confirmed', finding, recipient, reviewed('confirmed'), true],
    ['one whose review has run out', finding, recipient, reviewed('accepted', '2026-11-21'), true],
  ])('%s', (_, judged, to, through, forbidden) => {
    expect(evaluate(judged, to, through).forbidden).toBe(forbidden);
  });

  it('names the rule that decided', () => {
    expect(evaluate(finding, recipient, gate).rule).toBe('sure: nobody agreed');
  });
});

const coverage = (readShare: number, total = 40, unread = 0): Coverage => ({
  wire: { total: 0, byClass: {} },
  content: { total: 0, read: 0, encryptedPayload: 0, truncated: 0 },
  connections: { total, unread },
  readShare,
});
const none = { passed: null, why: 'not run' };
const context = { controls: { positive: none, negative: none }, policy, minutes: 41 };
const summaryRow = (row: Partial<SummaryRow>): SummaryRow => ({
  class: 'imei',
  recipientId: 'r1',
  purpose: 'none',
  atSend: null,
  level: 'A',
  findings: 1,
  forbidden: 0,
  cleartext: 0,
  ...row,
});
const allowed = { summary: [summaryRow({})], rules: new Map<string, number>() };
const forbidden = { summary: [summaryRow({ forbidden: 1 })], rules: new Map([['sure: nobody agreed', 1]]) };
const nothing = { summary: [], rules: new Map<string, number>() };

describe('conclude', () => {
  it.each([
    ['leaks', forbidden, coverage(0.2)],
    ['blind', allowed, coverage(0.94)],
    ['clean', allowed, coverage(0.95)],
    ['blind', nothing, coverage(1, 40, 3)],
    ['clean', nothing, coverage(1, 40, 2)],
    ['clean', nothing, coverage(1, 0, 0)],
  ] as const)('%s', (verdict, findings, seen) => {
    expect(conclude(findings, seen, context).verdict).toBe(verdict);
  });

  it('carries its scope and counts what was allowed', () => {
    const { verdictText } = conclude(allowed, coverage(0.9519), context);
    expect(verdictText).toBe(
      'Nothing outside the policy seen in 95.2 % of outbound bytes during 41 minutes; 1 finding within the policy.',
    );
  });

  it('names classes in words, and the rules that forbid as its reasons', () => {
    const summary = [
      summaryRow({ findings: 2, forbidden: 2 }),
      summaryRow({ class: 'phone.own', forbidden: 1 }),
    ];
    const rules = new Map([
      ['own: private', 1],
      ['sure: nobody agreed', 2],
    ]);
    const { verdictText, reasons } = conclude({ summary, rules }, coverage(1), context);
    expect(verdictText).toMatch(
      /^3 findings outside the policy \(IMEI, owner's own telephone number\) to 1 recipient, seen in 100 % /u,
    );
    expect(reasons).toEqual([
      '2 findings by the rule sure: nobody agreed',
      '1 finding by the rule own: private',
    ]);
  });

  it.each([
    [forbidden, 1],
    [nothing, 1],
    [nothing, 0.2],
  ] as const)('warns where no known values were given: %#', (findings, share) => {
    const outcome = conclude(findings, coverage(share), { ...context, hasKnownValues: false });
    expect(outcome.reasons.join()).toContain('only shapes were searched');
    const isTold = outcome.verdictText.includes('No known values were given');
    expect(isTold).toBe(outcome.verdict !== 'leaks');
    expect(conclude(findings, coverage(share), context).reasons.join()).not.toContain('shapes');
  });

  it('speaks of the capture where nobody saw the wire', () => {
    const content = { total: 100, read: 100, encryptedPayload: 0, truncated: 0 };
    expect(conclude(nothing, { ...coverage(1), content }, context).verdictText).toContain(
      'in 100 % of the bytes this capture holds during',
    );
    const wire = { total: 100, byClass: { plain: 100 } };
    expect(conclude(nothing, { ...coverage(1), content, wire }, context).verdictText).toContain(
      'outbound bytes',
    );
  });

  it('is blind when a control failed, and when a required one did not run', () => {
    const failed = {
      ...context,
      controls: { positive: { passed: false, why: 'no canary seen' }, negative: none },
    };
    expect(conclude(nothing, coverage(1), failed).reasons).toEqual([
      'the positive control failed: no canary seen',
    ]);
    const strict = { ...policy, controls: { ...policy.controls, negative: 'required' as const } };
    expect(conclude(nothing, coverage(1), { ...context, policy: strict }).verdict).toBe('blind');
  });
});
