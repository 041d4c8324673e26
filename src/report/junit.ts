import { CLASS_WORDS } from '#model/data-class';
import type { Recipient } from '#model/recipient';
import type { Report } from '#model/report';
import { shareOf } from './amounts.ts';
import { type FindingGroup, groupFindings } from './groups.ts';
import { inert, inertDocument } from './inert.ts';
import { noticeOf } from './notice.ts';
import { routeText } from './route-text.ts';
import { inStretches } from './some-rows.ts';
import { BLIND_WORDS, consentWords, valueWords } from './words.ts';

type Outcome = 'passed' | 'failure' | 'error';
type Case = {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  /** Line by line. */
  readonly detail: Iterable<string>;
};
type Suite = {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
  readonly cases: () => Iterable<Case>;
};

const PIECE_LINES = 500;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const attribute = (text: string): string => xml(inert(text));

const detailOf = ({ lead, findings }: FindingGroup): readonly string[] =>
  [
    `value: ${valueWords(lead)} as ${lead.spelling}, level ${lead.level}`,
    `route: ${routeText(lead.route)}`,
    `transport: ${lead.transport}`,
    `consent: ${consentWords(lead.consent.purpose, lead.consent.atSend)} (when sent)`,
    `step: ${lead.step.atSend ?? 'none'}`,
    `policy rule: ${lead.policy.rule}`,
    `occurrences: ${String(findings.length)}, first finding ${lead.id}`,
  ].map(inert);

const outcomeOf = ({ forbidden }: FindingGroup): Outcome => (forbidden ? 'failure' : 'passed');

const caseOf = (group: FindingGroup, host: string): Case => {
  const { lead } = group;
  const consent = consentWords(lead.consent.purpose, lead.consent.atSend);
  return {
    name: `${lead.class} in ${routeText(lead.route)} [${group.group}]`,
    outcome: outcomeOf(group),
    message: `${CLASS_WORDS[lead.class]} to ${host}, level ${lead.level}, ${consent}: policy rule ${lead.policy.rule}`,
    detail: detailOf(group),
  };
};

const recipientSuites = (report: Report): readonly Suite[] => {
  const recipients = new Map<string, Recipient>(report.recipients.map((each) => [each.id, each]));
  const suites = new Map<string, FindingGroup[]>();
  for (const group of groupFindings(report.findings)) {
    const { recipientId } = group.lead;
    const host = recipients.get(recipientId)?.host ?? recipientId;
    const groups = suites.get(host) ?? [];
    suites.set(host, groups);
    groups.push(group);
  }
  return [...suites].map(([name, groups]) => ({
    name,
    outcomes: groups.map(outcomeOf),
    *cases() {
      for (const group of groups) yield caseOf(group, name);
    },
  }));
};

function* blindLines({ blindSpots }: Report): Generator<string> {
  // One line at least, be it empty.
  if (blindSpots.length === 0) yield '';
  for (const { reason, count, bytesOut, detail } of blindSpots)
    yield inert(`${BLIND_WORDS[reason][0]} ×${String(count)}, ${String(bytesOut)} bytes: ${detail}`);
}

const VERDICT_OUTCOMES: Readonly<Record<Report['verdict'], Outcome>> = {
  leaks: 'failure',
  blind: 'error',
  clean: 'passed',
};

function* verdictLines(report: Report): Generator<string> {
  const { content, connections } = report.coverage;
  yield* report.reasons.map(inert);
  yield `content read ${shareOf(content.read, content.total)}, connections unread ${shareOf(connections.unread, connections.total)}`;
  yield* blindLines(report);
}

const verdictSuite = (report: Report): Suite => {
  const outcome = VERDICT_OUTCOMES[report.verdict];
  const only = { name: 'verdict', outcome, message: report.verdictText, detail: verdictLines(report) };
  return { name: 'verdict', outcomes: [outcome], cases: () => [only] };
};

function* linePieces(lines: Iterable<string>): Generator<string> {
  let isFirst = true;
  for (const some of inStretches(lines, PIECE_LINES)) {
    yield xml(`${isFirst ? '' : '\n'}${some.join('\n')}`);
    isFirst = false;
  }
}

function* casePieces(suite: string, { name, outcome, message, detail }: Case): Generator<string> {
  const open = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}" time="0">\n      `;
  if (outcome === 'passed') {
    yield `${open}<system-out>${xml(`${inert(message)}\n`)}`;
    yield* linePieces(detail);
    yield '</system-out>\n    </testcase>\n';
    return;
  }
  const type = outcome === 'error' ? 'blind' : 'forbidden';
  yield `${open}<${outcome} type="${type}" message="${attribute(message)}">`;
  yield* linePieces(detail);
  yield `</${outcome}>\n    </testcase>\n`;
}

const totals = (outcomes: readonly Outcome[]): string => {
  const of = (outcome: Outcome): string => String(outcomes.filter((each) => each === outcome).length);
  return `tests="${String(outcomes.length)}" failures="${of('failure')}" errors="${of('error')}"`;
};

function* suitePieces(
  { name, outcomes, cases }: Suite,
  report: Report,
  notice: string | null,
): Generator<string> {
  const stamp = report.session.startedAt;
  const time = stamp === null ? '' : ` timestamp="${attribute(stamp)}"`;
  const property =
    notice === null
      ? ''
      : `    <properties>\n      <property name="notice" value="${attribute(notice)}"/>\n    </properties>\n`;
  yield `  <testsuite name="${attribute(name)}" ${totals(outcomes)} skipped="0" time="0"${time}>\n${property}`;
  for (const each of cases()) yield* casePieces(name, each);
  yield '  </testsuite>\n';
}

function* documentPieces(report: Report): Generator<string> {
  const notice = noticeOf(report);
  const suites = [verdictSuite(report), ...recipientSuites(report)];
  const comment = notice === null ? '' : `<!-- ${xml(inert(notice)).replaceAll('-', '‐')} -->\n`;
  const name = notice === null ? 'phonehome' : `${notice} phonehome`;
  const all = totals(suites.flatMap(({ outcomes }) => outcomes));
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${comment}<testsuites name="${attribute(name)}" ${all} time="0">\n`;
  for (const suite of suites) yield* suitePieces(suite, report, notice);
  yield '</testsuites>\n';
}

/** As `renderJunit`, piece by piece: the lines of many blind spots are not held as one text. */
export function* junitPieces(report: Report): Generator<string> {
  for (const piece of documentPieces(report)) yield inertDocument(piece);
}

/**
 * Gives report.junit.xml: a suite per recipient with a failure per forbidden group of findings, and a suite
 * `verdict` whose case fails with the exit code: a failure for leaks, an error for blind. A simulated handset's notice is the first comment,
 * the name of the whole and a property of each suite.
 */
export const renderJunit = (report: Report): string => [...junitPieces(report)].join('');
