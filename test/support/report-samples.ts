import { BLIND_REASONS } from '#model/blind-spot';
import { DATA_CLASSES, type DataClass } from '#model/data-class';
import { type Finding, LEVELS } from '#model/finding';
import { PARTIES } from '#model/recipient';
import { type SavedReport, SIMULATED_NOTICE, type SummaryRow } from '#model/report';
import {
  makeBlindSpot,
  makeFinding,
  makeFlowRow,
  makeRecipient,
  makeReport,
  makeSummaryRow,
} from './make-report.ts';
import { exchanges, otherFlows } from './report-exchanges.ts';
import { marksOf } from './report-marks.ts';
import { RECIPIENTS } from './report-recipients.ts';

/** The cells of who received what, as the audit makes them: one per class, recipient, purpose and consent. */
const summaryOf = (findings: readonly Finding[]): SummaryRow[] => {
  const cells = new Map<string, SummaryRow>();
  for (const finding of findings) {
    const { purpose, atSend } = finding.consent;
    const key = [finding.class, finding.recipientId, purpose, atSend].join(' ');
    const cell = cells.get(key) ?? makeSummaryRow({ level: finding.level, findings: 0, forbidden: 0 });
    cells.set(key, {
      ...cell,
      class: finding.class,
      recipientId: finding.recipientId,
      purpose,
      atSend,
      level: finding.level < cell.level ? finding.level : cell.level,
      findings: cell.findings + 1,
      forbidden: cell.forbidden + Number(finding.policy.forbidden),
      cleartext: cell.cleartext + Number(finding.transport === 'http'),
    });
  }
  return [...cells.values()];
};

const BLIND_SPOTS = [
  makeBlindSpot({ recipientId: 'r5', reason: 'pinned', bytesOut: 3120, count: 6 }),
  makeBlindSpot({
    recipientId: 'r2',
    flowId: 'other-idle-1-3',
    reason: 'encrypted-payload',
    bytesOut: 9400,
    count: 3,
    detail: 'entropy 7.98 bits per byte, no known format; header OT_sender names com.acme.analytics',
  }),
  makeBlindSpot({
    recipientId: null,
    reason: 'sms',
    bytesOut: 0,
    count: 1,
    detail: 'one message to a short number',
  }),
];

/** A simulated session in which a vendor received values while every consent was declined. */
export const leaksReport = (): SavedReport => {
  const { marks, startMs } = marksOf();
  const pairs = exchanges(startMs);
  const findings = pairs.map(([, finding]) => finding);
  const flows = [...pairs.map(([row]) => row), ...otherFlows(startMs)].sort((a, b) => a.atMs - b.atMs);
  const base = makeReport();
  return makeReport({
    notice: SIMULATED_NOTICE,
    verdictText: '7 findings outside the policy, 4 allowed, in 93.1 % of outbound bytes during 41 minutes.',
    reasons: [
      '3 findings of level A went to the vendor in clear text while cloud-messaging or cloud-sync was declined.',
      '2 findings of level A (imei) went to the vendor while user-experience was declined.',
      '1 finding of level A (installed_apps) went to a third party after user-experience was withdrawn.',
      '1 finding of level B (imsi) went to the vendor for no purpose that a consent covers.',
    ],
    session: {
      ...base.session,
      id: 'twin-2026-11-22T09-00-00',
      simulated: true,
      marks: [...marks],
      leftChanged: ['account signed in', 'one sent message'],
    },
    method: {
      ...base.method,
      tools: { phonehome: '0.1.0', mockttp: '4.6.5', appium: '3.8.0', adb: '34.0.5' },
      canaries: {
        imei: 2,
        imsi: 1,
        'phone.own': 1,
        'contact.name': 2,
        'contact.number': 2,
        'sms.body': 4,
        'sms.peer_number': 1,
        'call.peer_number': 1,
        android_id: 1,
        serial: 1,
        operator: 1,
      },
      losses: [{ where: 'events.jsonl line 812', what: 'cut off in the middle of an event' }],
      notes: ['Group group-9 was reviewed: confirmed by the lab on 2026-11-20.'],
    },
    summary: summaryOf(findings),
    recipients: [...RECIPIENTS],
    flows,
    findings,
    blindSpots: BLIND_SPOTS,
    coverage: {
      wire: {
        total: 212_967,
        byClass: { read: 190_240, plain: 8000, pinned: 3120, 'not-proxied': 11_297, blocked: 310 },
      },
      content: { total: 187_400, read: 178_000, encryptedPayload: 9400, truncated: 0 },
      connections: { total: 78, unread: 7 },
      readShare: 0.931,
    },
    controls: {
      positive: { passed: true, why: 'the control value left the handset and was found at level A' },
      negative: { passed: true, why: 'no value of the unplanted set was found' },
    },
  });
};

/** A real handset whose system apps refused the certificate: nothing found, too little read. */
export const blindReport = (): SavedReport =>
  makeReport({
    verdict: 'blind',
    verdictText:
      'Nothing outside the policy seen in 12.4 % of outbound bytes during 41 minutes; 0 findings allowed.',
    reasons: [
      '87.6 % of outbound bytes were not read (limit 5 %).',
      '14 of 20 connections were not read (limit 5 %).',
    ],
    summary: [],
    findings: [],
    recipients: RECIPIENTS.slice(0, 5),
    blindSpots: RECIPIENTS.slice(0, 5).map(({ id, bytesOut }, index) =>
      makeBlindSpot({
        recipientId: id,
        bytesOut,
        count: index + 1,
        reason: index % 2 === 0 ? 'tls-refused' : 'pinned',
      }),
    ),
    coverage: {
      wire: { total: 100_000, byClass: { read: 12_400, 'tls-refused': 60_000, pinned: 27_600 } },
      content: { total: 11_000, read: 11_000, encryptedPayload: 0, truncated: 0 },
      connections: { total: 20, unread: 14 },
      readShare: 0.124,
    },
    controls: { positive: { passed: null, why: 'not run' }, negative: { passed: null, why: 'not run' } },
  });

/** An import without handset, marks, findings or blind spots. */
export const cleanReport = (): SavedReport => {
  const base = makeReport();
  return makeReport({
    verdict: 'clean',
    verdictText:
      'Nothing outside the policy seen in 100 % of outbound bytes during 2 minutes; 0 findings allowed.',
    reasons: [],
    session: {
      ...base.session,
      id: 'flows',
      startedAt: null,
      minutes: 2,
      handset: {},
      firmware: null,
      scenario: null,
      marks: [],
    },
    method: { ...base.method, input: { name: 'flows.har', format: 'har', sha256: null }, places: null },
    summary: [],
    findings: [],
    blindSpots: [],
    coverage: {
      wire: { total: 0, byClass: {} },
      content: { total: 5000, read: 5000, encryptedPayload: 0, truncated: 0 },
      connections: { total: 3, unread: 0 },
      readShare: 1,
    },
  });
};

const pick = <Item>(
  items: readonly [Item, ...Item[]] | readonly Item[],
  index: number,
  fallback: Item,
): Item => items[index % items.length] ?? fallback;

const bigClass = (index: number): DataClass => pick(DATA_CLASSES, index, 'imei');

/** 10,000 findings in 2,500 groups, 100,000 flows, 1,500 recipients, 3,000 blind spots. */
export const bigReport = (): SavedReport => {
  const recipients = Array.from({ length: 1500 }, (_, index) =>
    makeRecipient({
      id: `r${String(index)}`,
      host: `h${String(index)}.d${String(index % 400)}.example`,
      registrableDomain: `d${String(index % 400)}.example`,
      owner: `Owner ${String(index % 400)}`,
      party: pick(PARTIES, index, 'unknown'),
    }),
  );
  const flows = Array.from({ length: 100_000 }, (_, index) =>
    makeFlowRow({
      id: `f${String(index)}`,
      atMs: index * 25,
      recipientId: `r${String(index % 1500)}`,
      read: index % 50 !== 0,
      urlMasked: `https://h${String(index % 1500)}.d${String(index % 400)}.example/v1/items/${String(index)}?q=•••`,
    }),
  );
  const findings = Array.from({ length: 10_000 }, (_, index) =>
    makeFinding({
      id: `finding-${String(index)}`,
      group: `group-${String(index % 2500)}`,
      flowId: `f${String(index * 10)}`,
      recipientId: `r${String((index * 10) % 1500)}`,
      class: bigClass(index % 2500),
      atMs: index * 250,
      level: pick(LEVELS, Math.floor((index % 2500) / 7), 'A'),
      transport: index % 9 === 0 ? 'http' : 'https',
      policy: { forbidden: index % 5 === 0, rule: 'known-values-need-consent' },
    }),
  );
  const blindSpots = Array.from({ length: 3000 }, (_, index) =>
    makeBlindSpot({
      recipientId: `r${String(index % 1500)}`,
      reason: pick(BLIND_REASONS, index, 'gap'),
      count: index + 1,
    }),
  );
  const base = makeReport();
  return makeReport({
    recipients,
    flows,
    findings,
    blindSpots,
    summary: summaryOf(findings),
    session: { ...base.session, marks: [...marksOf().marks] },
  });
};
