import { describe, expect, it } from 'vitest';
import { lanesOf, trafficOf } from '../../../src/report/html/timeline-lanes.ts';
import { scaleOf } from '../../../src/report/html/timeline-scale.ts';
import { makeFinding, makeFlowRow, makeReport } from '../../support/make-report.ts';
import { makeView } from '../../support/make-view.ts';

const scale = scaleOf([], 100_000, 1000);
const allowed = { forbidden: false, rule: 'x' };

describe('lanesOf', () => {
  it('gives a lane to each recipient of a finding or of an unread request', () => {
    const report = makeReport({
      findings: [
        makeFinding({ atMs: 10_000 }),
        makeFinding({ id: '2', atMs: 10_001 }),
        makeFinding({ id: '3', recipientId: 'r2', policy: allowed }),
      ],
      flows: [makeFlowRow(), makeFlowRow({ id: 'f2', recipientId: 'r3', read: false })],
    });
    const lanes = lanesOf(makeView(report), scale);
    expect(lanes.map(({ recipientId }) => recipientId)).toEqual(['r1', 'r3', 'r2']);
    expect(lanes[0]?.forbidden.map(({ count }) => count)).toEqual([2]);
    expect(lanes[1]?.unread).toHaveLength(1);
    expect(lanes[2]?.allowed).toHaveLength(1);
  });
});

describe('trafficOf', () => {
  it('loses no request, however many stand at one place', () => {
    const flows = Array.from({ length: 500 }, (_, index) =>
      makeFlowRow({ id: `f${String(index)}`, atMs: index * 200 }),
    );
    const dots = trafficOf(makeView(makeReport({ flows })), scale);
    expect(dots.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    expect(dots.length).toBeLessThan(150);
  });
});
