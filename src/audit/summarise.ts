import type { Finding } from '#model/finding';
import type { SummaryRow } from '#model/report';

const merge = (row: SummaryRow | undefined, finding: Finding): SummaryRow => ({
  class: finding.class,
  recipientId: finding.recipientId,
  purpose: finding.consent.purpose,
  atSend: finding.consent.atSend,
  level: finding.level,
  findings: (row?.findings ?? 0) + 1,
  forbidden: (row?.forbidden ?? 0) + (finding.policy.forbidden ? 1 : 0),
  cleartext: (row?.cleartext ?? 0) + (finding.transport === 'http' ? 1 : 0),
});

/** Who received what: findings counted by class, level, recipient, purpose and consent; what is forbidden first. */
export const summarise = (findings: Iterable<Finding>): SummaryRow[] => {
  const rows = new Map<string, SummaryRow>();
  for (const finding of findings) {
    const { purpose, atSend } = finding.consent;
    const key = JSON.stringify([finding.class, finding.recipientId, purpose, atSend, finding.level]);
    rows.set(key, merge(rows.get(key), finding));
  }
  return [...rows]
    .sort(([a, x], [b, y]) => y.forbidden - x.forbidden || (a < b ? -1 : 1))
    .map(([, row]) => row);
};
