import { describe, expect, it } from 'vitest';
import { findingLines } from '../../../src/report/text/findings.ts';
import { type Line, paintLine } from '../../../src/report/text/line.ts';
import { makeFinding, makeReport } from '../../support/make-report.ts';

const seen = (lines: readonly Line[]): string[] =>
  lines.map((each) => paintLine(each, { colour: false, columns: 400 }));

describe('findingLines', () => {
  it('gives value, route, time, step, consent and rule of what is forbidden', () => {
    const finding = makeFinding({
      transport: 'http',
      consent: { atSend: 'declined', atEntry: 'before-choice', purpose: 'sync', readBack: false },
      step: { atSend: 'idle-1', ofCanary: ['a', 'b'] },
    });
    expect(seen(findingLines(makeReport({ findings: [finding] }), true, 10))).toEqual([
      'OUTSIDE THE POLICY: 1 finding in 1 group',
      '  ✕ IMEI → api.vendor.example (Vendor, vendor) in clear text',
      '    86•••••••••••28 (imei-1) as plain, level A, chance 2.4e-11',
      '    body › gzip › json $.d › base64 › json $.i',
      '    at 1:01.0 in step idle-1',
      '    consent when sent: sync: declined; when entered: before-choice, in step a, b',
      '    policy rule known-values-need-consent; finding finding-1',
    ]);
  });

  it('keeps what is allowed short', () => {
    const findings = [makeFinding({ policy: { forbidden: false, rule: 'x' } })];
    expect(seen(findingLines(makeReport({ findings }), false, 10))).toHaveLength(4);
    expect(seen(findingLines(makeReport({ findings }), true, 10))).toEqual([
      'OUTSIDE THE POLICY: no finding in what could be read',
    ]);
  });

  it('caps groups and says so', () => {
    const findings = ['a', 'b', 'c'].map((group) => makeFinding({ id: group, group }));
    expect(seen(findingLines(makeReport({ findings }), true, 1)).at(-1)).toBe(
      '  and 2 more groups, in report.json',
    );
  });
});
