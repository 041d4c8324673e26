import { describe, expect, it } from 'vitest';
import { blindLines, coverageLines, recipientLines } from '../../../src/report/text/ground.ts';
import { type Line, paintLine } from '../../../src/report/text/line.ts';
import { makeBlindSpot, makeRecipient, makeReport } from '../../support/make-report.ts';
import { cleanReport, leaksReport } from '../../support/report-samples.ts';

const seen = (lines: readonly Line[]): string[] =>
  lines.map((each) => paintLine(each, { colour: false, columns: 400 }));

describe('blindLines', () => {
  it('gives reason, recipient, times, bytes and detail, the largest first', () => {
    const blindSpots = [
      makeBlindSpot({ recipientId: null, reason: 'sms', bytesOut: 0, count: 1, detail: '' }),
      makeBlindSpot(),
    ];
    expect(seen(blindLines(makeReport({ blindSpots }), 10)).slice(1)).toEqual([
      '  ? TLS refused api.vendor.example, ×4, 1.4 kB: alert unknown_ca on each of 4 attempts',
      '  ? SMS no recipient known, ×1, 0 B',
    ]);
  });

  it('says when there is none, and how many more there are', () => {
    expect(seen(blindLines(cleanReport(), 10))[1]).toBe('  Nothing that was seen leaving stayed unread.');
    const blindSpots = Array.from({ length: 4 }, () => makeBlindSpot());
    expect(seen(blindLines(makeReport({ blindSpots }), 3)).at(-1)).toBe(
      '  and 1 more blind spot, in report.json',
    );
  });
});

describe('recipientLines', () => {
  it('gives every recipient with the source of its place', () => {
    const recipients = [
      makeRecipient(),
      makeRecipient({ id: 'r2', host: 'x.example', country: null, bytesOut: 9e6, connections: 1 }),
    ];
    expect(seen(recipientLines(makeReport({ recipients }), 10)).slice(1)).toEqual([
      '  x.example · Vendor, vendor · 9.0 MB in 1 connection',
      '  api.vendor.example · Vendor, vendor · address in SG (simulated) · 2.0 kB in 3 connections',
    ]);
  });
});

describe('coverageLines', () => {
  it('keeps the ledgers apart and names controls, places, losses and notes', () => {
    const lines = seen(coverageLines(leaksReport()));
    expect(lines[0]).toBe('COVERAGE: 93.1 % of outbound bytes were read');
    expect(lines[1]).toMatch(/^ {2}wire ledger, 213 kB: read 89\.3 %/);
    expect(lines[2]).toBe('  content ledger, 187 kB: read 95.0 %, encrypted payload 5.0 %, truncated 0 %');
    expect(lines[3]).toBe('  connections: 7 of 78 unread');
    expect(lines.join('\n')).toContain('lost: events.jsonl line 812');
    expect(lines.join('\n')).toContain("an address's country is not the place of processing");
  });

  it('does not call an unwitnessed wire empty', () => {
    expect(seen(coverageLines(cleanReport()))[1]).toBe('  wire ledger, 0 B: not witnessed');
  });
});
