import { describe, expect, it } from 'vitest';
import { BLIND_REASONS } from '#model/blind-spot';
import { BlindSpots } from '../../../src/report/html/blind-spots.tsx';
import { makeBlindSpot, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';

describe('BlindSpots', () => {
  it('has a card of the weight of a finding for each reason', () => {
    const blindSpots = BLIND_REASONS.map((reason) => makeBlindSpot({ reason }));
    const html = htmlOf(BlindSpots, { view: makeView(makeReport({ blindSpots })) });
    expect(html.match(/<article class="card unread">/g)).toHaveLength(BLIND_REASONS.length);
    expect(html.match(/Nothing is said about its content/g)).toHaveLength(BLIND_REASONS.length);
  });

  it('gives recipient, owner, bytes, times and detail, the largest first', () => {
    const blindSpots = [makeBlindSpot({ recipientId: null, bytesOut: 1 }), makeBlindSpot({ bytesOut: 1400 })];
    const seen = seenOf(htmlOf(BlindSpots, { view: makeView(makeReport({ blindSpots })) }));
    expect(seen).toContain(
      'api.vendor.exampleVendor1.4 kB4alert unknown_ca on each of 4 attemptsno recipient known–1 B4',
    );
  });

  it('caps each reason and says so', () => {
    const blindSpots = Array.from({ length: 5 }, () => makeBlindSpot());
    const seen = seenOf(
      htmlOf(BlindSpots, { view: makeView(makeReport({ blindSpots }), { blindSpots: 2 }) }),
    );
    expect(seen).toContain('2 of 5 entries are shown here');
  });

  it('says when there is none', () => {
    expect(seenOf(htmlOf(BlindSpots, { view: makeView(makeReport({ blindSpots: [] })) }))).toContain(
      'Nothing that was seen leaving stayed unread.',
    );
  });
});
