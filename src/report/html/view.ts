import type { Finding } from '#model/finding';
import type { Recipient } from '#model/recipient';
import type { FlowRow, Report } from '#model/report';
import { type FindingGroup, groupFindings } from '../groups.ts';
import { cut } from '../inert.ts';
import { noticeOf } from '../notice.ts';
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
  readonly flows: ReadonlyMap<string, FlowRow>;
  readonly groups: readonly FindingGroup[];
  readonly findingsByRecipient: ReadonlyMap<string, readonly Finding[]>;
  readonly findingsByFlow: ReadonlyMap<string, readonly Finding[]>;
};

const gather = (
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string,
): ReadonlyMap<string, readonly Finding[]> => {
  const gathered = new Map<string, Finding[]>();
  for (const finding of findings) {
    const sofar = gathered.get(keyOf(finding));
    if (sofar === undefined) gathered.set(keyOf(finding), [finding]);
    else sofar.push(finding);
  }
  return gathered;
};

/** Gives a report as its page needs it. */
export const viewOf = (report: Report, caps: Caps): View => ({
  report,
  notice: noticeOf(report),
  caps,
  recipients: new Map(report.recipients.map((recipient) => [recipient.id, recipient])),
  flows: new Map(report.flows.map((flow) => [flow.id, flow])),
  groups: groupFindings(report.findings),
  findingsByRecipient: gather(report.findings, ({ recipientId }) => recipientId),
  findingsByFlow: gather(report.findings, ({ flowId }) => flowId),
});

/** Gives the host of a recipient; its id where the report does not list it. */
export const hostOf = (view: View, recipientId: string | null): string =>
  recipientId === null
    ? 'no recipient known'
    : cut(hostWords(view.recipients.get(recipientId)?.host ?? recipientId), 120);
