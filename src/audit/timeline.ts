import { lastUpTo } from '#model/last-up-to';
import type { Canary } from '#model/canary';
import type { ConsentState } from '#model/consent';
import { NO_PURPOSE } from '#model/consent';
import type { Mark } from '#model/session';

/** The marks of a session, looked up by time. */
export type Timeline = {
  readonly stepAt: (atMs: number) => string | null;
  /** Null where no mark tells, and for the purpose `none`. */
  readonly consentAt: (purpose: string, atMs: number) => ConsentState | null;
  readonly readBackAt: (purpose: string, atMs: number) => boolean;
  /** The state when the canary was last entered before `atMs`; null for what no step creates. */
  readonly consentAtEntry: (canary: Canary, purpose: string, atMs: number) => ConsentState | null;
  /** The steps that had entered the canary by then: a later one cannot have caused a sending. */
  readonly enteredBy: (canary: Canary, atMs: number) => readonly string[];
};

const lastBefore = <Item extends { readonly atMs: number }>(
  items: readonly Item[],
  atMs: number,
): Item | undefined => items[lastUpTo(items, atMs, (item) => item.atMs)];

const stateIn = (mark: Mark | undefined, purpose: string): ConsentState | null =>
  purpose !== NO_PURPOSE && mark !== undefined && Object.hasOwn(mark.consent, purpose)
    ? (mark.consent[purpose] ?? null)
    : null;

/** Indexes marks by time; a session without marks answers null to everything. */
export const timelineFrom = (unordered: readonly Mark[]): Timeline => {
  const marks = [...unordered].sort((a, b) => a.atMs - b.atMs);
  const starts = marks.filter(({ kind }) => kind === 'step-start' || kind === 'end');
  const decisions = new Map<string, Mark[]>();
  for (const mark of marks) {
    for (const purpose of Object.keys(mark.readBack ?? {})) {
      decisions.set(purpose, [...(decisions.get(purpose) ?? []), mark]);
    }
  }
  const enteringOf = (canary: Canary): readonly Mark[] =>
    starts.filter(({ step }) => canary.steps?.includes(step) === true);
  return {
    stepAt: (atMs) => lastBefore(starts, atMs)?.step ?? null,
    consentAt: (purpose, atMs) => stateIn(lastBefore(marks, atMs), purpose),
    readBackAt: (purpose, atMs) =>
      lastBefore(decisions.get(purpose) ?? [], atMs)?.readBack?.[purpose] === true,
    // A value entered twice may have been sent because of either time; the later one accuses less.
    consentAtEntry: (canary, purpose, atMs) => {
      const entering = enteringOf(canary);
      return stateIn(lastBefore(entering, atMs) ?? entering[0], purpose);
    },
    enteredBy: (canary, atMs) => {
      const entering = enteringOf(canary);
      const before = entering.filter((mark) => mark.atMs <= atMs);
      const steps = (before.length > 0 ? before : entering.slice(0, 1)).map(({ step }) => step);
      return steps.length > 0 ? [...new Set(steps)] : (canary.steps ?? []);
    },
  };
};
