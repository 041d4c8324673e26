import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { titleOf, Verdict } from '../../../src/report/html/verdict.tsx';
import { makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';
import { blindReport, cleanReport, leaksReport } from '../../support/report-samples.ts';

describe('Verdict', () => {
  it.each([
    ['Leaks', '✕', leaksReport()],
    ['Blind', '?', blindReport()],
    ['Clean', '✓', cleanReport()],
  ])('says %s by sign and word before its scope', (word, sign, report) => {
    const seen = seenOf(htmlOf(Verdict, { view: makeView(report) }));
    expect(seen).toContain(`${sign} ${word}: ${report.verdictText}`);
    for (const reason of report.reasons) expect(seen).toContain(reason);
  });

  it('keeps a number and its sign of per cent on one line, and sets a long verdict smaller', () => {
    const said = (verdictText: string): string =>
      htmlOf(Verdict, { view: makeView({ ...makeReport(), verdictText }) });
    expect(said('Seen in 99.8 % of outbound bytes.')).toContain('<h1><');
    expect(said('Seen in 99.8 % of outbound bytes.')).toContain('99.8\u00a0%');
    expect(said(`${'number of a contact, '.repeat(13)}seen.`)).toContain('<h1 class="long">');
  });

  it('opens with the notice of a simulated handset only', () => {
    expect(seenOf(htmlOf(Verdict, { view: makeView(leaksReport()) })).startsWith(SIMULATED_NOTICE)).toBe(
      true,
    );
    expect(htmlOf(Verdict, { view: makeView(makeReport()) })).not.toContain('class="notice"');
  });

  it('gives blind spots a figure beside that of the findings', () => {
    const seen = seenOf(htmlOf(Verdict, { view: makeView(makeReport()) }));
    expect(seen).toContain(
      '1 finding outside the policy1 blind spot: left, not read0 findings allowed1 recipient93.1 %',
    );
  });

  it('says what an import does not state', () => {
    const seen = seenOf(htmlOf(Verdict, { view: makeView(cleanReport()) }));
    expect(seen).toContain('Handsetnot stated');
    expect(seen).toContain('Scenarionone: an import');
  });
});

describe('titleOf', () => {
  it('puts the notice before the verdict', () => {
    expect(titleOf(makeView(leaksReport()))).toBe(
      `${SIMULATED_NOTICE} phonehome report: Leaks, twin-2026-11-22T09-00-00`,
    );
    expect(titleOf(makeView(makeReport()))).toBe('phonehome report: Leaks, 2026-11-22-sample');
  });
});
