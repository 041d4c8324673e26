import { describe, expect, it } from 'vitest';
import { Coverage } from '../../../src/report/html/coverage.tsx';
import { makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';
import { cleanReport, leaksReport } from '../../support/report-samples.ts';

describe('Coverage', () => {
  it('shows two ledgers as two bars, each named in words', () => {
    const html = htmlOf(Coverage, { view: makeView(makeReport()) });
    expect(html.match(/<svg class="bar"/g)).toHaveLength(2);
    expect(html).toContain('aria-label="Wire ledger: read 93.1 %, tls-refused 6.9 %"');
    expect(html).toContain('aria-label="Content ledger: read 100 %, encrypted payload 0 %, truncated 0 %"');
  });

  it('fills a bar by its shares', () => {
    const html = htmlOf(Coverage, { view: makeView(makeReport()) });
    expect(html).toContain('x="0.00%" y="0" width="93.10%"');
    expect(html).toContain('x="93.10%" y="0" width="6.90%"');
  });

  it('says of each class whether it was read, and what it means', () => {
    const seen = seenOf(htmlOf(Coverage, { view: makeView(leaksReport()) }));
    expect(seen).toContain('plain ✓ read8.0 kB3.8 %not encrypted, read');
    expect(seen).toContain('not-proxied ? not read11.3 kB5.3 %went past the proxy');
    expect(seen).toContain('7 of 78 connections were not.');
  });

  it('draws no bar for a ledger without a byte', () => {
    const html = htmlOf(Coverage, { view: makeView(cleanReport()) });
    expect(html.match(/<svg class="bar"/g)).toHaveLength(1);
    expect(seenOf(html)).toContain('No byte stands in this ledger.');
  });

  it.each([
    [true, '✓ passed'],
    [false, '✕ failed'],
    [null, '– not run'],
  ])('gives a control that is %j as %s', (passed, words) => {
    const controls = { positive: { passed, why: 'because' }, negative: { passed, why: 'because' } };
    const seen = seenOf(htmlOf(Coverage, { view: makeView(makeReport({ controls })) }));
    expect(seen).toContain(`Positive${words}because`);
    expect(seen).toContain(`Negative${words}because`);
  });
});
