import type { Layer } from '../../layer.ts';
import { MOST_SALTED_DIGESTS, type Needles } from '../compile.ts';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { inputAt } from '../tokens/digest-table.ts';
import { explainToken, type TokenForm } from '../tokens/explain-token.ts';
import type { OpenToken } from './open-token.ts';
import { cutRoundsOf, type Keyed, markOf, type Round, roundsOf, seldomRoundsOf } from './rounds.ts';
import { JOINED_FORMS, SALT_FORMS, type SaltDigest, type SaltForm } from './salt-digests.ts';
import { timeSalts } from './time-salts.ts';
import { type EdgeLists, type Edges, makeEdgeLists, makeEdges, makeJoinedEdgeLists } from './salt-edges.ts';
import { joinedSalts, nameOf, type Salt, saltsOf, tellingSalts } from './salts.ts';

/** Tokens of one flow that may be salted digests: as long as one, and cut short. */
export type OpenTokens = { readonly whole: readonly OpenToken[]; readonly cut: readonly OpenToken[] };

/** What the salted search of one flow came to. */
export type SaltedResult = { readonly matches: readonly Match[]; readonly unexplained: number };

/** Of one salt and one value. */
const DIGESTS_PER_TRY = 4;
/** Tokens of one flow that are compared with every digest. */
const MOST_TOKENS = 64;
type Value = { readonly bytes: Uint8Array; readonly canary: number; readonly recipe: string };
const valuesOf = (needles: Needles): readonly Value[] =>
  needles.salted.map((input) => ({
    bytes: inputAt(needles.digests.inputs, input),
    canary: needles.inputOwners.canary[input] ?? -1,
    recipe: needles.recipes[needles.inputOwners.recipe[input] ?? -1] ?? '',
  }));

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

/** Values with the forms in which salts are tried with them, and the heads of those. */
type Tried = {
  readonly values: readonly Value[];
  readonly forms: readonly SaltForm[];
  readonly edgesOf: EdgeLists;
  /** Of some salts, one behind the other; kept as long as they are. */
  readonly edgesOfAll: (digest: SaltDigest, salts: readonly Salt[]) => Edges;
  readonly digestsPerTry: number;
};

/** What salts are tried with, one per compiled set for the edges that it keeps. */
type TriedBy = {
  /** Every value, put together as it stands. */
  readonly plainly: Tried;
  /** The values that software hashes first. */
  readonly few: Tried;
  /** Those, and every value, with something between. */
  readonly fewJoined: Tried;
  readonly joined: Tried;
};
const triedWith = new WeakMap<Needles, TriedBy>();

/** The variants that are tried with more than the usual forms: what software writes first. */
const FIRST_RECIPES = new Set(['plain', 'imei15', 'e164', '+e164']);
const MOST_FIRST_VALUES = 32;

const strungTogether = (edgesOf: EdgeLists, digest: SaltDigest, salts: readonly Salt[]): Edges => {
  const lists = salts.map(({ text }) => edgesOf(digest, text));
  const { length } = lists[0]?.heads ?? [];
  const all = makeEdges(lists.length * length);
  lists.forEach(({ heads, ends, middles }, index) => {
    all.heads.set(heads, index * length);
    all.ends.set(ends, index * length);
    all.middles.set(middles, index * length);
  });
  return all;
};

const keptTogether = (edgesOf: EdgeLists): Tried['edgesOfAll'] => {
  const known = new WeakMap<readonly Salt[], Map<string, Edges>>();
  return (digest, salts) => {
    const byDigest = known.get(salts) ?? new Map<string, Edges>();
    known.set(salts, byDigest);
    const edges = byDigest.get(digest.name) ?? strungTogether(edgesOf, digest, salts);
    byDigest.set(digest.name, edges);
    return edges;
  };
};

const triedFrom = (
  values: readonly Value[],
  forms: readonly SaltForm[],
  edgesOf: EdgeLists,
  digestsPerTry: number,
): Tried => ({ values, forms, edgesOf, edgesOfAll: keptTogether(edgesOf), digestsPerTry });

const bytesOf = (values: readonly Value[]): readonly Uint8Array[] => values.map(({ bytes }) => bytes);

const together = (values: readonly Value[]): Tried =>
  triedFrom(values, SALT_FORMS, makeEdgeLists(bytesOf(values)), DIGESTS_PER_TRY);

const joined = (values: readonly Value[]): Tried =>
  triedFrom(values, JOINED_FORMS, makeJoinedEdgeLists(bytesOf(values)), JOINED_FORMS.length);

const triedOf = (needles: Needles): TriedBy => {
  const known = triedWith.get(needles);
  if (known !== undefined) return known;
  const values = valuesOf(needles);
  const few = values.filter(({ recipe }) => FIRST_RECIPES.has(recipe)).slice(0, MOST_FIRST_VALUES);
  const made: TriedBy = {
    plainly: together(values),
    few: together(few),
    fewJoined: joined(few),
    joined: joined(values),
  };
  triedWith.set(needles, made);
  return made;
};

/** What was explained so far, and what may still be tried, digests. */
type Quest = { readonly needles: Needles; readonly matches: Map<OpenToken, Match>; left: number };

/** Rounds with one salt after another, and what is tried with them. */
type Attempt = {
  readonly rounds: readonly Round[];
  readonly salts: readonly Salt[];
  readonly tried: Tried;
  /** Whether the salts are those of a time, a list that many flows share. */
  readonly isOfTime?: boolean;
};

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

/** Bytes of the digests that are tried for tokens cut short. */
const CUT_LENGTHS = [16, 20, 32];

// Digests as long as a token first. A bound that is reached leaves such a token unexplained; whether a shorter one was
// ever a digest, nobody knows.
const attemptsFor = (
  needles: Needles,
  tokens: readonly OpenToken[],
  salts: readonly Salt[],
  times: readonly Salt[],
) => {
  const { plainly, few, fewJoined, joined: allJoined } = triedOf(needles);
  const whole = tokens.filter(({ isWhole }) => isWhole);
  const rounds = roundsOf(whole);
  const cutRounds = cutRoundsOf(tokens, CUT_LENGTHS);
  return {
    ofWhole: [
      { rounds, salts, tried: plainly },
      { rounds, salts: joinedSalts(salts), tried: fewJoined },
      { rounds, salts: times, tried: fewJoined, isOfTime: true },
      { rounds: seldomRoundsOf(whole), salts, tried: few },
    ],
    more: [
      { rounds: cutRounds, salts: tellingSalts(salts), tried: plainly },
      { rounds: cutRounds, salts: times, tried: plainly, isOfTime: true },
      { rounds, salts: times, tried: allJoined, isOfTime: true },
    ],
  };
};

// What stands in a layer that was read backwards stands in the one before, too.
const isMirrorImage = ({ found }: OpenToken): boolean => found.layer.link.step === 'reverse';

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
  const salts = saltsOf(layers, wallMs, tokens);
  const quest = { needles, matches, left: MOST_SALTED_DIGESTS };
  const { ofWhole, more } = attemptsFor(needles, tokens, salts, timeSalts(wallMs).ofNow);
  const isDone = attemptAll(quest, ofWhole);
  const left = whole.filter(
    (token, index) => !isMirrorImage(token) && !matches.has(token) && (!isDone || index >= MOST_TOKENS),
  ).length;
  attemptAll(quest, more);
  return { matches: [...matches.values()], unexplained: left };
};
