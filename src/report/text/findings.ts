import type { Recipient } from '#model/recipient';
import { CLASS_WORDS } from '#model/data-class';
import type { Report } from '#model/report';
import { chance, clock, counted } from '../amounts.ts';
import { type FindingGroup, groupFindings } from '../groups.ts';
import { routeText } from '../route-text.ts';
import { consentWords, ruleWords, stepWords, valueWords } from '../words.ts';
import { line, type Line, span } from './line.ts';

const headOf = ({ lead, forbidden, findings }: FindingGroup, recipient: Recipient | undefined): Line =>
  line(
    2,
    forbidden ? span('bad', '✕') : span('good', '✓'),
    ' ',
    span('strong', CLASS_WORDS[lead.class]),
    ` → ${recipient?.host ?? lead.recipientId}`,
    recipient === undefined ? '' : ` (${recipient.owner}, ${recipient.party})`,
    findings.length > 1 ? ` ×${String(findings.length)}` : '',
    lead.transport === 'http' ? span('bad', ' in clear text') : '',
  );

const consentLine = ({ consent, step }: FindingGroup['lead']): Line =>
  line(
    4,
    `consent when sent: ${consentWords(consent.purpose, consent.atSend)}`,
    consent.readBack ? ' (read back from the handset)' : '',
    consent.atEntry === null
      ? ''
      : `; when entered: ${consent.atEntry}, in step ${stepWords(step.ofCanary, 'unknown')}`,
  );

const groupLines = (group: FindingGroup, recipient: Recipient | undefined): readonly Line[] => {
  const { lead } = group;
  const value = line(
    4,
    `${valueWords(lead)} as ${lead.spelling}, level ${lead.level}, chance ${chance(lead.proof.chance)}`,
  );
  const route = line(4, routeText(lead.route));
  if (!group.forbidden) return [headOf(group, recipient), value, route];
  return [
    headOf(group, recipient),
    value,
    route,
    line(4, `at ${clock(lead.atMs)}`, lead.step.atSend === null ? '' : ` in step ${lead.step.atSend}`),
    consentLine(lead),
    line(4, span('dim', `policy rule ${ruleWords(lead.policy.rule).id}; finding ${lead.id}`)),
  ];
};

/** Gives the findings that the policy forbids, or those that it allows, by group and capped. */
export const findingLines = (report: Report, forbidden: boolean, limit: number): readonly Line[] => {
  const byId = new Map(report.recipients.map((recipient) => [recipient.id, recipient]));
  const groups = groupFindings(report.findings).filter((group) => group.forbidden === forbidden);
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const title = span('strong', forbidden ? 'OUTSIDE THE POLICY' : 'ALLOWED BY THE POLICY');
  const more = groups.length - limit;
  if (total === 0) return [line(0, title, ': no finding in what could be read')];
  return [
    line(0, title, `: ${counted(total, 'finding')} in ${counted(groups.length, 'group')}`),
    ...groups.slice(0, limit).flatMap((group) => groupLines(group, byId.get(group.lead.recipientId))),
    ...(more > 0 ? [line(2, `and ${counted(more, 'more group')}, in report.json`)] : []),
  ];
};
