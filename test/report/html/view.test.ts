import { describe, expect, it } from 'vitest';
import { hostOf } from '../../../src/report/html/view.ts';
import { makeFinding, makeRecipient, makeReport } from '../../support/make-report.ts';
import { makeView } from '../../support/make-view.ts';

describe('viewOf', () => {
  it('finds recipients and flows by id, and counts findings', () => {
    const findings = [makeFinding(), makeFinding({ id: 'finding-2', flowId: 'f2' })];
    const view = makeView(makeReport({ findings }));
    expect(view.recipients.get('r1')?.host).toBe('api.vendor.example');
    expect(view.flows.get('f1')?.method).toBe('POST');
    expect(view.findingsByRecipient.get('r1')).toEqual({ findings: 2, forbidden: 2 });
    expect(view.findingsByFlow.get('f2')).toBe(1);
    expect(view.groups).toHaveLength(1);
  });
});

describe('hostOf', () => {
  const view = makeView(makeReport({ recipients: [makeRecipient({ host: 'h'.repeat(300) })] }));

  it.each([
    [null, 'no recipient known'],
    ['r9', 'r9'],
    ['r1', `${'h'.repeat(120)}… (180 more characters)`],
  ])('gives %j as %j', (id, expected) => {
    expect(hostOf(view, id)).toBe(expected);
  });
});
