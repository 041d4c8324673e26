import { LEVELS } from '#model/finding';
import type { Route, RouteLink } from '#model/route';
import type { DraftFinding } from './flow-audit.ts';
import type { Match } from './match/match.ts';
import type { Scrub } from './mask.ts';
import { bitsOf } from './match/bits.ts';
import { resolveRoute } from './decode/route/resolve-route.ts';
import { excerptsOf } from './excerpt.ts';
import { maskFieldPath } from './mask-url.ts';
import { maskValue } from './mask.ts';
import { withoutSuperseded } from './supersede.ts';

/** More findings in one flow than this are cut, but for the first of each subject, and said to be. */
const MOST_FINDINGS_OF_A_FLOW = 50_000;

/** `body › gzip › json $.d › base64 › json $.i`: a route without offsets, for people and for ids. */
export const fieldPathOf = (route: Route): string => route.map(nameOfLink).join(' › ');

const nameOfLink = ({ step, path }: RouteLink): string => (path === undefined ? step : `${step} ${path}`);

/** What judge needs to know of the canaries: their raw values for masking, never to be shown. */
export type KnownValues = { readonly scrub: Scrub; readonly valueOf: ReadonlyMap<string, string> };

type MaskLink = (link: RouteLink) => RouteLink;

// The same names stand around many findings of a flow.
const makeMaskLink = (scrub: Scrub): MaskLink => {
  const masked = new Map<string, string>();
  return (link) => {
    // A charset's label comes from a closed list and is needed to follow the route.
    if (link.path === undefined || link.step === 'charset') return link;
    const path = masked.get(link.path) ?? scrub(maskFieldPath(link.path));
    masked.set(link.path, path);
    return { ...link, path };
  };
};

const besidesOf = ({ besides = [] }: Match, maskLink: MaskLink): Pick<DraftFinding, 'besides'> => {
  if (besides.length === 0) return {};
  const resolved = besides.map(({ role, recipe, found }) => {
    const { route, at } = resolveRoute(found.layer, found.offset, found.length);
    return { role, recipe, route: route.map(maskLink), at };
  });
  return { besides: resolved };
};

const decoder = new TextDecoder('utf-8');

const MOST_MASKED_BYTES = 4096;

/** A match with the way to it, masked. */
type Located = {
  readonly match: Match;
  readonly route: readonly RouteLink[];
  readonly at: DraftFinding['at'];
  /** What stands there, once the fields on the way are undone. */
  readonly bytes: Uint8Array;
  /** Whether the route can be followed by hand. */
  readonly isExact: boolean;
  /** Whether each link of it takes bytes that there are. */
  readonly isWithin: boolean;
};

const locatedFrom = (match: Match, maskLink: MaskLink): Located => {
  const { route, at, bytes, isExact, isWithin } = resolveRoute(match.layer, match.offset, match.length);
  return { match, route: route.map(maskLink), at, bytes, isExact, isWithin };
};

const draftFrom = (
  { match, route, at, bytes }: Located,
  known: KnownValues,
  maskLink: MaskLink,
): DraftFinding => {
  const value = match.canaryId === null ? undefined : known.valueOf.get(match.canaryId);
  const shape = match.canaryId === null ? decoder.decode(bytes.subarray(0, MOST_MASKED_BYTES)) : null;
  const masked = maskValue(match.class, value ?? shape ?? '');
  const excerpts = excerptsOf(match.layer, { offset: match.offset, length: match.length, masked }, (link) =>
    nameOfLink(maskLink(link)),
  );
  return {
    class: match.class,
    canaryId: match.canaryId,
    masked,
    spelling: match.spelling,
    level: match.level,
    part: match.layer.part,
    route,
    at,
    recipe: match.recipe,
    bits: shape === null ? match.bits : bitsOf(shape),
    compared: match.compared,
    share: match.share,
    reasoning: match.reasoning,
    inversionCandidates: match.inversionCandidates,
    ...besidesOf(match, maskLink),
    layers: excerpts.map(({ name, excerptMasked }) => ({ name, excerptMasked: known.scrub(excerptMasked) })),
  };
};

const isStronger = ({ match: a }: Located, { match: b }: Located): boolean => {
  const difference = LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level);
  return difference < 0 || (difference === 0 && a.share > b.share);
};

const subjectOf = ({ match }: Located): string =>
  JSON.stringify([match.canaryId ?? match.class, match.layer.part]);

// What was read across lines that do not belong together counts only where the value stands nowhere else, and never where
// the way to it takes bytes that are not there: nobody could prove it.
const withoutAccidents = (located: readonly Located[]): readonly Located[] => {
  const sure = new Set(located.filter(({ isExact }) => isExact).map(subjectOf));
  return located.filter((one) => one.isWithin && (one.isExact || !sure.has(subjectOf(one))));
};

/** Findings of one flow, and whether there were more. */
export type Judged = { readonly drafts: readonly DraftFinding[]; readonly isCut: boolean };

type Told = { readonly found: Map<string, Located>; readonly isCut: boolean };

const tellOnce = (matches: readonly Match[], maskLink: MaskLink): Told => {
  const found = new Map<string, Located>();
  const told = new Set<string>();
  let isCut = false;
  for (const match of withoutSuperseded(matches)) {
    const subject = match.canaryId ?? match.class;
    if (found.size >= MOST_FINDINGS_OF_A_FLOW && told.has(subject)) {
      isCut = true;
      continue;
    }
    told.add(subject);
    const located = locatedFrom(match, maskLink);
    const key = JSON.stringify([subjectOf(located), fieldPathOf(located.route)]);
    const other = found.get(key);
    if (other === undefined || isStronger(located, other)) found.set(key, located);
  }
  return { found, isCut };
};

/** How often matches that no link leads to are left out, to see what they were decoded from. */
const MOST_ROUNDS = 3;

// Of an occurrence the most decoded match is told. One that was read across lines that do not belong together must not
// hide the one that it was decoded from.
const tell = (matches: readonly Match[], maskLink: MaskLink, rounds = MOST_ROUNDS): Told => {
  const told = tellOnce(matches, maskLink);
  const accidents = new Set(
    [...told.found.values()].filter(({ isExact }) => !isExact).map(({ match }) => match.layer),
  );
  if (accidents.size === 0 || rounds === 0) return told;
  const next = tell(
    matches.filter(({ layer }) => !accidents.has(layer)),
    maskLink,
    rounds - 1,
  );
  return { found: new Map([...told.found, ...next.found]), isCut: told.isCut || next.isCut };
};

/** One draft per value × part × field path: the deepest route names the field, the surest spelling speaks. */
export const judgeMatches = (matches: readonly Match[], known: KnownValues): Judged => {
  const maskLink = makeMaskLink(known.scrub);
  const { found, isCut } = tell(matches, maskLink);
  // What is shown of a finding is made only for those that stay.
  const drafts = withoutAccidents([...found.values()]).map((one) => draftFrom(one, known, maskLink));
  return { drafts, isCut };
};
