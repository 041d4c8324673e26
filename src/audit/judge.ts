import type { Route, RouteLink } from '#model/route';
import type { DraftFinding } from './flow-audit.ts';
import type { Layer } from './layer.ts';
import type { Match } from './match/match.ts';
import type { Scrub } from './mask.ts';
import { resolveRoute } from './decode/resolve-route.ts';
import { excerptsOf } from './excerpt.ts';
import { maskFieldPath } from './mask-url.ts';
import { maskValue } from './mask.ts';
import { withoutSuperseded } from './supersede.ts';

/** More findings in one flow than this are cut, as are those of more matches, and said to be. */
const MOST_FINDINGS_OF_A_FLOW = 50_000;
const MOST_MATCHES_OF_A_FLOW = 200_000;

/** `body › gzip › json $.d › base64 › json $.i`: a route without offsets, for people and for ids. */
export const fieldPathOf = (route: Route): string => route.map(nameOfLink).join(' › ');

const nameOfLink = ({ step, path }: RouteLink): string => (path === undefined ? step : `${step} ${path}`);

// A charset's label comes from a closed list and is needed to follow the route.
const maskLink = (link: RouteLink, scrub: Scrub): RouteLink =>
  link.path === undefined || link.step === 'charset'
    ? link
    : { ...link, path: scrub(maskFieldPath(link.path)) };

const besidesOf = ({ besides = [] }: Match, { scrub }: KnownValues): Pick<DraftFinding, 'besides'> => {
  if (besides.length === 0) return {};
  const resolved = besides.map(({ role, recipe, found }) => {
    const { route, at } = resolveRoute(found.layer, found.offset, found.length);
    return { role, recipe, route: route.map((link) => maskLink(link, scrub)), at };
  });
  return { besides: resolved };
};

const decoder = new TextDecoder('utf-8');

const textAt = ({ bytes }: Layer, offset: number, length: number): string =>
  decoder.decode(bytes.subarray(offset, offset + Math.min(length, 4096)));

/** What judge needs to know of the canaries: their raw values for masking, never to be shown. */
export type KnownValues = { readonly scrub: Scrub; readonly valueOf: ReadonlyMap<string, string> };

// A finding, and whether its route can be followed by hand.
type Draft = { readonly finding: DraftFinding; readonly isExact: boolean };

const draftFrom = (match: Match, known: KnownValues): Draft => {
  const { route, at, isExact } = resolveRoute(match.layer, match.offset, match.length);
  const value = match.canaryId === null ? undefined : known.valueOf.get(match.canaryId);
  const masked = maskValue(match.class, value ?? textAt(match.layer, match.offset, match.length));
  const name = (link: RouteLink): string => nameOfLink(maskLink(link, known.scrub));
  const finding = {
    class: match.class,
    canaryId: match.canaryId,
    masked,
    spelling: match.spelling,
    level: match.level,
    part: match.layer.part,
    route: route.map((link) => maskLink(link, known.scrub)),
    at,
    recipe: match.recipe,
    bits: match.bits,
    tokenKind: match.tokenKind,
    share: match.share,
    reasoning: match.reasoning,
    inversionCandidates: match.inversionCandidates,
    ...besidesOf(match, known),
    layers: excerptsOf(match.layer, { offset: match.offset, masked }, name).map(
      ({ name: layer, excerptMasked }) => ({
        name: layer,
        excerptMasked: known.scrub(excerptMasked),
      }),
    ),
  };
  return { finding, isExact };
};

const LEVELS_BY_STRENGTH = 'ABCD';

const isStronger = ({ finding: a }: Draft, { finding: b }: Draft): boolean => {
  const difference = LEVELS_BY_STRENGTH.indexOf(a.level) - LEVELS_BY_STRENGTH.indexOf(b.level);
  return difference < 0 || (difference === 0 && a.share > b.share);
};

const subjectOf = ({ finding }: Draft): string =>
  JSON.stringify([finding.canaryId ?? finding.class, finding.part]);

// What was read across lines that do not belong together counts only where the value stands nowhere else.
const withoutAccidents = (drafts: readonly Draft[]): readonly Draft[] => {
  const sure = new Set(drafts.filter(({ isExact }) => isExact).map(subjectOf));
  return drafts.filter((draft) => draft.isExact || !sure.has(subjectOf(draft)));
};

/** Findings of one flow, and whether there were more. */
export type Judged = { readonly drafts: readonly DraftFinding[]; readonly isCut: boolean };

/** One draft per value × part × field path: the deepest route names the field, the surest spelling speaks. */
export const judgeMatches = (matches: readonly Match[], known: KnownValues): Judged => {
  const drafts = new Map<string, Draft>();
  let isCut = matches.length > MOST_MATCHES_OF_A_FLOW;
  for (const match of withoutSuperseded(isCut ? matches.slice(0, MOST_MATCHES_OF_A_FLOW) : matches)) {
    isCut ||= drafts.size >= MOST_FINDINGS_OF_A_FLOW;
    if (drafts.size >= MOST_FINDINGS_OF_A_FLOW) break;
    const draft = draftFrom(match, known);
    const key = JSON.stringify([subjectOf(draft), fieldPathOf(draft.finding.route)]);
    const other = drafts.get(key);
    if (other === undefined || isStronger(draft, other)) drafts.set(key, draft);
  }
  return { drafts: withoutAccidents([...drafts.values()]).map(({ finding }) => finding), isCut };
};
