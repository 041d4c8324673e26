import { CLASS_WORDS } from '#model/data-class';
import type { Report } from '#model/report';
import { counted, number } from '../amounts.ts';
import { cellsByRecipient } from '../cells.ts';
import { sought } from '../sought.ts';
import { brandedName, consentWords } from '../words.ts';
import { GAP, line, type Line, span, type Style } from './line.ts';

const VERDICT_STYLE: Readonly<Record<Report['verdict'], Style>> = {
  leaks: 'bad',
  blind: 'unread',
  clean: 'good',
};

const factsOf = ({ session, method }: Report): string => {
  const { marketingName, brand, codename, androidVersion } = session.handset;
  return [
    brandedName(brand, marketingName ?? codename),
    androidVersion === undefined ? undefined : `Android ${androidVersion}`,
    session.firmware === null ? undefined : `firmware ${session.firmware}`,
    session.scenario === null ? undefined : `scenario ${session.scenario}`,
    session.startedAt === null ? undefined : `started ${session.startedAt}`,
    `input ${method.input.name} (${method.input.format})`,
    `policy ${method.policy}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
};

/** Gives the verdict with its scope, its reasons, and what was audited. */
export const verdictLines = (report: Report): readonly Line[] => [
  line(0, span(VERDICT_STYLE[report.verdict], report.verdict.toUpperCase()), `: ${report.verdictText}`),
  ...report.reasons.map((reason) => line(2, `- ${reason}`)),
  GAP,
  line(0, span('dim', factsOf(report))),
];

const cellLine = (cell: Report['summary'][number]): Line =>
  line(
    4,
    cell.forbidden > 0 ? span('bad', '✕ outside policy') : span('good', '✓ allowed'),
    ` ${CLASS_WORDS[cell.class]}, level ${cell.level}, ${counted(cell.findings, 'finding')}`,
    cell.forbidden > 0 && cell.forbidden < cell.findings ? ` (${number(cell.forbidden)} outside policy)` : '',
    `; ${consentWords(cell.purpose, cell.atSend)}`,
    cell.cleartext > 0 ? span('bad', `; ${number(cell.cleartext)} in clear text`) : '',
  );

/** Gives who received what, recipient by recipient, and what was sought and not seen. */
export const receivedLines = (report: Report, limit: number): readonly Line[] => {
  const rows = cellsByRecipient(report.summary);
  const byId = new Map(report.recipients.map((recipient) => [recipient.id, recipient]));
  const most = Math.ceil(limit / 2);
  const blocks = rows.slice(0, limit).flatMap(([id, cells]) => {
    const recipient = byId.get(id);
    const who =
      recipient === undefined
        ? line(2, span('strong', id))
        : line(2, span('strong', recipient.host), ` · ${recipient.owner}, ${recipient.party}`);
    const left = cells.length - most;
    return [
      who,
      ...cells.slice(0, most).map(cellLine),
      ...(left > 0 ? [line(4, `and ${counted(left, 'more line')}, in report.json`)] : []),
    ];
  });
  const more = rows.length - limit;
  return [
    line(0, span('strong', 'WHO RECEIVED WHAT')),
    ...(rows.length === 0 ? [line(2, 'No personal data was detected in what could be read.')] : blocks),
    ...(more > 0 ? [line(2, `and ${counted(more, 'more recipient')}, in report.json`)] : []),
    ...sought(report).map((text) => line(2, span('dim', text))),
  ];
};
