import { lastUpTo } from '#model/last-up-to';
import type { Report } from '#model/report';
import type { Step } from './timeline-scale.ts';

/** What left during a step and until the next one. */
export type Sent = {
  readonly requests: number;
  readonly byteLength: number;
  readonly forbidden: number;
  readonly allowed: number;
  readonly unread: number;
};

/** What leaves when nothing does. */
export const NOTHING_SENT: Sent = { requests: 0, byteLength: 0, forbidden: 0, allowed: 0, unread: 0 };

type Sums = { -readonly [Key in keyof Sent]: number };

/** The last of the steps, in order of time, that had begun; -1 before the first. */
const stepAt = (steps: readonly Step[], atMs: number): number =>
  lastUpTo(steps, atMs, ({ fromMs }) => fromMs);

/** Gives what left in each of the steps, which are in order of time; what left before the first is in none. */
export const sentInSteps = ({ flows, findings }: Report, steps: readonly Step[]): readonly Sent[] => {
  const sums = steps.map((): Sums => ({ ...NOTHING_SENT }));
  for (const { atMs, bytesOut, read } of flows) {
    const sum = sums[stepAt(steps, atMs)];
    if (sum === undefined) continue;
    sum.requests += 1;
    sum.byteLength += bytesOut;
    sum.unread += Number(!read);
  }
  for (const { atMs, policy } of findings) {
    const sum = sums[stepAt(steps, atMs)];
    if (sum !== undefined) sum[policy.forbidden ? 'forbidden' : 'allowed'] += 1;
  }
  return sums;
};
