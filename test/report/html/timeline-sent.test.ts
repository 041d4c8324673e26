import { expect, it } from 'vitest';
import { NOTHING_SENT, sentInSteps } from '../../../src/report/html/timeline-sent.ts';
import { makeFinding, makeFlowRow, makeReport } from '../../support/make-report.ts';

const steps = [10, 20, 20, 30].map((fromMs, index) => ({
  step: String(index),
  title: '',
  fromMs,
  toMs: fromMs + 5,
}));

it('counts what left with the last step that had begun, and nothing before the first', () => {
  const flows = [5, 10, 19, 20, 99].map((atMs, index) =>
    makeFlowRow({ id: String(index), atMs, bytesOut: 100, read: atMs !== 19 }),
  );
  const policy = { forbidden: false, rule: 'x' };
  const findings = [makeFinding({ atMs: 9 }), makeFinding({ atMs: 29 }), makeFinding({ atMs: 30, policy })];
  expect(sentInSteps(makeReport({ flows, findings }), steps)).toEqual([
    { ...NOTHING_SENT, requests: 2, byteLength: 200, unread: 1 },
    NOTHING_SENT,
    { ...NOTHING_SENT, requests: 1, byteLength: 100, forbidden: 1 },
    { ...NOTHING_SENT, requests: 1, byteLength: 100, allowed: 1 },
  ]);
});
