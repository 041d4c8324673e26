import type { Scale } from './timeline-scale.ts';
import type { View } from './view.ts';

/** Marks of one place of a lane, gathered because they would cover each other. */
export type Dot = { readonly x: number; readonly atMs: number; readonly count: number };

/** What went to one recipient: what the policy forbids, what it allows, what was not read. */
export type Lane = {
  readonly recipientId: string;
  readonly forbidden: readonly Dot[];
  readonly allowed: readonly Dot[];
  readonly unread: readonly Dot[];
};

const STEP_PX = 7;

/** By place of the axis. */
type Dots = Map<number, Dot>;

const addDot = (dots: Dots, atMs: number, scale: Scale): void => {
  const x = Math.round(scale.xOf(atMs) / STEP_PX) * STEP_PX;
  const sofar = dots.get(x);
  dots.set(x, sofar === undefined ? { x, atMs, count: 1 } : { ...sofar, count: sofar.count + 1 });
};

const inOrder = (dots: Dots): readonly Dot[] => [...dots.values()].sort((a, b) => a.x - b.x);

type Told = { readonly forbidden: Dots; readonly allowed: Dots; readonly unread: Dots };

const tellingRecipients = ({ report }: View, scale: Scale): ReadonlyMap<string, Told> => {
  const lanes = new Map<string, Told>();
  const laneOf = (id: string): Told => {
    const sofar = lanes.get(id) ?? { forbidden: new Map(), allowed: new Map(), unread: new Map() };
    lanes.set(id, sofar);
    return sofar;
  };
  for (const { recipientId, policy, atMs } of report.findings)
    addDot(laneOf(recipientId)[policy.forbidden ? 'forbidden' : 'allowed'], atMs, scale);
  for (const { recipientId, read, atMs } of report.flows)
    if (!read) addDot(laneOf(recipientId).unread, atMs, scale);
  return lanes;
};

/** Gives a lane for each recipient that a finding or an unread request went to, the weightiest first. */
export const lanesOf = (view: View, scale: Scale): readonly Lane[] =>
  [...tellingRecipients(view, scale)]
    .map(([recipientId, { forbidden, allowed, unread }]) => ({
      recipientId,
      forbidden: inOrder(forbidden),
      allowed: inOrder(allowed),
      unread: inOrder(unread),
    }))
    .sort((a, b) => b.forbidden.length - a.forbidden.length || b.unread.length - a.unread.length);

/** Gives all requests as dots: how many left at each place of the axis. */
export const trafficOf = ({ report }: View, scale: Scale): readonly Dot[] => {
  const dots: Dots = new Map();
  for (const { atMs } of report.flows) addDot(dots, atMs, scale);
  return inOrder(dots);
};
