import { CLASS_WORDS } from '#model/data-class';
import type { Beside, Finding } from '#model/finding';
import type { Report } from '#model/report';
import type { RouteLink } from '#model/route';
import { consentWords, LEVEL_WORDS, PARTY_WORDS, stepWords, valueWords } from './words.ts';
import { inert } from './inert.ts';
import { recipeWords, toleranceOf } from './recipe-words.ts';
import { STEP_WORDS } from './step-words.ts';
import { line, paintLine } from './text/line.ts';
import { widthOf } from './text/width.ts';
import { flowSearch } from './some-rows.ts';
import { noticeOf } from './notice.ts';

const placeOf = ({ offset, length }: RouteLink): string =>
  offset === undefined || length === undefined
    ? 'take the whole part'
    : `take ${String(length)} bytes at ${String(offset)}`;

const linkLine = (link: RouteLink, index: number): string => {
  const name = link.path === undefined ? link.step : `${link.step} ${link.path}`;
  const work = index === 0 ? 'the part of the request' : `${placeOf(link)}, undo ${link.step}`;
  return `  ${String(index + 1)}. ${name}: ${work}`;
};

const proofLines = ({ proof, level, spelling }: Finding): readonly string[] => [
  `  level ${level}: ${LEVEL_WORDS[level]}`,
  `  spelling: ${spelling}`,
  `  recipe: ${proof.recipe}`,
  `  ${String(Math.round(proof.bits * 10) / 10)} bits compared`,
  `  accidental matches to be expected in the capture: ${proof.chance.toExponential(1)}`,
  `  share of the value seen: ${String(Math.round(proof.share * 100))} %`,
  ...(proof.inversionCandidates === null
    ? []
    : [`  only a hash: ${String(proof.inversionCandidates)} candidates invert it, so it is not anonymous`]),
  `  ${proof.reasoning}`,
];

const BESIDE_WORDS: Readonly<Record<Beside['role'], string>> = {
  salt: 'the salt that the recipe names',
  first: 'the first number of the value',
  second: 'the second number of the value',
};

const besideLines = ({ role, recipe, route, at }: Beside): readonly string[] => [
  `Besides: ${BESIDE_WORDS[role]}${role === 'salt' ? '' : `, written as ${recipe}`}`,
  ...route.map(linkLine),
  `  then ${String(at.length)} bytes at ${String(at.offset)}`,
];

const comparison = ({ canaryId, proof }: Finding): string =>
  canaryId === null
    ? '  no value is known: they have the shape, nothing vouches for the value'
    : `  and compare: they are what the recipe makes of the known value ${canaryId}: ${proof.recipe}`;

const observation = (report: Report, finding: Finding): readonly string[] => {
  const flow = flowSearch(report)(new Set([finding.flowId])).get(finding.flowId);
  return [
    'Observation',
    `  ${String(Math.round(finding.atMs))} ms into the session, over ${finding.transport}`,
    `  flow ${finding.flowId}: ${flow?.method ?? ''} ${flow?.urlMasked ?? ''}`,
  ];
};

const routesOf = ({ route, proof }: Finding): readonly RouteLink[] => [
  ...route,
  ...(proof.besides ?? []).flatMap((beside) => beside.route),
];

const inWords = (finding: Finding): readonly string[] => {
  const steps = [...new Set(routesOf(finding).map(({ step }) => step))];
  const tolerance = toleranceOf(finding.proof.recipe);
  return [
    'In words',
    ...steps.flatMap((step) =>
      STEP_WORDS[step] === undefined ? [] : [`  undo ${step}: ${STEP_WORDS[step]}`],
    ),
    ...recipeWords(finding.proof.recipe).map((line) => `  ${line}`),
    ...(tolerance === null ? [] : [`  ${tolerance}`]),
  ];
};

const identification = (finding: Finding): readonly string[] => [
  'Identification',
  `  ${CLASS_WORDS[finding.class]} (${finding.class}): ${valueWords(finding)}`,
  ...finding.route.map(linkLine),
  `  then ${String(finding.at.length)} bytes at ${String(finding.at.offset)}`,
  comparison(finding),
  ...(finding.proof.besides ?? []).flatMap(besideLines),
  ...proofLines(finding),
  ...inWords(finding),
  'Layers, masked',
  ...finding.proof.layers.map(({ name, excerptMasked }) => `  ${name}: ${excerptMasked}`),
];

const attribution = (report: Report, finding: Finding): readonly string[] => {
  const recipient = report.recipients.find(({ id }) => id === finding.recipientId);
  return [
    'Attribution',
    `  ${recipient?.host ?? ''}: ${recipient?.owner ?? 'unknown'}, ${PARTY_WORDS[recipient?.party ?? 'unknown']}`,
    `  source: ${recipient?.source ?? 'none'}`,
  ];
};

const evaluation = ({ consent, step, policy }: Finding): readonly string[] => [
  'Evaluation',
  `  ${consentWords(consent.purpose, consent.atSend)}${consent.readBack ? ', read back from the handset' : ''}`,
  `  sent in step ${step.atSend ?? 'not known'}; entered in ${stepWords(step.ofCanary, 'no step')}`,
  `  ${policy.forbidden ? 'forbidden' : 'allowed'} by the policy: ${policy.rule}`,
];

const wrapped = (text: string, columns: number): string => {
  const bare = text.trimStart();
  return widthOf(text) <= columns
    ? text
    : paintLine(line(text.length - bare.length, bare), { colour: false, columns });
};

/**
 * One finding step by step, masked: observation, identification, attribution, evaluation. Ends with a line end; lines
 * are at most `columns` wide where that is given.
 */
export const explainFinding = (report: Report, finding: Finding, columns = Infinity): string => {
  const notice = noticeOf(report);
  const lines = [
    ...(notice === null ? [] : [notice, '']),
    `Finding ${finding.id} (group ${finding.group})`,
    '',
    ...observation(report, finding),
    '',
    ...identification(finding),
    '',
    ...attribution(report, finding),
    '',
    ...evaluation(finding),
  ];
  return `${lines.map((each) => wrapped(inert(each), columns)).join('\n')}\n`;
};
