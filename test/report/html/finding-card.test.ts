import { describe, expect, it } from 'vitest';
import type { Finding } from '#model/finding';
import { FindingCard } from '../../../src/report/html/finding-card.tsx';
import { groupFindings } from '../../../src/report/groups.ts';
import { makeFinding, makeReport } from '../../support/make-report.ts';
import { htmlOf, makeView, seenOf } from '../../support/make-view.ts';

const cardOf = (overrides: Partial<Finding>): string => {
  const report = makeReport({ findings: [makeFinding(overrides)] });
  const [group] = groupFindings(report.findings);
  if (group === undefined) throw new Error('no group');
  return seenOf(htmlOf(FindingCard, { view: makeView(report), group }));
};

describe('FindingCard', () => {
  it('keeps observation, identification, attribution and evaluation apart', () => {
    const seen = cardOf({});
    const at = ['Observation', 'Identification', 'Attribution', 'Evaluation'].map((term) =>
      seen.indexOf(term),
    );
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(seen).toContain('a request of 812 B left the handset for api.vendor.example over HTTPS.');
    expect(seen).toContain(
      'vendor.example belongs to Vendor, vendor of this handset (source: privacy policy of the vendor, 2026-11-01)',
    );
  });

  it.each<readonly [Partial<Finding>, string]>([
    [{ transport: 'http' }, 'over plain HTTP: ⚠ clear text, readable by everyone on its way'],
    [{ canaryId: null }, 'recognised by field or shape; the value was not known beforehand'],
    [
      {
        consent: { atSend: 'accepted', atEntry: 'declined', purpose: 'sync', readBack: false },
        step: { atSend: 'a', ofCanary: ['b', 'c'] },
      },
      'Consent when it left: sync: accepted (not read back). When the value was entered, in step b, c: declined.',
    ],
    [
      { consent: { atSend: null, atEntry: null, purpose: 'none', readBack: false } },
      'Consent when it left: no consent covers it. No step entered the value.',
    ],
    [
      { policy: { forbidden: true, rule: 'known-values: they need consent' } },
      'Policy rule known-values: forbidden, because: they need consent',
    ],
    [{ policy: { forbidden: false, rule: 'no rule forbids it' } }, 'Policy rule no rule forbids it: allowed'],
  ])('says %j in words', (overrides, words) => {
    expect(cardOf(overrides)).toContain(words);
  });
});
