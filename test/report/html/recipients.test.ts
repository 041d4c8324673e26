import { describe, expect, it } from 'vitest';
import { Recipients } from '../../../src/report/html/recipients.tsx';
import { makeRecipient, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';

describe('Recipients', () => {
  it('keeps owner, operator, seat and place apart, each with its source', () => {
    const recipients = [makeRecipient({ asn: 64_500, seatSource: 'register' })];
    const seen = seenOf(htmlOf(Recipients, { view: makeView(makeReport({ recipients })) }));
    expect(seen).toContain(
      'api.vendor.examplevendor.example1✕ 1 outside policyVendorvendor of this handsetseat: CN (source: register)',
    );
    expect(seen).toContain(
      'privacy policy of the vendor, 2026-11-01Cloud Example192.0.2.10AS64500country: SGsource: simulated',
    );
    expect(seen).toContain('2.0 kB3 connectionsfirst at 0:01.0');
  });

  it('lists those without a finding too, after the others', () => {
    const recipients = [makeRecipient({ id: 'r2', host: 'quiet.example', bytesOut: 1e6 }), makeRecipient()];
    const seen = seenOf(htmlOf(Recipients, { view: makeView(makeReport({ recipients })) }));
    expect(seen.indexOf('api.vendor.example')).toBeLessThan(seen.indexOf('quiet.example'));
    expect(seen).toContain('quiet.examplevendor.examplenone');
  });

  it('says what is not known', () => {
    const recipients = [
      makeRecipient({
        hostOperator: null,
        seat: null,
        ip: null,
        country: null,
        placeSource: null,
        role: null,
      }),
    ];
    const seen = seenOf(htmlOf(Recipients, { view: makeView(makeReport({ recipients })) }));
    expect(seen).toContain('seat: not known');
    expect(seen).toContain('not seencountry: not known');
  });
});
