import type { Recipient } from '#model/recipient';
import type { FlowRow, Report } from '#model/report';
import { type FindingGroup, groupFindings } from '../groups.ts';
import { cut } from '../inert.ts';
import { noticeOf } from '../notice.ts';
import { firstOf, flowSearch } from '../some-rows.ts';
import { hostWords } from '../words.ts';

/** How much of each list a page shows; the rest stands in report.json and the page says so. */
export type Caps = {
  /** Groups of findings with their whole proof. */
  readonly cards: number;
  /** Further groups, one line each. */
  readonly groupRows: number;
  readonly occurrences: number;
  /** Recipients of *who received what*. */
  readonly matrixRows: number;
  readonly recipients: number;
  readonly blindSpots: number;
  readonly flows: number;
  /** Characters of one captured text. */
  readonly text: number;
};

/** The report and the look-ups that several sections share. */
export type View = {
  readonly report: Report;
  readonly notice: string | null;
  readonly caps: Caps;
  readonly recipients: ReadonlyMap<string, Recipient>;
  /** The flows of the findings that are shown whole. */
  readonly flows: ReadonlyMap<string, FlowRow>;
  readonly groups: readonly FindingGroup[];
  readonly findingsByRecipient: ReadonlyMap<string, FindingCount>;
  readonly findingsByFlow: ReadonlyMap<string, number>;
};

/** How many findings there are, and how many of them the policy forbids. */
export type FindingCount = { readonly findings: number; readonly forbidden: number };

const countFindings = (report: Report): Pick<View, 'findingsByRecipient' | 'findingsByFlow'> => {
  const findingsByRecipient = new Map<string, FindingCount>();
  const findingsByFlow = new Map<string, number>();
  for (const { recipientId, flowId, policy } of report.findings) {
    const { findings, forbidden } = findingsByRecipient.get(recipientId) ?? { findings: 0, forbidden: 0 };
    const count = { findings: findings + 1, forbidden: forbidden + Number(policy.forbidden) };
    findingsByRecipient.set(recipientId, count);
    findingsByFlow.set(flowId, (findingsByFlow.get(flowId) ?? 0) + 1);
  }
  return { findingsByRecipient, findingsByFlow };
};

const shownFlows = (report: Report, groups: readonly FindingGroup[], caps: Caps): View['flows'] => {
  const shown = groups
    .slice(0, caps.cards)
    .flatMap(({ findings }) => firstOf(findings, caps.occurrences + 1));
  return flowSearch(report)(new Set(shown.map(({ flowId }) => flowId)));
};

/** Gives a report as its page needs it. */
export const viewOf = (report: Report, caps: Caps): View => {
  const groups = groupFindings(report.findings);
  return {
    report,
    notice: noticeOf(report),
    caps,
    recipients: new Map(report.recipients.map((recipient) => [recipient.id, recipient])),
    flows: shownFlows(report, groups, caps),
    groups,
    ...countFindings(report),
  };
};

/** Gives the host of a recipient; its id where the report does not list it. */
export const hostOf = (view: View, recipientId: string | null): string =>
  recipientId === null
    ? 'no recipient known'
    : cut(hostWords(view.recipients.get(recipientId)?.host ?? recipientId), 120);
