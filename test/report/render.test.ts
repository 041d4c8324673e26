import { describe, expect, it } from 'vitest';
import { type Report, type SavedReport, SIMULATED_NOTICE } from '#model/report';
import type { Rows } from '#model/rows';
import { FORMATS, RENDERERS, REPORT_FILES } from '../../src/report/render.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { bigReport, blindReport, cleanReport, leaksReport } from '../support/report-samples.ts';

const REPORTS = [leaksReport(), blindReport(), cleanReport()];

/** Longer than every list of a page. */
const longReport = (): SavedReport => {
  const { flows, findings, blindSpots, ...rest } = bigReport();
  return {
    ...rest,
    flows: flows.slice(0, 1500),
    findings: findings.slice(0, 1500),
    blindSpots: blindSpots.slice(0, 500),
  };
};

/** As rows that are made anew each time they are asked for. */
const elsewhere = <Row>(rows: Rows<Row>): Rows<Row> => ({
  length: rows.length,
  at: (index) => structuredClone(rows.at(index)),
  *[Symbol.iterator]() {
    for (const row of rows) yield structuredClone(row);
  },
});

describe.each(FORMATS)('%s', (format) => {
  const render = (report: Report): string => [...RENDERERS[format](report)].join('');

  it('gives the same text for the same report, and changes nothing in it', () => {
    const report = leaksReport();
    const before = structuredClone(report);
    expect(render(report)).toBe(render(report));
    expect(report).toEqual(before);
  });

  it('says the notice of a simulated handset within its first characters, and not of a real one', () => {
    const start = render(leaksReport()).replace(/<style>.*?<\/style>/s, '');
    expect(start.indexOf(SIMULATED_NOTICE)).toBeGreaterThanOrEqual(0);
    expect(start.indexOf(SIMULATED_NOTICE)).toBeLessThan(600);
    expect(render(blindReport())).not.toContain(SIMULATED_NOTICE);
  });

  it('gives the same where the long lists are not in memory', () => {
    for (const report of [...REPORTS, hostileReport(), longReport()]) {
      const { flows, findings, blindSpots } = report;
      const long = {
        flows: elsewhere(flows),
        findings: elsewhere(findings),
        blindSpots: elsewhere(blindSpots),
      };
      expect(render({ ...report, ...long })).toBe(render(report));
    }
  });

  it('never speaks of law', () => {
    for (const report of REPORTS) expect(render(report)).not.toMatch(/illegal|unlawful/i);
  });

  it('lets no captured character act', () => {
    const text = render(hostileReport());
    expect(text).not.toMatch(/[^\P{Cc}\n\r]|[\u202a-\u202e\u2066-\u2069\u2028\ufeff]|\p{Cs}/u);
  });

  it('has a file name', () => {
    expect(REPORT_FILES[format]).toMatch(/^report(\.[a-z]+)+$/);
  });
});
