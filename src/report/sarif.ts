import type { BlindSpot } from '#model/blind-spot';
import { BLIND_REASONS } from '#model/blind-spot';
import { CLASS_WORDS, DATA_CLASSES } from '#model/data-class';
import type { Recipient } from '#model/recipient';
import type { Report } from '#model/report';
import type { Location, Log, ReportingDescriptor, Result, Run } from 'sarif';
import { type FindingGroup, groupFindings } from './groups.ts';
import { inert, inertJson } from './inert.ts';
import { listPieces } from './list-pieces.ts';
import { noticeOf } from './notice.ts';
import { routeText } from './route-text.ts';
import { countOf } from './some-rows.ts';
import { BLIND_WORDS, consentWords, isReviewed, LEVEL_WORDS, valueWords } from './words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const classRules: readonly ReportingDescriptor[] = DATA_CLASSES.map((id) => ({
  id,
  shortDescription: { text: `The handset sent: ${CLASS_WORDS[id]}` },
  fullDescription: {
    text: `A value of the class ${id} left the handset. The policy decides whether it may.`,
  },
  help: { text: 'Open report.html beside this file: it shows route, proof, recipient and consent.' },
  defaultConfiguration: { level: 'warning' },
  properties: { tags: ['privacy'] },
}));

const blindRules: readonly ReportingDescriptor[] = BLIND_REASONS.map((reason) => ({
  id: `blind-spot/${reason}`,
  shortDescription: { text: `Not read: ${BLIND_WORDS[reason][0]}` },
  fullDescription: { text: BLIND_WORDS[reason][1] },
  defaultConfiguration: { level: 'none' },
  properties: { tags: ['privacy', 'coverage'] },
}));

/** A gate that reads results alone would take a run that saw too little for a good one. */
const VERDICT_RULE: ReportingDescriptor = {
  id: 'verdict',
  shortDescription: { text: 'The verdict is not clean, and no single finding says why' },
  fullDescription: { text: 'Blind: too little could be read, or a required control failed.' },
  help: { text: 'Open report.html beside this file: it shows what could not be read, and why.' },
  defaultConfiguration: { level: 'error' },
  properties: { tags: ['privacy', 'coverage'] },
};

const RULES: readonly ReportingDescriptor[] = [...classRules, ...blindRules, VERDICT_RULE];
const RULE_INDEX: ReadonlyMap<string, number> = new Map(RULES.map(({ id }, index) => [id, index]));

type Names = { readonly recipients: ReadonlyMap<string, Recipient>; readonly input: string };

/** A relative reference to the audited input: viewers want a file for each result. */
const artifactUri = (name: string): string =>
  name
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/') || 'report.json';

const locationOf = (names: Names, host: string, route: string): Location => ({
  physicalLocation: { artifactLocation: { uri: names.input } },
  logicalLocations: [
    { name: route.split(' › ').at(-1) ?? route, fullyQualifiedName: `${host} › ${route}`, kind: 'value' },
  ],
});

/**
 * Forbidden is a failure; what only its shape tells, without consent, wants a person's look; the rest is for the record.
 * SARIF 2.1.0 §3.27.10: what is no failure has the level none.
 */
const standingOf = ({ forbidden, lead }: FindingGroup): Pick<Result, 'kind' | 'level'> => {
  if (forbidden) return { kind: 'fail', level: 'error' };
  const unsure = lead.level === 'C' || lead.level === 'D';
  const isOpen = unsure && lead.consent.atSend !== 'accepted' && !isReviewed(lead.policy);
  return { kind: isOpen ? 'review' : 'informational', level: 'none' };
};

/** What people decided about a group, beside the policy. */
const suppressionOf = ({ lead }: FindingGroup): Pick<Result, 'suppressions'> =>
  isReviewed(lead.policy)
    ? { suppressions: [{ kind: 'external', status: 'accepted', justification: lead.policy.rule }] }
    : {};

const messageOf = ({ lead }: FindingGroup, host: string): string =>
  `${CLASS_WORDS[lead.class]} ${valueWords(lead)} left for ${host} over ${lead.transport}, by the route ${routeText(lead.route)}. ` +
  `Level ${lead.level}: ${LEVEL_WORDS[lead.level]}. Consent when sent: ${consentWords(lead.consent.purpose, lead.consent.atSend)}. ` +
  `Policy rule ${lead.policy.rule}: ${lead.policy.forbidden ? 'forbidden' : 'allowed'}.`;

const resultOf = (group: FindingGroup, names: Names, prefix: string): Result => {
  const { lead, findings } = group;
  const host = names.recipients.get(lead.recipientId)?.host ?? lead.recipientId;
  return {
    ruleId: lead.class,
    ruleIndex: RULE_INDEX.get(lead.class) ?? -1,
    ...standingOf(group),
    ...suppressionOf(group),
    message: { text: prefix + messageOf(group, host) },
    locations: [locationOf(names, host, routeText(lead.route))],
    partialFingerprints: { 'phonehomeGroup/v1': group.group },
    occurrenceCount: findings.length,
    properties: {
      forbidden: group.forbidden,
      confidenceLevel: lead.level,
      spelling: lead.spelling,
      consent: lead.consent,
      policy: lead.policy,
      reasoning: lead.proof.reasoning,
      findingIds: Array.from(findings, ({ id }) => id),
    },
  };
};

const blindResult = (spot: BlindSpot, names: Names, prefix: string): Result => {
  const ruleId = `blind-spot/${spot.reason}`;
  const host =
    spot.recipientId === null
      ? 'no recipient'
      : (names.recipients.get(spot.recipientId)?.host ?? spot.recipientId);
  const [name, meaning] = BLIND_WORDS[spot.reason];
  return {
    ruleId,
    ruleIndex: RULE_INDEX.get(ruleId) ?? -1,
    kind: 'open',
    level: 'none',
    message: { text: `${prefix}Not read: ${name} (${meaning}). ${host}. ${spot.detail}` },
    locations: [locationOf(names, host, spot.reason)],
    occurrenceCount: Math.max(1, spot.count),
    properties: { bytesOut: spot.bytesOut, flowId: spot.flowId },
  };
};

/** One result of the verdict itself, where it is not clean and no result above is an error. */
const verdictResults = (report: Report, names: Names, prefix: string): readonly Result[] => {
  const isTold = countOf(report.findings, ({ policy }) => policy.forbidden) > 0;
  if (report.verdict === 'clean' || isTold) return [];
  const { session, verdict, verdictText, reasons } = report;
  return [
    {
      ruleId: VERDICT_RULE.id,
      ruleIndex: RULE_INDEX.get(VERDICT_RULE.id) ?? -1,
      kind: 'fail',
      level: 'error',
      message: { text: `${prefix}Verdict ${verdict}. ${verdictText} ${reasons.join('; ')}.` },
      locations: [locationOf(names, session.id, 'verdict')],
      partialFingerprints: { 'phonehomeVerdict/v1': verdict },
      occurrenceCount: 1,
    },
  ];
};

function* resultsOf(report: Report, notice: string | null): Generator<Result> {
  const prefix = notice === null ? '' : '[simulated handset] ';
  const names: Names = {
    recipients: new Map(report.recipients.map((recipient) => [recipient.id, recipient])),
    input: artifactUri(report.method.input.name),
  };
  yield* verdictResults(report, names, prefix);
  for (const group of groupFindings(report.findings)) yield resultOf(group, names, prefix);
  for (const spot of report.blindSpots) yield blindResult(spot, names, prefix);
}

/** A run without its results. */
const runOf = (report: Report, notice: string | null): Run => {
  const { name, version } = report.tool;
  const notes = notice === null ? report.reasons : [notice, ...report.reasons];
  return {
    tool: { driver: { name, version, rules: [...RULES] } },
    automationDetails: { id: `phonehome/${report.session.id}` },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: notes.map((text) => ({ level: 'note', message: { text } })),
      },
    ],
    results: [],
    columnKind: 'utf16CodeUnits',
    properties: {
      verdict: report.verdict,
      verdictText: report.verdictText,
      coverage: report.coverage,
      controls: report.controls,
      session: report.session.id,
      simulated: report.session.simulated,
    },
  };
};

const inertStrings = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? inert(value) : value;

const INDENT = ' '.repeat(6);
/** Cannot stand inside a string of JSON, where a line end is escaped. */
const NO_RESULTS = `\n${INDENT}"results": []`;

const textOf = (value: unknown): string => inertJson(JSON.stringify(value, inertStrings, 2));

/** As `renderSarif`, piece by piece: a log of many results is not held as one text. */
export function* sarifPieces(report: Report): Generator<string> {
  const notice = noticeOf(report);
  const log: Log = {
    ...(notice === null ? {} : { properties: { notice } }),
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [runOf(report, notice)],
  };
  const [before = '', after = ''] = textOf(log).split(NO_RESULTS);
  yield `${before}\n${INDENT}"results": `;
  const itemText = (result: Result): string => textOf(result).replaceAll('\n', `\n${INDENT}  `);
  yield* listPieces(resultsOf(report, notice), itemText, INDENT);
  yield `${after}\n`;
}

/**
 * Gives report.sarif, SARIF 2.1.0: a rule per data class and per reason of blindness, a result per group of findings
 * (an error where it is forbidden), an open one per blind spot, and an error of the verdict where it is blind. A
 * simulated handset's notice is the log's first property.
 */
export const renderSarif = (report: Report): string => [...sarifPieces(report)].join('');
