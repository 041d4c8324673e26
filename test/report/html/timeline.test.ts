import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/report/html/timeline.tsx';
import { makeFinding, makeFlowRow, makeMark, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';
import { cleanReport } from '../../support/report-samples.ts';

describe('Timeline', () => {
  it('says in a table what left during each step, under which consents', () => {
    const base = makeReport();
    const marks = [
      makeMark({ step: 'idle', atMs: 0, consent: { sync: 'declined', push: 'declined' } }),
      makeMark({ step: 'opt-in', atMs: 50_000, consent: { sync: 'accepted', push: 'declined' } }),
    ];
    const report = makeReport({
      session: { ...base.session, marks },
      flows: [
        makeFlowRow({ atMs: 10 }),
        makeFlowRow({ id: 'f2', atMs: 49_999, read: false }),
        makeFlowRow({ id: 'f3', atMs: 50_000 }),
      ],
      findings: [
        makeFinding({ atMs: 10 }),
        makeFinding({ id: '2', atMs: 60_000, policy: { forbidden: false, rule: 'x' } }),
      ],
    });
    const seen = seenOf(htmlOf(Timeline, { view: makeView(report) }));
    expect(seen).toContain('1idle0:00.0 – 0:50.0declined: all2, 1.6 kB✕ 10? 1');
    expect(seen).toContain('2opt-in0:50.0 – 1:00.0accepted: sync; declined: push1, 812 B010');
  });

  it('draws no course where all requests bear one time', () => {
    const report = makeReport({
      session: cleanReport().session,
      flows: [makeFlowRow({ atMs: 0 })],
      findings: [],
    });
    const html = htmlOf(Timeline, { view: makeView(report) });
    expect(seenOf(html)).toContain('All requests bear the same time');
    expect(html).not.toContain('<svg');
  });

  it('says that an import has no steps', () => {
    const html = htmlOf(Timeline, { view: makeView(cleanReport()) });
    expect(seenOf(html)).toContain('The input holds no steps and no consents: only times are known.');
    expect(html).not.toContain('<details>');
  });
});
