import type { Finding } from '#model/finding';
import type { SavedReport } from '#model/report';
import { type Check, type FindingResult, OUTCOMES, type Outcome, type Verification } from '#verify/outcome';
import { inert, inertJson } from '#report/inert';
import { noticeOf } from '#report/notice';
import { routeText } from '#report/route-text';

type Scrub = (text: string) => string;

const WORDS: Readonly<Record<Outcome, string>> = {
  proven: 'proven',
  seen: 'shape seen',
  'not-proven': 'NOT PROVEN',
  'not-replayable': 'NOT REPLAYABLE',
};

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;

const checkLines = (
  name: string,
  unit: readonly [one: string, many: string],
  check: Check | null,
): readonly string[] => {
  if (check === null) return [`${name}: none, the input is no capture folder`];
  const { checked, faults } = check;
  const ending = faults.length === 0 ? 'all as they were' : counted(faults.length, 'fault');
  return [
    `${name}: ${counted(checked, ...unit)} checked, ${ending}`,
    ...faults.map(({ where, what }) => `  FAILED ${where}: ${what}`),
  ];
};

const findingLines = (finding: Finding, host: string, { outcome, why }: FindingResult): readonly string[] => [
  `  ${WORDS[outcome]}  ${finding.id}  ${finding.class} ${finding.masked} → ${host}, flow ${finding.flowId}`,
  `    ${routeText(finding.route)} › ${finding.proof.recipe}`,
  ...(outcome === 'proven' || outcome === 'seen' ? [] : [`    ${why}`]),
];

const summaryOf = ({ findings, isWhole }: Verification): string => {
  const counts = OUTCOMES.map((outcome) => ({
    outcome,
    count: findings.filter((result) => result.outcome === outcome).length,
  })).filter(({ outcome, count }) => count > 0 || outcome === 'proven');
  const parts = counts.map(({ outcome, count }) => `${String(count)} ${WORDS[outcome].toLowerCase()}`);
  return `${isWhole ? 'verified' : 'FAILED'}: ${counted(findings.length, 'finding')}: ${parts.join(', ')}`;
};

/** What was verified, for people; ends with the summary and a line end. Nothing unmasked stands in it. */
export const verificationText = (report: SavedReport, verification: Verification, scrub: Scrub): string => {
  const hosts = new Map(report.recipients.map(({ id, host }) => [id, host]));
  const notice = noticeOf(report);
  const lines = [
    ...(notice === null ? [] : [notice, '']),
    ...checkLines('files', ['file', 'files'], verification.files),
    ...checkLines('bodies', ['body', 'bodies'], verification.bodies),
    ...verification.input.faults.map(({ where, what }) => `input: FAILED ${where}: ${what}`),
    'findings',
    ...report.findings.flatMap((finding, index) => {
      const result = verification.findings[index];
      return result === undefined ? [] : findingLines(finding, hosts.get(finding.recipientId) ?? '', result);
    }),
    '',
    summaryOf(verification),
  ];
  return `${lines.map((line) => inert(scrub(line))).join('\n')}\n`;
};

/** The same as JSON. */
export const verificationJson = (verification: Verification, scrub: Scrub): string => {
  const scrubbed = (_: string, value: unknown): unknown => (typeof value === 'string' ? scrub(value) : value);
  return inertJson(`${JSON.stringify(verification, scrubbed, 2)}\n`);
};
