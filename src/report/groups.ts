import { type Finding, LEVELS } from '#model/finding';
import type { Rows } from '#model/rows';

/** Findings that stay the same from run to run, led by the one that weighs most. */
export type FindingGroup = {
  readonly group: string;
  /** True when the policy forbids at least one of them. */
  readonly forbidden: boolean;
  readonly lead: Finding;
  /** The lead first. */
  readonly findings: Rows<Finding>;
};

/** What findings are weighed by: little of each, since there may be very many. */
type Weights = {
  readonly forbidden: boolean[];
  readonly levels: number[];
  readonly atMs: number[];
  readonly ids: string[];
};

type Gathered = { readonly group: string; readonly places: number[] };

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const weigh = (findings: Rows<Finding>): { weights: Weights; gathered: readonly Gathered[] } => {
  const weights: Weights = { forbidden: [], levels: [], atMs: [], ids: [] };
  const gathered = new Map<string, Gathered>();
  for (const { id, group, level, atMs, policy } of findings) {
    const mine = gathered.get(group) ?? { group, places: [] };
    gathered.set(group, mine);
    mine.places.push(weights.ids.length);
    weights.forbidden.push(policy.forbidden);
    weights.levels.push(LEVELS.indexOf(level));
    weights.atMs.push(atMs);
    weights.ids.push(id);
  }
  return { weights, gathered: [...gathered.values()] };
};

const byForbidden = ({ forbidden }: Weights, a: number, b: number): number =>
  Number(forbidden[b] ?? false) - Number(forbidden[a] ?? false);

const byLevel = ({ levels }: Weights, a: number, b: number): number => (levels[a] ?? 0) - (levels[b] ?? 0);

const byWeight = (weights: Weights, a: number, b: number): number =>
  byForbidden(weights, a, b) ||
  byLevel(weights, a, b) ||
  (weights.atMs[a] ?? 0) - (weights.atMs[b] ?? 0) ||
  compareText(weights.ids[a] ?? '', weights.ids[b] ?? '');

const rowsAt = (findings: Rows<Finding>, places: readonly number[]): Rows<Finding> => {
  const at = (index: number): Finding | undefined => {
    const place = places[index];
    return place === undefined ? undefined : findings.at(place);
  };
  return {
    length: places.length,
    at,
    *[Symbol.iterator]() {
      for (const index of places.keys()) {
        const finding = at(index);
        if (finding !== undefined) yield finding;
      }
    },
  };
};

const groupFrom = (
  findings: Rows<Finding>,
  { group, places }: Gathered,
  forbidden: boolean,
): FindingGroup => {
  const rows = rowsAt(findings, places);
  return {
    group,
    forbidden,
    get lead() {
      const lead = rows.at(0);
      if (lead === undefined) throw new RangeError('a group without a finding');
      return lead;
    },
    findings: rows,
  };
};

/** Gives the findings by group: forbidden groups first, then the surest, the most frequent, the earliest. */
export const groupFindings = (findings: Rows<Finding>): readonly FindingGroup[] => {
  const { weights, gathered } = weigh(findings);
  for (const { places } of gathered) places.sort((a, b) => byWeight(weights, a, b));
  const leadOf = ({ places }: Gathered): number => places[0] ?? 0;
  return [...gathered]
    .sort(
      (a, b) =>
        byForbidden(weights, leadOf(a), leadOf(b)) ||
        byLevel(weights, leadOf(a), leadOf(b)) ||
        b.places.length - a.places.length ||
        byWeight(weights, leadOf(a), leadOf(b)),
    )
    .map((each) => groupFrom(findings, each, weights.forbidden[leadOf(each)] ?? false));
};
