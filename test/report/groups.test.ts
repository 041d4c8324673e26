import { describe, expect, it } from 'vitest';
import type { Finding } from '#model/finding';
import { groupFindings } from '../../src/report/groups.ts';
import { makeFinding } from '../support/make-report.ts';

const allowed = { forbidden: false, rule: 'consent-given' };

describe('groupFindings', () => {
  it('puts forbidden groups first, then the surest, then the most frequent', () => {
    const groups = groupFindings([
      makeFinding({ id: '1', group: 'allowed', policy: allowed }),
      makeFinding({ id: '2', group: 'once' }),
      makeFinding({ id: '3', group: 'twice', atMs: 9 }),
      makeFinding({ id: '4', group: 'twice', atMs: 3 }),
      makeFinding({ id: '5', group: 'hash', level: 'B' }),
    ]);
    expect(groups.map(({ group }) => group)).toEqual(['twice', 'once', 'hash', 'allowed']);
    expect([...(groups[0]?.findings ?? [])].map(({ id }) => id)).toEqual(['4', '3']);
  });

  it('is led by a forbidden finding and forbidden by it, even where a later one is surer', () => {
    const [group] = groupFindings([
      makeFinding({ id: '1', group: 'g', level: 'A', policy: allowed }),
      makeFinding({ id: '2', group: 'g', level: 'B' }),
    ]);
    expect(group?.forbidden).toBe(true);
    expect(group?.lead.id).toBe('2');
  });

  it('does not depend on the order of the findings', () => {
    const findings = ['c', 'a', 'b', 'a', 'c'].map((group, index) =>
      makeFinding({ id: String(index), group }),
    );
    const shown = (rows: readonly Finding[]) =>
      groupFindings(rows).map(({ findings: mine, ...group }) => ({ ...group, findings: [...mine] }));
    expect(shown([...findings].reverse())).toEqual(shown(findings));
  });
});
