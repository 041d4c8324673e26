import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/report/html/matrix.tsx';
import { makeReport, makeSummaryRow } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';
import { blindReport } from '../../support/report-samples.ts';

describe('Matrix', () => {
  it('has a column per class that was seen, and no other', () => {
    const summary = [makeSummaryRow(), makeSummaryRow({ class: 'gaid', forbidden: 0 })];
    const html = htmlOf(Matrix, { view: makeView(makeReport({ summary })) });
    expect(html.match(/<th scope="col"/g)).toHaveLength(3);
    expect(seenOf(html)).toContain('RecipientIMEIAdvertising id');
  });

  it('gives state, purpose, level, count and clear text of a cell', () => {
    const summary = [makeSummaryRow({ findings: 5, forbidden: 3, cleartext: 2 })];
    const seen = seenOf(htmlOf(Matrix, { view: makeView(makeReport({ summary })) }));
    expect(seen).toContain(
      '✕outside policy, level A ×5declineduser-experience3 outside policy⚠ clear text ×2',
    );
  });

  it('puts first who received most of what is forbidden, and which classes', () => {
    const summary = [
      makeSummaryRow({ recipientId: 'one', forbidden: 2, findings: 2, class: 'gaid' }),
      makeSummaryRow({ recipientId: 'three', class: 'gaid' }),
      makeSummaryRow({ recipientId: 'three', class: 'mac', forbidden: 2, findings: 2 }),
      makeSummaryRow({ recipientId: 'none', forbidden: 0, findings: 9 }),
    ];
    const html = htmlOf(Matrix, { view: makeView(makeReport({ summary })) });
    expect(seenOf(html)).toContain('RecipientAdvertising idMAC addressIMEI');
    const hosts = [...html.matchAll(/<span class="host">([a-z]+)</g)].map(([, host]) => host);
    expect(hosts).toEqual(['three', 'one', 'none']);
  });

  it('keeps the states of one class apart', () => {
    const summary = [makeSummaryRow(), makeSummaryRow({ atSend: 'accepted', forbidden: 0 })];
    const html = htmlOf(Matrix, { view: makeView(makeReport({ summary })) });
    expect(html.match(/<li class="chip /g)).toHaveLength(2);
  });

  it('says so when no consent covers it', () => {
    const summary = [makeSummaryRow({ purpose: 'none', atSend: null })];
    expect(seenOf(htmlOf(Matrix, { view: makeView(makeReport({ summary })) }))).toContain(
      'no consent covers it',
    );
  });

  it('claims nothing beyond what was read', () => {
    const seen = seenOf(htmlOf(Matrix, { view: makeView(blindReport()) }));
    expect(seen).toContain('No personal data was detected in the outbound bytes that could be read.');
    expect(seen).toContain(
      'Searched for and not detected in 12.4 % of outbound bytes that could be read: IMEI.',
    );
  });
});
