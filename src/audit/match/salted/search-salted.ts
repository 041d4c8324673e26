import { isReversed } from '../../decode/decoder.ts';
import type { Layer } from '../../layer.ts';
import { MOST_SALTED_DIGESTS, type Needles } from '../compile.ts';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { explainToken, type TokenForm } from '../tokens/explain-token.ts';
import type { OpenToken } from './open-token.ts';
import { type Attempt, costOf, type Plan, planFor } from './plan.ts';
import { type Keyed, markOf, type Round } from './rounds.ts';
import type { SaltDigest, SaltForm } from './salt-digests.ts';
import type { Edges } from './salt-edges.ts';
import { nameOf, type Salt, saltsOf } from './salts.ts';
import { timeSalts } from './time-salts.ts';
import type { Tried, Value } from './tried.ts';

/** Tokens of one flow that may be salted digests: as long as one, and cut short. */
export type OpenTokens = { readonly whole: readonly OpenToken[]; readonly cut: readonly OpenToken[] };

/** What the salted search of one flow came to. */
export type SaltedResult = { readonly matches: readonly Match[]; readonly unexplained: number };

/** Tokens of one flow that are compared with every digest. */
const MOST_TOKENS = 64;

// A variant of more than one step stands in brackets, so that the sum can be read.
const inBrackets = (recipe: string): string => (recipe.includes(' > ') ? `(${recipe})` : recipe);

/** What may have been hashed. */
type Try = { readonly salt: Salt; readonly value: Value; readonly form: SaltForm };

const matchFrom = (
  needles: Needles,
  token: OpenToken,
  { step, bits }: TokenForm,
  { salt, value, form }: Try,
): Match | null => {
  const canary = needles.canaries[value.canary];
  if (canary === undefined) return null;
  return {
    ...token.found,
    class: canary.class,
    canaryId: canary.id,
    spelling: `salted ${step}`,
    recipe: `${form.recipe(nameOf(salt), inBrackets(value.recipe))} > ${step}`,
    level: 'B',
    bits,
    compared: { tokenKind: `${token.alphabet}:${String(token.found.length)}`, rank: 'salted' },
    share: 1,
    reasoning: `a digest of the value and of a salt that the request or its time gives away: ${String(bits)} bits agree`,
    inversionCandidates: canary.inversionCandidates,
    ...(salt.found === null ? {} : { besides: [{ role: 'salt', recipe: 'value', found: salt.found }] }),
  };
};

const confirm = (needles: Needles, token: OpenToken, digest: SaltDigest, tried: Try): Match | null => {
  const bytes = tried.form.digest(digest, Buffer.from(tried.salt.text, 'latin1'), tried.value.bytes);
  const form = explainToken(bytes, textAt(token.found), token.alphabet);
  return form === null
    ? null
    : matchFrom(needles, token, { step: digest.recipe + form.step, bits: form.bits }, tried);
};

/** Where digests that share four bytes with a token stand among so many of a list. */
const forEachHit = (
  list: Int32Array,
  count: number,
  { marks, tokens }: Keyed,
  onHit: (index: number, tokens: readonly OpenToken[]) => void,
): void => {
  for (let index = 0; index < count; index++) {
    const key = list[index] as number;
    if (marks[markOf(key)] === 0) continue;
    const own = tokens.get(key);
    if (own !== undefined) onHit(index, own);
  }
};

/** What was explained so far, and what may still be tried, digests. */
type Quest = { readonly needles: Needles; readonly matches: Map<OpenToken, Match>; left: number };

const explain = (quest: Quest, digest: SaltDigest, tokens: readonly OpenToken[], tried: Try): void => {
  for (const token of tokens) {
    if (quest.matches.has(token)) continue;
    const match = confirm(quest.needles, token, digest, tried);
    if (match !== null) quest.matches.set(token, match);
  }
};

// So many digests of the lists of some salts, by each of the edges that the round compares.
const compare = (quest: Quest, round: Round, { salts, tried, edges, count }: Step): void => {
  const { values, forms } = tried;
  const onHit = (index: number, tokens: readonly OpenToken[]): void => {
    const pair = Math.floor(index / forms.length);
    const salt = salts[Math.floor(pair / values.length)];
    const value = values[pair % values.length];
    const form = forms[index % forms.length];
    if (salt !== undefined && value !== undefined && form !== undefined)
      explain(quest, round.digest, tokens, { salt, value, form });
  };
  forEachHit(edges.heads, count * forms.length, round.heads, onHit);
  if (round.ends !== null) forEachHit(edges.ends, count * forms.length, round.ends, onHit);
  if (round.middles !== null) forEachHit(edges.middles, count * forms.length, round.middles, onHit);
};

/** The edges of digests of salts and values, salt by salt, and so many pairs of them to be compared. */
type Step = {
  readonly salts: readonly Salt[];
  readonly tried: Tried;
  readonly edges: Edges;
  readonly count: number;
};

// Each salt is tried with every digest before the next one is, so that the bound leaves out the last salts and not the
// last digests. The order of salts, rounds, values and forms decides which recipe is told of a token that several
// explain. False where the bound ended it.
const trySalts = (quest: Quest, { rounds, salts, tried }: Attempt): boolean => {
  const { values, edgesOf, digestsPerTry } = tried;
  for (const salt of salts)
    for (const round of rounds) {
      if (round.isOfTime && salt.found !== null) continue;
      const count = Math.min(Math.floor(quest.left / digestsPerTry), values.length);
      if (count === 0) return values.length === 0;
      compare(quest, round, { salts: [salt], tried, edges: edgesOf(round.digest, salt.text), count });
      if (count < values.length) return false;
      quest.left -= count * digestsPerTry;
    }
  return true;
};

// All salts of a time at once: other flows of the minute are compared with the same list.
const tryTimes = (quest: Quest, { rounds, salts, tried }: Attempt): boolean => {
  const all = salts.length * tried.values.length;
  for (const round of rounds) {
    const count = Math.min(Math.floor(quest.left / tried.digestsPerTry), all);
    compare(quest, round, { salts, tried, edges: tried.edgesOfAll(round.digest, salts), count });
    if (count < all) return false;
    quest.left -= count * tried.digestsPerTry;
  }
  return true;
};

const isExplained = ({ matches }: Quest, { rounds }: Attempt): boolean =>
  rounds.every(({ tokens }) => tokens.every((token) => matches.has(token)));

// What is likely first: a bound that is reached leaves out the rest. False where it was.
const attemptAll = (quest: Quest, attempts: readonly Attempt[]): boolean =>
  attempts.every(
    (attempt) =>
      isExplained(quest, attempt) || (attempt.isOfTime === true ? tryTimes : trySalts)(quest, attempt),
  );

/** Of what the main attempts leave, so much is kept for the rest. */
const MOST_KEPT = 1 / 2;

// The main attempts, then the others with what the rest leaves them. False where the bound ended the main ones or the rest.
const carryOut = (quest: Quest, { main, rest, extras }: Plan): boolean => {
  if (!attemptAll(quest, main)) return false;
  const kept = Math.min(quest.left * MOST_KEPT, costOf(rest));
  quest.left -= kept;
  attemptAll(quest, extras);
  quest.left += kept;
  return attemptAll(quest, [rest]);
};

// What stands in a layer that was read backwards stands in the one before, too.
const isMirrorImage = ({ found }: OpenToken): boolean => isReversed(found.layer);

/**
 * Tries to explain tokens as digests of a handset's identifier or a message together with a salt: a value of the same
 * request, or the minute, hour or day of the flow, of the likely ones also with a separator between, in a digest that is
 * seldom made, or cut short. Bounded; tokens of digest length that are left when the bound is reached are counted.
 */
export const searchSalted = (
  needles: Needles,
  layers: readonly Layer[],
  { whole, cut }: OpenTokens,
  wallMs: number | null,
): SaltedResult => {
  if (needles.salted.length === 0 || whole.length + cut.length === 0) return { matches: [], unexplained: 0 };
  const tried = whole.slice(0, MOST_TOKENS);
  const tokens = [...tried, ...cut];
  const matches = new Map<OpenToken, Match>();
  const quest = { needles, matches, left: MOST_SALTED_DIGESTS };
  const plan = planFor(needles, tokens, saltsOf(layers, wallMs, tokens), timeSalts(wallMs).ofNow);
  const isDone = carryOut(quest, plan);
  const left = whole.filter(
    (token, index) => !isMirrorImage(token) && !matches.has(token) && (!isDone || index >= MOST_TOKENS),
  ).length;
  return { matches: [...matches.values()], unexplained: left };
};
