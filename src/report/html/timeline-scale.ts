import type { ConsentState } from '#model/consent';
import type { Report } from '#model/report';
import type { Mark } from '#model/session';

/** A step of the scenario, in ms of the session clock. */
export type Step = {
  readonly step: string;
  readonly title: string;
  readonly fromMs: number;
  readonly toMs: number;
};

/** One consent over a time in which it did not change. */
export type ConsentSpan = { readonly state: ConsentState; readonly fromMs: number; readonly toMs: number };

/** Gives the time at which the last thing happened, at least 1 ms. */
export const endOf = ({ session, flows, findings }: Report): number => {
  let endMs = 1;
  for (const things of [session.marks, flows, findings])
    for (const { atMs } of things) endMs = Math.max(endMs, atMs);
  return endMs;
};

/** Gives the steps in order; a step without an end lasts until the next one starts. */
export const stepsOf = (marks: readonly Mark[], endMs: number): readonly Step[] => {
  const ordered = [...marks].sort((a, b) => a.atMs - b.atMs);
  const starts = ordered.filter(({ kind }) => kind === 'step-start');
  const endMsOf = new Map<string, number>();
  for (const { kind, step, atMs } of ordered) if (kind === 'step-end') endMsOf.set(step, atMs);
  return starts.map(({ step, title, atMs }, index) => {
    const nextMs = starts[index + 1]?.atMs ?? endMs;
    const ownMs = endMsOf.get(step) ?? nextMs;
    return {
      step,
      title: title ?? '',
      fromMs: atMs,
      toMs: ownMs >= atMs && ownMs <= nextMs ? ownMs : nextMs,
    };
  });
};

/** Gives each purpose's consent as spans, in the order in which the purposes first stand in a mark. */
export const consentsOf = (
  marks: readonly Mark[],
  endMs: number,
): ReadonlyMap<string, readonly ConsentSpan[]> => {
  const spans = new Map<string, ConsentSpan[]>();
  for (const { atMs, consent } of [...marks].sort((a, b) => a.atMs - b.atMs)) {
    for (const [purpose, state] of Object.entries(consent)) {
      const sofar = spans.get(purpose) ?? [];
      const last = sofar.at(-1);
      if (last?.state === state) continue;
      if (last !== undefined) sofar[sofar.length - 1] = { ...last, toMs: atMs };
      sofar.push({ state, fromMs: atMs, toMs: endMs });
      spans.set(purpose, sofar);
    }
  }
  return spans;
};

/** A stretched axis: time to pixels, and the times at which it bends. */
export type Scale = {
  readonly width: number;
  readonly bendsMs: readonly number[];
  readonly xOf: (atMs: number) => number;
};

const NARROWEST = 28;
const MOST_BENDS = 80;

/**
 * Gives an axis on which each step has room: every stretch between two bends gets a least width, and shares what
 * is left by the square root of its duration. With very many steps, or none, the axis is even.
 */
export const scaleOf = (steps: readonly Step[], endMs: number, leastWidth: number): Scale => {
  const inner = steps.length > MOST_BENDS ? [] : steps.map(({ fromMs }) => fromMs);
  const bendsMs = [...new Set([0, ...inner, endMs])].sort((a, b) => a - b);
  const roots = bendsMs.slice(1).map((toMs, index) => Math.sqrt(toMs - (bendsMs[index] ?? 0)));
  const sum = roots.reduce((total, root) => total + root, 0);
  const width = Math.max(leastWidth, roots.length * NARROWEST * 1.5);
  const spare = width - roots.length * NARROWEST;
  const edges = roots.reduce<readonly number[]>(
    (all, root) => [...all, (all.at(-1) ?? 0) + NARROWEST + (root / sum) * spare],
    [0],
  );
  const xOf = (atMs: number): number => {
    const found = bendsMs.findIndex((bendMs) => bendMs >= atMs);
    const right = found === -1 ? bendsMs.length - 1 : Math.max(1, found);
    const fromMs = bendsMs[right - 1] ?? 0;
    const toMs = bendsMs[right] ?? endMs;
    const from = edges[right - 1] ?? 0;
    const part = Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs || 1)));
    return from + part * ((edges[right] ?? from) - from);
  };
  return { width, bendsMs, xOf };
};
