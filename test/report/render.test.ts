import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { FORMATS, RENDERERS, REPORT_FILES } from '../../src/report/render.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { blindReport, cleanReport, leaksReport } from '../support/report-samples.ts';

const REPORTS = [leaksReport(), blindReport(), cleanReport()];

describe.each(FORMATS)('%s', (format) => {
  const render = RENDERERS[format];

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
