import { describe, expect, it } from 'vitest';
import { Findings } from '../../../src/report/html/findings.tsx';
import { makeFinding, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';

const allowed = { forbidden: false, rule: 'x' };

describe('Findings', () => {
  it('puts what is forbidden first, in whole cards as far as they go, then in lines', () => {
    const findings = Array.from({ length: 9 }, (_, index) =>
      makeFinding({
        id: `n${String(index)}`,
        group: `g${String(index)}`,
        ...(index % 2 === 0 ? { policy: allowed } : {}),
      }),
    );
    const html = htmlOf(Findings, { view: makeView(makeReport({ findings }), { cards: 5, groupRows: 3 }) });
    expect(html.match(/class="card no"/g)).toHaveLength(4);
    expect(html.match(/class="card yes"/g)).toHaveLength(1);
    expect(html.lastIndexOf('class="card no"')).toBeLessThan(html.indexOf('class="card yes"'));
    expect(seenOf(html)).toContain('4 further groups, one line each');
    expect(seenOf(html)).toContain('3 of 4 further groups are shown here');
  });

  it('claims nothing beyond what was read', () => {
    const seen = seenOf(htmlOf(Findings, { view: makeView(makeReport({ findings: [] })) }));
    expect(seen).toContain('Outside the policyNone in what could be read.');
  });
});
