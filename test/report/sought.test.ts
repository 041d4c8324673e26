import { describe, expect, it } from 'vitest';
import { sought } from '../../src/report/sought.ts';
import { makeReport } from '../support/make-report.ts';

const method = makeReport().method;
const passed = { passed: true, why: '' };

describe('sought', () => {
  it('names the classes searched for and not seen, in what could be read', () => {
    const report = makeReport({
      method: { ...method, canaries: { imei: 1, 'sms.body': 2, gaid: 1, unheard: 1 } },
    });
    expect(sought(report)).toEqual([
      'Searched for and not detected in 93.1 % of outbound bytes that could be read: advertising id, text of a message, unheard.',
    ]);
  });

  it('is no proof of absence unless the positive control passed', () => {
    const canaries = { gaid: 1 };
    const controls = (positive: boolean | null) => ({
      positive: { passed: positive, why: '' },
      negative: passed,
    });
    const sentences = (positive: boolean | null): number =>
      sought(makeReport({ method: { ...method, canaries }, controls: controls(positive) })).length;
    expect([true, false, null].map(sentences)).toEqual([1, 2, 2]);
  });

  it('says nothing where every class was seen', () => {
    expect(sought(makeReport())).toEqual([]);
  });
});
