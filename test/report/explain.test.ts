import { expect, it } from 'vitest';
import { explainFinding } from '#report/explain';
import { hostileReport } from '../support/hostile-report.ts';
import { SIMULATED_NOTICE } from '#model/report';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoaded } from '../support/make-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';

it('tells a finding link by link, in the four statements, masked', () => {
  const nested = Buffer.from('{"i":"861234050123457"}').toString('base64');
  const report = makeReportOf([makeLoaded({}, JSON.stringify({ v: 4, d: nested }))], [makeCanary()]);
  const [finding] = report.findings;
  const text = finding === undefined ? '' : explainFinding(report, finding);
  expect(text.startsWith(SIMULATED_NOTICE)).toBe(true);
  for (const heading of ['Observation', 'Identification', 'Attribution', 'Evaluation']) {
    expect(text).toContain(`\n${heading}\n`);
  }
  expect(text).toContain('2. json $.d: take 32 bytes at 12, undo json');
  expect(text).toContain('3. base64: take 32 bytes at 0, undo base64');
  expect(text).not.toContain('861234050123457');
});

it('lets nothing captured act on a terminal', () => {
  const report = hostileReport();
  const text = report.findings.map((finding) => explainFinding(report, finding)).join('');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
});
