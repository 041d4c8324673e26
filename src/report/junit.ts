import { CLASS_WORDS } from '#model/data-class';
import type { Recipient } from '#model/recipient';
import type { Report } from '#model/report';
import { shareOf } from './amounts.ts';
import { type FindingGroup, groupFindings } from './groups.ts';
import { inert, inertDocument } from './inert.ts';
import { noticeOf } from './notice.ts';
import { routeText } from './route-text.ts';
import { BLIND_WORDS, consentWords, valueWords } from './words.ts';

type Outcome = 'passed' | 'failure' | 'error';
type Case = {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly detail: string;
};
type Suite = { readonly name: string; readonly cases: readonly Case[] };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const attribute = (text: string): string => xml(inert(text));

const detailOf = ({ lead, findings }: FindingGroup): string =>
  [
    `value: ${valueWords(lead)} as ${lead.spelling}, level ${lead.level}`,
    `route: ${routeText(lead.route)}`,
    `transport: ${lead.transport}`,
    `consent: ${consentWords(lead.consent.purpose, lead.consent.atSend)} (when sent)`,
    `step: ${lead.step.atSend ?? 'none'}`,
    `policy rule: ${lead.policy.rule}`,
    `occurrences: ${String(findings.length)}, first finding ${lead.id}`,
  ]
    .map(inert)
    .join('\n');

const caseOf = (group: FindingGroup, host: string): Case => {
  const { lead } = group;
  const consent = consentWords(lead.consent.purpose, lead.consent.atSend);
  return {
    name: `${lead.class} in ${routeText(lead.route)} [${group.group}]`,
    outcome: group.forbidden ? 'failure' : 'passed',
    message: `${CLASS_WORDS[lead.class]} to ${host}, level ${lead.level}, ${consent}: policy rule ${lead.policy.rule}`,
    detail: detailOf(group),
  };
};

const recipientSuites = (report: Report): readonly Suite[] => {
  const recipients = new Map<string, Recipient>(report.recipients.map((each) => [each.id, each]));
  const suites = new Map<string, Case[]>();
  for (const group of groupFindings(report.findings)) {
    const host = recipients.get(group.lead.recipientId)?.host ?? group.lead.recipientId;
    const cases = suites.get(host) ?? [];
    cases.push(caseOf(group, host));
    suites.set(host, cases);
  }
  return [...suites].map(([name, cases]) => ({ name, cases }));
};

const blindText = (report: Report): string =>
  report.blindSpots
    .map(({ reason, count, bytesOut, detail }) =>
      inert(`${BLIND_WORDS[reason][0]} ×${String(count)}, ${String(bytesOut)} bytes: ${detail}`),
    )
    .join('\n');

const VERDICT_OUTCOMES: Readonly<Record<Report['verdict'], Outcome>> = {
  leaks: 'failure',
  blind: 'error',
  clean: 'passed',
};

const verdictSuite = (report: Report): Suite => {
  const { content, connections } = report.coverage;
  const coverage = `content read ${shareOf(content.read, content.total)}, connections unread ${shareOf(connections.unread, connections.total)}`;
  const detail = [...report.reasons.map(inert), coverage, blindText(report)].join('\n');
  return {
    name: 'verdict',
    cases: [
      { name: 'verdict', outcome: VERDICT_OUTCOMES[report.verdict], message: report.verdictText, detail },
    ],
  };
};

const caseXml = (suite: string, { name, outcome, message, detail }: Case): string => {
  const open = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}" time="0"`;
  if (outcome === 'passed')
    return `${open}>\n      <system-out>${xml(`${inert(message)}\n${detail}`)}</system-out>\n    </testcase>\n`;
  return `${open}>\n      <${outcome} type="${outcome === 'error' ? 'blind' : 'forbidden'}" message="${attribute(message)}">${xml(detail)}</${outcome}>\n    </testcase>\n`;
};

const totals = (cases: readonly Case[]): string => {
  const of = (outcome: Outcome): string => String(cases.filter((each) => each.outcome === outcome).length);
  return `tests="${String(cases.length)}" failures="${of('failure')}" errors="${of('error')}"`;
};

const suiteXml = ({ name, cases }: Suite, report: Report, notice: string | null): string => {
  const stamp = report.session.startedAt;
  const time = stamp === null ? '' : ` timestamp="${attribute(stamp)}"`;
  const property =
    notice === null
      ? ''
      : `    <properties>\n      <property name="notice" value="${attribute(notice)}"/>\n    </properties>\n`;
  const body = cases.map((each) => caseXml(name, each)).join('');
  return `  <testsuite name="${attribute(name)}" ${totals(cases)} skipped="0" time="0"${time}>\n${property}${body}  </testsuite>\n`;
};

/**
 * Gives report.junit.xml: a suite per recipient with a failure per forbidden group of findings, and a suite
 * `verdict` whose case fails with the exit code: a failure for leaks, an error for blind. A simulated handset's notice is the first comment,
 * the name of the whole and a property of each suite.
 */
export const renderJunit = (report: Report): string => {
  const notice = noticeOf(report);
  const suites = [verdictSuite(report), ...recipientSuites(report)];
  const comment = notice === null ? '' : `<!-- ${xml(inert(notice)).replaceAll('-', '‐')} -->\n`;
  const name = notice === null ? 'phonehome' : `${notice} phonehome`;
  const body = suites.map((suite) => suiteXml(suite, report, notice)).join('');
  const all = totals(suites.flatMap(({ cases }) => cases));
  return inertDocument(
    `<?xml version="1.0" encoding="UTF-8"?>\n${comment}<testsuites name="${attribute(name)}" ${all} time="0">\n${body}</testsuites>\n`,
  );
};
