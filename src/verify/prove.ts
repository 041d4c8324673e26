import type { Canary } from '#model/canary';
import type { Finding } from '#model/finding';
import type { LoadedFlow } from '#model/flow';
import type { Route, RouteLink } from '#model/route';
import { agreesWith, type Known } from './recipe/agrees.ts';
import { isNumberOf } from './recipe/place.ts';
import { namesPackages } from './recipe/packages.ts';
import { wrongClaim } from './claims.ts';
import { isMaskOf } from './mask.ts';
import type { Result } from './outcome.ts';
import { makeReplayer, type Replayed, type Replayer, type Work } from './replay.ts';
import { isRoot, PART_OF_ROOT, rootsFor } from './roots.ts';
import { hasShapeOf } from './shape.ts';
import { signedOf } from './signed.ts';
import { bitsOf, type Told, wrongStrength } from './strength.ts';
import type { Signed } from './undo/undo.ts';

/** What proving the findings of one flow needs besides the flow. */
export type Tools = {
  readonly work: Work;
  /** Keys learnt up to this flow, newest first. */
  readonly keys: readonly Buffer[];
  readonly canaryOf: (id: string) => Canary | undefined;
  /** Of the known values, those of installed packages. */
  readonly packages: readonly Canary[];
  /** The host of a recipient as the report shows it; null for one that it does not have. */
  readonly hostOf: (recipientId: string) => string | null;
  /** When the flow was sent, ms since the epoch. */
  readonly wallMs: number | null;
  /** Application bytes that the report says were read. */
  readonly searchedBytes: number;
};

/** Proves findings of one flow. */
export type Prover = (finding: Finding) => Result;

type Place = { readonly route: Route; readonly at: { readonly offset: number; readonly length: number } };
type Reached = Extract<Replayed, { kind: 'bytes' }>;
type Seen = { readonly bytes: Buffer; readonly reached: Reached };

const notProven = (why: string): Result => ({ outcome: 'not-proven', why });
const notReplayable = (why: string): Result => ({ outcome: 'not-replayable', why });
const PROVEN: Result = { outcome: 'proven', why: 'the route leads to what the recipe makes of the value' };
const SEEN: Result = {
  outcome: 'seen',
  why: 'no value is known; the route leads to the shape that is reported',
};

const seenAt = (reached: Replayed, { at }: Place, work: Work): Seen | Result => {
  if (reached.kind === 'fault') return reached.isBound ? notReplayable(reached.why) : notProven(reached.why);
  const end = at.offset + at.length;
  if (at.length === 0 || end > reached.bytes.length)
    return notProven(
      `the route ends in ${reached.bytes.length} bytes, and the value is said to stand at ${at.offset}`,
    );
  // What stands there is looked at, too, and by each finding anew.
  work.left -= at.length;
  if (work.left <= 0) return notReplayable('the work that a replay may take is used up');
  return { bytes: reached.bytes.subarray(at.offset, end), reached };
};

const isSeen = (found: Seen | Result): found is Seen => 'bytes' in found;

type Sight = (place: Place) => readonly (Seen | Result)[];

// Everything that a route may lead to: more than one place where a header was sent twice.
const makeSight = (loaded: LoadedFlow, tools: Tools): Sight => {
  const replayers = new Map<string, readonly Replayer[]>();
  const found: { signed?: Signed } = {};
  const signed = (): Signed => (found.signed ??= signedOf(loaded));
  const replayersFor = (link: RouteLink): readonly Replayer[] => {
    const key = JSON.stringify([link.step, link.path]);
    const known =
      replayers.get(key) ?? rootsFor(loaded, link).map((root) => makeReplayer(root, { ...tools, signed }));
    replayers.set(key, known);
    return known;
  };
  return (place) => {
    const [first] = place.route;
    if (first === undefined || !isRoot(first.step))
      return [notProven('the route does not begin with a part of a request')];
    const found = replayersFor(first);
    if (found.length === 0) return [notProven(`the flow has no such part: ${first.step}`)];
    return found.map((replay) => seenAt(replay(place.route), place, tools.work));
  };
};

const OUTCOMES_BEST_FIRST = ['proven', 'seen', 'not-proven', 'not-replayable'];

const bestOf = (results: readonly Result[]): Result =>
  [...results].sort(
    (a, b) => OUTCOMES_BEST_FIRST.indexOf(a.outcome) - OUTCOMES_BEST_FIRST.indexOf(b.outcome),
  )[0] ?? notProven('nothing was found');

/** What was proven, as long as what the finding says of its strength follows from the bytes that prove it. */
const asStrong = (result: Result, finding: Finding, told: readonly Told[], tools: Tools): Result => {
  const wrong = wrongStrength(finding, bitsOf(finding, told), tools.searchedBytes);
  return wrong === null ? result : notProven(wrong);
};

const proveShape = (finding: Finding, { bytes }: Seen, tools: Tools): Result => {
  const text = bytes.subarray(0, 4096).toString('utf8');
  if (!hasShapeOf(finding.class, text))
    return notProven(`the bytes at the end have not the shape of ${finding.class}`);
  if (!isMaskOf(finding.masked, finding.class, text))
    return notProven('the bytes at the end, masked, are others');
  return asStrong(SEEN, finding, [{ bytes, recipe: finding.proof.recipe }], tools);
};

const saltsOf = (finding: Finding, sight: Sight): readonly Buffer[] =>
  (finding.proof.besides ?? [])
    .filter(({ role }) => role === 'salt')
    .flatMap((place) => sight(place).filter(isSeen))
    .flatMap(({ bytes, reached }) => [bytes, ...reached.taken.slice(0, 1)]);

const NEEDS_SALT = /(?:value of |a value of the request)/;

// A pair is named by how its first number is written, but for one that stands as the known value does.
const isPairRecipe = (
  { proof: { recipe, besides = [] } }: Finding,
  canary: Canary,
  found: readonly Seen[],
) =>
  recipe === 'plain'
    ? found.some(({ bytes }) => bytes.toString('utf8') === canary.value)
    : besides.some(({ role, recipe: other }) => role === 'first' && other === recipe);

// As a number stands, or as it stood before anything on the way to it was undone.
const formsOf = ({ bytes, reached }: Seen): readonly Buffer[] => [bytes, ...reached.taken];

/** Whether bytes begin with one number and end with the other. */
const spans = (bytes: Buffer, numbers: readonly Seen[]): boolean =>
  [numbers, numbers.toReversed()].some(([first, last]) => {
    if (first === undefined || last === undefined) return false;
    const begins = formsOf(first).some((form) => bytes.subarray(0, form.length).equals(form));
    return begins && formsOf(last).some((form) => bytes.subarray(-form.length).equals(form));
  });

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a finding stands at its first number alone, because the second is in a record of its own. */
const isAtFirst = ({ route, at, proof: { besides = [] } }: Finding): boolean => {
  const [first, second] = ['first', 'second'].map((role) => besides.find((place) => place.role === role));
  return isSame(first?.route, route) && isSame(first?.at, at) && !isSame(second?.route, route);
};

const provePair = (finding: Finding, canary: Canary, sight: Sight, tools: Tools): Result => {
  if (!isPairRecipe(finding, canary, sight(finding).filter(isSeen)))
    return notProven('the recipe is not that of the first number');
  const numbers: (Seen & Told)[] = [];
  for (const [axis, role] of (['first', 'second'] as const).entries()) {
    const place = finding.proof.besides?.find((other) => other.role === role);
    if (place === undefined) return notReplayable(`the report does not say where the ${role} number stands`);
    const found = sight(place);
    const number = found
      .filter(isSeen)
      .find(({ bytes }) => isNumberOf(bytes, canary, axis === 0 ? 0 : 1, place.recipe));
    if (number === undefined)
      return (
        found.find((other): other is Result => !isSeen(other)) ??
        notProven(`the ${role} number is another one`)
      );
    numbers.push({ recipe: place.recipe, ...number });
  }
  const isReached = sight(finding).some((each) => isSeen(each) && spans(each.bytes, numbers));
  if (!isReached && !isAtFirst(finding))
    return notProven('the bytes at the end do not reach from one number to the other');
  return asStrong(PROVEN, finding, numbers, tools);
};

const isPair = ({ class: dataClass, proof }: Finding): boolean =>
  proof.besides?.some(({ role }) => role !== 'salt') ??
  (dataClass === 'location' && /^(?:decimals|e[67]$|float64)/.test(proof.recipe));

const proveValue = (finding: Finding, { bytes, reached }: Seen, known: Known, tools: Tools): Result => {
  const { recipe, share } = finding.proof;
  if (finding.class === 'installed_apps') {
    const isToEnd = finding.at.offset + finding.at.length === reached.bytes.length;
    const first = namesPackages({ bytes, isToEnd }, finding, known, tools.packages);
    if (first === null) return notProven('the bytes at the end do not name these packages');
    return asStrong(PROVEN, finding, [{ bytes: first, recipe }], tools);
  }
  const { agrees, why } = agreesWith(bytes, { recipe, share }, known);
  if (agrees) return asStrong(PROVEN, finding, [{ bytes, recipe }], tools);
  if (NEEDS_SALT.test(recipe) && known.salts.values.length === 0)
    return notReplayable('the report does not say where the salt stands');
  return recipe.startsWith('time[') && tools.wallMs === null
    ? notReplayable('it is not known when the flow was sent')
    : notProven(why);
};

const proveCanary = (finding: Finding, canary: Canary, sight: Sight, tools: Tools): Result => {
  if (canary.class !== finding.class) return notProven('the known value is of another class');
  if (!isMaskOf(finding.masked, canary.class, canary.value))
    return notProven('the known value, masked, is another one');
  const found = sight(finding);
  if (isPair(finding) && found.some(isSeen)) return provePair(finding, canary, sight, tools);
  const salts = { values: saltsOf(finding, sight), wallMs: tools.wallMs };
  const known: Known = { canary, canaryOf: tools.canaryOf, salts };
  return bestOf(found.map((each) => (isSeen(each) ? proveValue(finding, each, known, tools) : each)));
};

/** A prover of the findings of one flow, which shares the ways to them. */
export const makeProver = (loaded: LoadedFlow, tools: Tools): Prover => {
  const sight = makeSight(loaded, tools);
  return (finding) => {
    const first = finding.route[0]?.step;
    if (first !== undefined && isRoot(first) && PART_OF_ROOT[first] !== finding.part)
      return notProven('the route begins in another part of the request');
    const wrong = wrongClaim(finding, tools.hostOf(finding.recipientId), loaded);
    if (wrong !== null) return notProven(wrong);
    if (finding.canaryId === null)
      return bestOf(sight(finding).map((each) => (isSeen(each) ? proveShape(finding, each, tools) : each)));
    const canary = tools.canaryOf(finding.canaryId);
    if (canary === undefined) return notReplayable('the known values hold none of this id');
    return proveCanary(finding, canary, sight, tools);
  };
};
