import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { renderText } from '../../src/report/text.ts';
import { widthOf } from '../../src/report/text/width.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { makeReport } from '../support/make-report.ts';
import { bigReport, blindReport, cleanReport, leaksReport } from '../support/report-samples.ts';

const withoutColour = (text: string): string => text.replace(/\u001b\[(?:0|1|2|32|1;31|1;33)m/g, '');

describe('renderText', () => {
  it('begins with the notice on one line of its own', () => {
    expect(renderText(leaksReport(), { columns: 40 }).split('\n').slice(0, 2)).toEqual([
      SIMULATED_NOTICE,
      '',
    ]);
    expect(renderText(makeReport())).toMatch(/^LEAKS: 1 finding outside the policy in 93\.1 %/);
  });

  it('says who received what, then what is forbidden, allowed, unread, and to whom all went', () => {
    const text = renderText(leaksReport(), { reportPath: 'reports/x/report.html' });
    const at = [
      'LEAKS',
      'WHO RECEIVED WHAT',
      'OUTSIDE THE POLICY',
      'ALLOWED BY THE POLICY',
      'BLIND SPOTS',
      'RECIPIENTS',
      'COVERAGE',
      'Report: reports/x/report.html',
    ].map((heading) => text.indexOf(heading));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('gives route, consent and scope in words', () => {
    const text = renderText(leaksReport());
    expect(text).toContain('body › gzip › json $.d › base64 › json $.i');
    expect(text).toContain('consent when sent: user-experience: declined (read back from the handset)');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'not detected in 93.1 % of outbound bytes that could be read: Android id',
    );
  });

  it('claims no absence where the positive control did not pass', () => {
    expect(renderText(blindReport())).toContain('this is no proof of absence');
    expect(renderText(cleanReport())).not.toContain('this is no proof of absence');
  });

  it.each([
    ['leaks', leaksReport(), 80],
    ['leaks', leaksReport(), 40],
    ['leaks', leaksReport(), 132],
    ['hostile', { ...hostileReport(), notice: null }, 80],
  ])('keeps within the columns: %s at %#', (_name, report, columns) => {
    const lines = renderText(report, { columns }).split('\n');
    const skipped = lines[0] === SIMULATED_NOTICE ? 1 : 0;
    for (const line of lines.slice(skipped)) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it.each([0, -5, Number.NaN, 3.7])('takes a width of %d columns without harm', (columns) => {
    expect(renderText(leaksReport(), { columns })).toContain('COVERAGE');
  });

  it('lets no captured control or bidi character reach the terminal, with colour or without', () => {
    const plain = renderText(hostileReport());
    const coloured = renderText(hostileReport(), { colour: true });
    const active = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028]/u;
    expect(plain).not.toMatch(active);
    expect(coloured).not.toBe(withoutColour(coloured));
    expect(withoutColour(coloured)).not.toMatch(active);
    expect(withoutColour(coloured)).toBe(plain);
    expect(plain.split('\n')).not.toContain('VERDICT: clean');
  });

  it('caps its lists and says where the rest is', () => {
    const text = renderText(bigReport());
    expect(text.split('\n').length).toBeLessThan(400);
    expect(text).toMatch(/and [\d,]+ more groups, in report\.json/);
  });
});
