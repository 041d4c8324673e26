import { auditFlow, compile } from '#audit/audit';
import type { DraftFinding } from '#audit/flow-audit';
import type { Case } from './build.ts';
import { SENT_AT_MS } from './digests.ts';
import type { Identity } from './identity.ts';

/** What the audit made of a case. */
export type Outcome = {
  readonly case: Case;
  readonly isFound: boolean;
  /** Findings of level A or B that the request does not give cause for. */
  readonly isFalse: boolean;
  readonly levels: readonly string[];
  readonly blind: readonly string[];
};

const isSure = ({ level }: DraftFinding): boolean => level === 'A' || level === 'B';

/** Audits each case with the known values of its own identity, through the public core; CPU time in ms beside. */
export const measure = (
  cases: readonly Case[],
  identities: readonly Identity[],
): { readonly outcomes: readonly Outcome[]; readonly cpuMs: number } => {
  const tables = identities.map(({ canaries }) => compile(canaries));
  const surround = { startedAtMs: SENT_AT_MS, secrets: { ssecurities: [] } };
  const before = process.cpuUsage();
  const audits = cases.map(({ plan, loaded }) => {
    const own = tables[plan.identity];
    if (own === undefined) throw new RangeError('a case names no identity');
    return auditFlow(own, loaded, surround);
  });
  const { user, system } = process.cpuUsage(before);
  const outcomes = cases.map((one, index): Outcome => {
    const audit = audits[index];
    const sure = (audit?.drafts ?? []).filter(isSure);
    const classOf = (id: string | null): string | undefined =>
      identities[one.plan.identity]?.canaries.find((canary) => canary.id === id)?.class;
    return {
      case: one,
      isFound: sure.some(({ canaryId }) => classOf(canaryId) === one.plan.class),
      isFalse: one.plan.isNearMiss
        ? sure.length > 0
        : sure.some(({ canaryId }) => classOf(canaryId) !== one.plan.class),
      levels: (audit?.drafts ?? []).map((draft) => `${draft.level} ${draft.class} ${draft.spelling}`),
      blind: (audit?.blind ?? []).map(({ reason }) => reason),
    };
  });
  return { outcomes, cpuMs: (user + system) / 1000 };
};
