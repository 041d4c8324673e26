import type { Finding } from '#model/finding';
import type { Recipient } from '#model/recipient';
import type { FlowRow, Report } from '#model/report';
import { inert } from './inert.ts';
import { noticeOf } from './notice.ts';
import { routeText } from './route-text.ts';
import { flowSearch, inStretches } from './some-rows.ts';
import { stepWords } from './words.ts';

type Row = {
  readonly finding: Finding;
  readonly recipient: Recipient | undefined;
  readonly flow: FlowRow | undefined;
};
type Value = string | number | boolean | null | undefined;

/** The columns, in their order: name and value. */
const COLUMNS: readonly (readonly [name: string, value: (row: Row) => Value])[] = [
  ['id', ({ finding }) => finding.id],
  ['group', ({ finding }) => finding.group],
  ['forbidden', ({ finding }) => finding.policy.forbidden],
  ['policy_rule', ({ finding }) => finding.policy.rule],
  ['class', ({ finding }) => finding.class],
  ['canary_id', ({ finding }) => finding.canaryId],
  ['masked', ({ finding }) => finding.masked],
  ['level', ({ finding }) => finding.level],
  ['spelling', ({ finding }) => finding.spelling],
  ['recipe', ({ finding }) => finding.proof.recipe],
  ['bits', ({ finding }) => finding.proof.bits],
  ['chance', ({ finding }) => finding.proof.chance],
  ['share', ({ finding }) => finding.proof.share],
  ['inversion_candidates', ({ finding }) => finding.proof.inversionCandidates],
  ['host', ({ recipient }) => recipient?.host],
  ['registrable_domain', ({ recipient }) => recipient?.registrableDomain],
  ['owner', ({ recipient }) => recipient?.owner],
  ['party', ({ recipient }) => recipient?.party],
  ['owner_source', ({ recipient }) => recipient?.source],
  ['host_operator', ({ recipient }) => recipient?.hostOperator],
  ['seat', ({ recipient }) => recipient?.seat],
  ['seat_source', ({ recipient }) => recipient?.seatSource],
  ['ip', ({ recipient }) => recipient?.ip],
  ['country', ({ recipient }) => recipient?.country],
  ['place_source', ({ recipient }) => recipient?.placeSource],
  ['transport', ({ finding }) => finding.transport],
  ['method', ({ flow }) => flow?.method],
  ['url_masked', ({ flow }) => flow?.urlMasked],
  ['app', ({ flow }) => flow?.app],
  ['part', ({ finding }) => finding.part],
  ['route', ({ finding }) => routeText(finding.route)],
  ['consent_purpose', ({ finding }) => finding.consent.purpose],
  ['consent_at_send', ({ finding }) => finding.consent.atSend],
  ['consent_at_entry', ({ finding }) => finding.consent.atEntry],
  ['consent_read_back', ({ finding }) => finding.consent.readBack],
  ['step_at_send', ({ finding }) => finding.step.atSend],
  ['step_of_canary', ({ finding }) => stepWords(finding.step.ofCanary, '')],
  ['at_ms', ({ finding }) => finding.atMs],
  ['flow_id', ({ finding }) => finding.flowId],
];

/** First characters that make a spreadsheet compute, with their full-width forms. Source: OWASP, CSV Injection. */
const FORMULA = /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

const field = (value: Value): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = inert(FORMULA.test(value) ? `'${value}` : value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const record = (fields: readonly Value[]): string => `${fields.map(field).join(',')}\r\n`;

/** So many findings are written at once, each with its flow. */
const PIECE_FINDINGS = 500;

/** As `renderCsv`, piece by piece: the table of many findings is not held as one text. */
export function* csvPieces(report: Report): Generator<string> {
  const recipients = new Map(report.recipients.map((recipient) => [recipient.id, recipient]));
  const flowsOf = flowSearch(report);
  const notice = noticeOf(report);
  const head = notice === null ? '' : record([notice, ...COLUMNS.slice(1).map(() => '')]);
  yield head + record(COLUMNS.map(([name]) => name));
  for (const findings of inStretches(report.findings, PIECE_FINDINGS)) {
    const flows = flowsOf(new Set(findings.map(({ flowId }) => flowId)));
    yield findings
      .map((finding) => {
        const recipient = recipients.get(finding.recipientId);
        const row = { finding, recipient, flow: flows.get(finding.flowId) };
        return record(COLUMNS.map(([, value]) => value(row)));
      })
      .join('');
  }
}

/**
 * Gives report.csv: RFC 4180, UTF-8 without a byte order mark, one row per finding. A field that a spreadsheet
 * would compute begins with an apostrophe. Of a simulated handset the first record is the notice, the header second.
 */
export const renderCsv = (report: Report): string => [...csvPieces(report)].join('');
