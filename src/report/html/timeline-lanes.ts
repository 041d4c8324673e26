import type { Finding } from '#model/finding';
import type { FlowRow } from '#model/report';
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

const dots = (items: readonly { readonly atMs: number }[], scale: Scale): readonly Dot[] => {
  const places = new Map<number, Dot>();
  for (const { atMs } of items) {
    const x = Math.round(scale.xOf(atMs) / STEP_PX) * STEP_PX;
    const sofar = places.get(x);
    places.set(x, sofar === undefined ? { x, atMs, count: 1 } : { ...sofar, count: sofar.count + 1 });
  }
  return [...places.values()].sort((a, b) => a.x - b.x);
};

type Told = { readonly findings: Finding[]; readonly unread: FlowRow[] };

const tellingRecipients = ({ report }: View): ReadonlyMap<string, Told> => {
  const lanes = new Map<string, Told>();
  const laneOf = (id: string): Told => {
    const sofar = lanes.get(id) ?? { findings: [], unread: [] };
    lanes.set(id, sofar);
    return sofar;
  };
  for (const finding of report.findings) laneOf(finding.recipientId).findings.push(finding);
  for (const flow of report.flows) if (!flow.read) laneOf(flow.recipientId).unread.push(flow);
  return lanes;
};

/** Gives a lane for each recipient that a finding or an unread request went to, the weightiest first. */
export const lanesOf = (view: View, scale: Scale): readonly Lane[] =>
  [...tellingRecipients(view)]
    .map(([recipientId, { findings, unread }]) => ({
      recipientId,
      forbidden: dots(
        findings.filter(({ policy }) => policy.forbidden),
        scale,
      ),
      allowed: dots(
        findings.filter(({ policy }) => !policy.forbidden),
        scale,
      ),
      unread: dots(unread, scale),
    }))
    .sort((a, b) => b.forbidden.length - a.forbidden.length || b.unread.length - a.unread.length);

/** Gives all requests as dots: how many left at each place of the axis. */
export const trafficOf = ({ report }: View, scale: Scale): readonly Dot[] => dots(report.flows, scale);
