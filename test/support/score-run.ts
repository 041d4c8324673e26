import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Canary } from '#model/canary';
import { canariesSchema } from '#model/canary';
import { type EventOf, eventSchema } from '#model/event';
import type { Finding } from '#model/finding';
import { type LedgerLine, ledgerLineSchema } from '#model/ledger';
import { type SavedReport, reportSchema } from '#model/report';
import { type Mark, markSchema } from '#model/session';

/** What a run left on the disk, read back. */
export type RunLeft = {
  readonly report: SavedReport;
  readonly ledger: readonly LedgerLine[];
  readonly canaries: readonly Canary[];
  readonly marks: readonly Mark[];
  readonly requests: readonly EventOf<'http.req'>[];
};

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

/** Reads the capture and the report of a run. */
export const readRun = (capture: string, report: string): RunLeft => ({
  report: reportSchema.parse(JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'))),
  ledger: linesOf(join(capture, 'twin-ledger.jsonl')).map((line) => ledgerLineSchema.parse(line)),
  canaries: canariesSchema.parse(JSON.parse(readFileSync(join(capture, 'canaries.json'), 'utf8'))),
  marks: linesOf(join(capture, 'marks.jsonl')).map((line) => markSchema.parse(line)),
  requests: linesOf(join(capture, 'events.jsonl'))
    .map((line) => eventSchema.parse(line))
    .filter((event) => event.type === 'http.req'),
});

/** One value that the twin says it sent. */
export type Sent = {
  readonly line: LedgerLine;
  readonly flowId: string;
  readonly canary: Canary;
};

const keyOf = (method: string, host: string, path: string): string => `${method} ${host} ${path}`;

/** Requests by method, host and path, in the order of their sending. */
const requestsByKey = ({ requests }: RunLeft): Map<string, string[]> => {
  const byKey = new Map<string, string[]>();
  for (const { method, url, flow } of requests) {
    const { hostname, pathname, search } = new URL(url);
    const key = keyOf(method, hostname, pathname + search);
    byKey.set(key, [...(byKey.get(key) ?? []), flow]);
  }
  return byKey;
};

/** Every canary in every transmission of the ledger, with the flow of the capture that it went out in. */
export const sentCanaries = (left: RunLeft): Sent[] => {
  const byKey = requestsByKey(left);
  return left.ledger
    .filter(({ outcome, channel }) => outcome === 'sent' && channel === 'proxy')
    .flatMap((line) => {
      const flowId = byKey.get(keyOf(line.method ?? '', line.host, line.path ?? ''))?.shift();
      if (flowId === undefined) throw new Error(`${line.flow} of the ledger is not in the capture`);
      return line.carries.flatMap((carried) => {
        const canary = left.canaries.find(
          (one) => one.class === carried.class && one.value === carried.value,
        );
        return canary === undefined ? [] : [{ line, flowId, canary }];
      });
    });
};

/** The finding that reports a value sent; undefined when there is none. */
export const findingFor = (report: SavedReport, { flowId, canary }: Sent): Finding | undefined =>
  report.findings.find(
    (one) =>
      one.flowId === flowId &&
      // A list of apps is one finding, whichever of them it is named by.
      (one.canaryId === canary.id || canary.class === 'installed_apps') &&
      one.class === canary.class &&
      (one.level === 'A' || one.level === 'B'),
  );

/** The step that stands at a moment of the session: the last one begun. */
const stepAt = (marks: readonly Mark[], atMs: number): string | undefined =>
  marks.filter((mark) => (mark.kind === 'step-start' || mark.kind === 'end') && mark.atMs <= atMs).at(-1)
    ?.step;

/** Where a finding differs from what ledger, marks and canaries say of it; empty when it is right. */
export const faultsOf = (left: RunLeft, sent: Sent, finding: Finding): string[] => {
  const { line, canary, flowId } = sent;
  const { purpose, atSend, atEntry } = finding.consent;
  const request = left.requests.find(({ flow }) => flow === flowId);
  const recipient = left.report.recipients.find(({ id }) => id === finding.recipientId);
  const entering = left.marks.filter(
    ({ kind, canaries, atMs }) =>
      kind === 'step-start' && canaries?.includes(canary.id) === true && atMs <= (request?.atMs ?? 0),
  );
  const entered = entering.at(-1)?.consent[purpose] ?? null;
  const expected: readonly (readonly [string, unknown, unknown])[] = [
    ['recipient', recipient?.host, line.host],
    ['transport', finding.transport, line.transport],
    ['atSend', atSend, purpose === 'none' ? null : (line.consent[purpose] ?? null)],
    ['atEntry', atEntry, purpose === 'none' ? null : entered],
    ['step', finding.step.atSend, stepAt(left.marks, request?.atMs ?? 0)],
    ['entering step', [finding.step.ofCanary ?? []].flat().join(), entering.map(({ step }) => step).join()],
    ...(line.purpose === undefined ? [] : [['purpose', purpose, line.purpose] as const]),
  ];
  return expected
    .filter(([, is, wanted]) => is !== wanted)
    .map(
      ([what, is, wanted]) => `${line.flow} ${canary.id}: ${what} is ${String(is)}, not ${String(wanted)}`,
    );
};
