import { describe, expect, it } from 'vitest';
import { groupFindings } from '../../../src/report/groups.ts';
import { Occurrences, ProofDetails } from '../../../src/report/html/proof.tsx';
import { makeFinding, makeProof, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';

describe('ProofDetails', () => {
  it('gives what a hand needs to repeat it: recipe, each link with its bytes, each layer', () => {
    const seen = seenOf(htmlOf(ProofDetails, { view: makeView(makeReport()), finding: makeFinding() }));
    for (const part of [
      'body' + 'the whole part',
      'gzip812 bytes at 0',
      'json$.i15 bytes at 12',
      'match15 bytes at 0',
    ])
      expect(seen).toContain(part);
    expect(seen).toContain('46.5 bits');
    expect(seen).toContain('2.4e-11');
    expect(seen).toContain('{"a":"x","i":"86•••••••••••28"}');
  });

  it('says how few tries undo a hash', () => {
    const finding = makeFinding({ proof: makeProof({ inversionCandidates: 987_655 }) });
    expect(seenOf(htmlOf(ProofDetails, { view: makeView(makeReport()), finding }))).toContain(
      '9.9e+5: a hash is not anonymous here',
    );
  });
});

describe('Occurrences', () => {
  it('lists the others of a group, capped', () => {
    const findings = Array.from({ length: 6 }, (_, index) => makeFinding({ id: `n${String(index)}` }));
    const [group] = groupFindings(findings);
    if (group === undefined) throw new Error('no group');
    const view = makeView(makeReport({ findings }), { occurrences: 3 });
    const html = htmlOf(Occurrences, { view, group });
    expect(html.match(/<tr>/g)).toHaveLength(4);
    expect(seenOf(html)).toContain('3 of 5 further occurrences are shown here');
    expect(htmlOf(Occurrences, { view, group: { ...group, findings: findings.slice(0, 1) } })).toBe('');
  });
});
