import { describe, expect, it } from 'vitest';
import { Flows } from '../../../src/report/html/flows.tsx';
import { makeFlowRow, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';

const flows = Array.from({ length: 20 }, (_, index) =>
  makeFlowRow({
    id: `f${String(index)}`,
    atMs: index * 1000,
    method: `M${String(index)}`,
    read: index !== 19,
  }),
);

describe('Flows', () => {
  it('keeps those that bear a finding or were not read when it cannot show all, in order of time', () => {
    const html = htmlOf(Flows, { view: makeView(makeReport({ flows }), { flows: 3 }) });
    expect([...html.matchAll(/M(\d+) http/g)].map(([, index]) => index)).toEqual(['0', '1', '19']);
    expect(seenOf(html)).toContain('3 of 20 requests are shown here');
    expect(seenOf(html)).toContain('? not read');
  });

  it('shows all where it can, collapsed', () => {
    const html = htmlOf(Flows, { view: makeView(makeReport({ flows })) });
    expect(html).toContain('<details><summary>20 requests, personal values masked</summary>');
    expect(html).not.toContain('left-out');
  });

  it('says when there is none', () => {
    expect(seenOf(htmlOf(Flows, { view: makeView(makeReport({ flows: [] })) }))).toBe(
      'RequestsNo request was seen.',
    );
  });
});
