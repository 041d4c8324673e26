import type { Finding, Level } from '#model/finding';

/** Findings that stay the same from run to run, led by the one that weighs most. */
export type FindingGroup = {
  readonly group: string;
  /** True when the policy forbids at least one of them. */
  readonly forbidden: boolean;
  readonly lead: Finding;
  /** The lead first. */
  readonly findings: readonly Finding[];
};

const byWeight = (a: Finding, b: Finding): number =>
  Number(b.policy.forbidden) - Number(a.policy.forbidden) ||
  compareText(a.level, b.level) ||
  a.atMs - b.atMs ||
  compareText(a.id, b.id);

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const groupOf = (findings: readonly Finding[]): readonly FindingGroup[] => {
  const sorted = [...findings].sort(byWeight);
  const lead = sorted[0];
  return lead === undefined
    ? []
    : [{ group: lead.group, forbidden: lead.policy.forbidden, lead, findings: sorted }];
};

/** Gives the findings by group: forbidden groups first, then the surest, the most frequent, the earliest. */
export const groupFindings = (findings: readonly Finding[]): readonly FindingGroup[] => {
  const byGroup = new Map<string, Finding[]>();
  for (const finding of findings) {
    const sofar = byGroup.get(finding.group);
    if (sofar === undefined) byGroup.set(finding.group, [finding]);
    else sofar.push(finding);
  }
  return [...byGroup.values()].flatMap(groupOf).sort(byGroupWeight);
};

const byGroupWeight = (a: FindingGroup, b: FindingGroup): number =>
  Number(b.forbidden) - Number(a.forbidden) ||
  compareText(a.lead.level satisfies Level, b.lead.level) ||
  b.findings.length - a.findings.length ||
  byWeight(a.lead, b.lead);
