import { describe, expect, it } from 'vitest';
import { type Line, paintLine } from '../../../src/report/text/line.ts';
import { receivedLines, verdictLines } from '../../../src/report/text/verdict.ts';
import { makeRecipient, makeReport, makeSummaryRow } from '../../support/make-report.ts';
import { cleanReport } from '../../support/report-samples.ts';

const seen = (lines: readonly Line[]): string[] =>
  lines.map((each) => paintLine(each, { colour: false, columns: 400 }));

describe('verdictLines', () => {
  it('gives the verdict with its scope, then why', () => {
    const lines = seen(verdictLines(makeReport()));
    expect(lines[0]).toMatch(/^LEAKS: 1 finding outside the policy in 93\.1 %/);
    expect(lines[1]).toBe('  - 1 finding of level A went to the vendor without consent for user-experience.');
  });

  it('says what was audited, as far as it is known', () => {
    expect(seen(verdictLines(makeReport())).at(-1)).toBe(
      'Vendor Sample 12 · Android 13 · firmware V14.0.1.0 · scenario f-secure-2014 · started 2026-11-22T09:00:00.000Z · input captures/2026-11-22-sample (capture) · policy default',
    );
    expect(seen(verdictLines(cleanReport())).at(-1)).toBe('input flows.har (har) · policy default');
  });
});

describe('receivedLines', () => {
  it('gives each cell under its recipient, forbidden first', () => {
    const summary = [
      makeSummaryRow({ class: 'gaid', atSend: 'accepted', forbidden: 0 }),
      makeSummaryRow({ findings: 3, forbidden: 2, cleartext: 1 }),
    ];
    expect(seen(receivedLines(makeReport({ summary }), 10))).toEqual([
      'WHO RECEIVED WHAT',
      '  api.vendor.example · Vendor, vendor',
      '    ✕ outside policy IMEI, level A, 3 findings (2 outside policy); user-experience: declined; 1 in clear text',
      '    ✓ allowed advertising id, level A, 1 finding; user-experience: accepted',
    ]);
  });

  it('caps recipients and says so', () => {
    const recipients = ['a', 'b', 'c'].map((id) => makeRecipient({ id, host: `${id}.example` }));
    const summary = recipients.map(({ id }) => makeSummaryRow({ recipientId: id }));
    expect(seen(receivedLines(makeReport({ recipients, summary }), 2)).at(-1)).toBe(
      '  and 1 more recipient, in report.json',
    );
  });
});
