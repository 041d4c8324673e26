import type { Match } from './match.ts';

/** Matches of one flow that are kept of known values, and as many of shapes; more are no use to anybody. */
export const MOST_MATCHES = 100_000;

/** Matches up to a bound, and beyond it the first of each subject: the id of a canary, or the class of a shape. */
export type Kept = {
  readonly matches: Match[];
  readonly subjects: Set<string>;
  /** Whether any was left out. */
  isCut: boolean;
};

/** Nothing kept yet. */
export const makeKept = (): Kept => ({ matches: [], subjects: new Set(), isCut: false });

const subjectOf = ({ canaryId, class: dataClass }: Match): string => canaryId ?? dataClass;

/** Whether one more match of a subject is kept; where not, something counts as left out. */
export const hasRoomFor = (kept: Kept, subject: string): boolean => {
  if (kept.matches.length < MOST_MATCHES || !kept.subjects.has(subject)) return true;
  kept.isCut = true;
  return false;
};

/** Adds a match where there is room for it. */
export const keep = (kept: Kept, match: Match): void => {
  const subject = subjectOf(match);
  if (!hasRoomFor(kept, subject)) return;
  kept.subjects.add(subject);
  kept.matches.push(match);
};
