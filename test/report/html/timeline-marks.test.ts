import { describe, expect, it } from 'vitest';
import { LaneRow, Traffic } from '../../../src/report/html/timeline-marks.tsx';
import { makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView } from '../../support/make-view.ts';

const dot = { x: 70, atMs: 61_000, count: 2 };

describe('LaneRow', () => {
  it('gives each kind of mark its own shape and words', () => {
    const lane = { recipientId: 'r1', forbidden: [dot], allowed: [dot], unread: [{ ...dot, count: 1 }] };
    const html = htmlOf(LaneRow, { view: makeView(makeReport()), lane, y: 0, width: 900 });
    expect(html).toMatch(
      /<path class="dot-no"[^>]*><title>2 findings outside the policy at 1:01\.0<\/title>/,
    );
    expect(html).toMatch(/<circle class="dot-yes"[^>]*><title>2 allowed findings at 1:01\.0<\/title>/);
    expect(html).toContain('<title>1 request not read at 1:01.0</title><rect class="dot-unread"');
  });
});

describe('Traffic', () => {
  it('draws the most at full height and the least still to be seen', () => {
    const html = htmlOf(Traffic, { y: 0, dots: [dot, { x: 140, atMs: 9, count: 1000 }] });
    const heights = [...html.matchAll(/height="([\d.]+)"/g)].map(([, height]) => Number(height));
    expect(heights).toEqual([2.1, 32]);
  });
});
