import { describe, expect, it } from 'vitest';
import { explainFinding } from '#report/explain';
import { RENDERERS } from '#report/render';
import { makeFinding, makeReport } from '../support/make-report.ts';

const masked = '+4•••3';
const findings = [
  makeFinding({ id: 'f-own', group: 'g-own', class: 'phone.own', canaryId: 'own-number', masked }),
  makeFinding({ id: 'f-peer', group: 'g-peer', class: 'sms.peer_number', canaryId: 'peer-number', masked }),
];
const report = makeReport({ findings });

describe('two known values that are masked alike', () => {
  it.each(['html', 'sarif', 'junit', 'text', 'csv', 'json'] as const)('are told apart in %s', (format) => {
    const text = [...RENDERERS[format](report)].join('');
    for (const { canaryId } of findings) expect(text).toContain(canaryId);
  });

  it('are told apart where one finding is explained', () => {
    expect(
      findings.map((finding) =>
        explainFinding(report, finding).includes(`${masked} (${finding.canaryId ?? ''})`),
      ),
    ).toEqual([true, true]);
  });
});
