import { bytesWords, type Coverage, type SummaryRow } from '#model/report';
import type { Finding } from '#model/finding';
import type { Policy, PolicyRule, Review } from '#model/policy';
import type { Recipient } from '#model/recipient';
import type { Controls } from '#model/session';
import {
  enoughText,
  leaksText,
  NO_KNOWN_VALUES,
  percent,
  plural,
  ruleReasons,
  scopeText,
  SHAPES_ONLY,
  sumOf,
} from './verdict-text.ts';

type Judged = Pick<Finding, 'class' | 'level' | 'transport' | 'consent' | 'group'>;

const isAbsentOrHolds = <Item>(allowed: readonly Item[] | undefined, item: Item | null): boolean =>
  allowed === undefined || (item !== null && allowed.includes(item));

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

const holds = (rule: PolicyRule, finding: Judged, recipient: Recipient): boolean =>
  isAbsentOrHolds(rule.classes, finding.class) &&
  isAbsentOrHolds(rule.levels, finding.level) &&
  isAbsentOrHolds(rule.transport, finding.transport) &&
  isAbsentOrHolds(rule.consent, finding.consent.atSend) &&
  isAbsentOrHolds(rule.purposes, finding.consent.purpose) &&
  isAbsentOrHolds(rule.parties, recipient.party) &&
  isAbsentOrHolds(rule.owners, recipient.owner) &&
  (rule.domains === undefined || rule.domains.some((domain) => isBelow(recipient.host, domain)));

const reviewOf = (
  review: Review | null,
  group: string,
  asOf: string | null,
): Review['entries'][number] | undefined =>
  review?.entries.find(
    (entry) =>
      entry.group === group &&
      (entry.until === undefined || asOf === null || asOf.slice(0, 10) <= entry.until),
  );

/** What a policy, and before it a review, says of one finding; the first rule that holds decides. */
export const evaluate = (
  finding: Judged,
  recipient: Recipient,
  gate: { readonly policy: Policy; readonly review: Review | null; readonly asOf: string | null },
): Finding['policy'] => {
  const entry = reviewOf(gate.review, finding.group, gate.asOf);
  if (entry !== undefined && entry.decision !== 'confirmed')
    return { forbidden: false, rule: `review: ${entry.decision}` };
  const rule = gate.policy.rules.find((candidate) => holds(candidate, finding, recipient));
  return rule === undefined
    ? { forbidden: false, rule: 'no rule forbids it' }
    : { forbidden: rule.verdict === 'forbid', rule: `${rule.id}: ${rule.because}` };
};

/** Shares are quotients: equality with a limit must not hang on the last bit of a double. */
const isAbove = (share: number, limit: number): boolean => share > limit + 1e-12;

const controlReasons = (controls: Controls, policy: Policy): readonly string[] =>
  (['positive', 'negative'] as const)
    .filter(
      (name) =>
        controls[name].passed === false ||
        (policy.controls[name] === 'required' && controls[name].passed !== true),
    )
    .map(
      (name) =>
        `the ${name} control ${controls[name].passed === false ? 'failed' : 'did not run'}: ${controls[name].why}`,
    );

const blindReasons = (coverage: Coverage, controls: Controls, policy: Policy): readonly string[] => {
  const reasons = [...controlReasons(controls, policy)];
  const unread = 1 - coverage.readShare;
  const { total, unread: unreadConnections } = coverage.connections;
  if (isAbove(unread, policy.limits.unreadBytesShare)) {
    reasons.push(
      `${percent(unread)} of ${bytesWords(coverage)} could not be read (limit ${percent(policy.limits.unreadBytesShare)})`,
    );
  }
  if (total > 0 && isAbove(unreadConnections / total, policy.limits.unreadConnectionsShare)) {
    const limit = percent(policy.limits.unreadConnectionsShare);
    reasons.push(
      `${String(unreadConnections)} of ${plural(total, 'connection')} could not be read (limit ${limit})`,
    );
  }
  return reasons;
};

export type Outcome = {
  readonly verdict: 'leaks' | 'blind' | 'clean';
  readonly verdictText: string;
  readonly reasons: readonly string[];
};

/** What was found: who received what, and how many findings each rule forbids. */
export type FoundSums = {
  readonly summary: readonly SummaryRow[];
  readonly rules: ReadonlyMap<string, number>;
};

/** What a verdict depends on beside findings and coverage. */
export type Circumstances = {
  readonly controls: Controls;
  readonly policy: Policy;
  readonly minutes: number;
  /** The input has lost something, and of its traffic nothing is there. */
  readonly isAllLost?: boolean;
  /** False: no canary was given, and only shapes were searched for. */
  readonly hasKnownValues?: boolean;
};

const ALL_LOST = 'of the traffic nothing could be read, and parts of the input are lost';

/** The verdict with its scope, and every condition that decided it. */
export const conclude = (
  { summary, rules }: FoundSums,
  coverage: Coverage,
  context: Circumstances,
): Outcome => {
  const { hasKnownValues = true, controls, policy } = context;
  const forbidden = sumOf(summary, 'forbidden');
  const allowed = sumOf(summary, 'findings') - forbidden;
  const scope = scopeText(coverage, context.minutes, allowed);
  const blind = [
    ...(context.isAllLost === true ? [ALL_LOST] : []),
    ...blindReasons(coverage, controls, policy),
  ];
  const unknown = hasKnownValues ? [] : [NO_KNOWN_VALUES];
  if (forbidden > 0) {
    const verdictText = `${leaksText(summary)}, seen ${scope}.`;
    return { verdict: 'leaks', verdictText, reasons: [...ruleReasons(rules), ...blind, ...unknown] };
  }
  const warning = hasKnownValues ? '' : ` ${SHAPES_ONLY}`;
  if (blind.length > 0)
    return {
      verdict: 'blind',
      verdictText: `Too little could be read: nothing outside the policy seen ${scope}.${warning}`,
      reasons: [...blind, ...unknown],
    };
  return {
    verdict: 'clean',
    verdictText: `Nothing outside the policy seen ${scope}.${warning}`,
    reasons: [enoughText(coverage, policy), ...unknown],
  };
};
