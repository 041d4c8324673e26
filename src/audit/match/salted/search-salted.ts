import type { Layer } from '../../layer.ts';
import { MOST_SALTED_DIGESTS, type Needles } from '../compile.ts';
import { type Found, textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { inputAt } from '../tokens/digest-table.ts';
import { explainToken } from '../tokens/explain-token.ts';
import type { Alphabet } from '../tokens/token-reader.ts';
import {
  JOINED_FORMS,
  SALT_DIGESTS,
  SALT_FORMS,
  type SaltDigest,
  type SaltForm,
  SELDOM_SALT_DIGESTS,
} from './salt-digests.ts';
import { type EdgeLists, makeEdgeLists, makeJoinedEdgeLists } from './salt-edges.ts';
import { joinedSalts, nameOf, type Salt, saltsOf } from './salts.ts';

/** A token of digest length that is no digest of a known value alone. */
export type OpenToken = {
  readonly found: Found;
  readonly alphabet: Alphabet;
  /** Of the digest that it would be. */
  readonly byteLength: number;
  /** Its first four bytes. */
  readonly head: number;
};

/** What the salted search of one flow came to. */
export type SaltedResult = { readonly matches: readonly Match[]; readonly unexplained: number };

/** Of one salt and one value. */
const DIGESTS_PER_TRY = 4;
/** Tokens of one flow that are compared with every digest. */
const MOST_TOKENS = 64;
/** A SHA-256 cut to half its length, as Google's messaging apps sent it. */
const HALF_SHA256: readonly [number, number] = [16, 32];

type Value = { readonly bytes: Uint8Array; readonly canary: number; readonly recipe: string };
/** One digest and the tokens it is tried for; `isOfTime` where only with the time of the flow. */
type Round = {
  readonly digest: SaltDigest;
  readonly tokens: readonly OpenToken[];
  readonly isOfTime: boolean;
};

/** The digest lengths that a token may have by its text; null for a token of no digest's length. */
export const openToken = (found: Found, alphabet: Alphabet): OpenToken | null => {
  const bytes = Buffer.from(textAt(found), alphabet);
  const isWhole =
    alphabet === 'hex' ? found.length % 2 === 0 : Math.ceil((bytes.length * 8) / 6) === found.length;
  if (!isWhole || !SALT_DIGESTS.has(bytes.length)) return null;
  return { found, alphabet, byteLength: bytes.length, head: bytes.readInt32BE() };
};

const valuesOf = (needles: Needles): readonly Value[] =>
  needles.salted.map((input) => ({
    bytes: inputAt(needles.digests.inputs, input),
    canary: needles.inputOwners.canary[input] ?? -1,
    recipe: needles.recipes[needles.inputOwners.recipe[input] ?? -1] ?? '',
  }));

const seldomRoundsOf = (tokens: readonly OpenToken[]): readonly Round[] =>
  [...SELDOM_SALT_DIGESTS.values()]
    .map((digest) => ({ digest, tokens: tokens.filter(isOfLength(digest.byteLength)), isOfTime: false }))
    .filter((round) => round.tokens.length > 0);

const isOfLength =
  (length: number) =>
  ({ byteLength }: OpenToken): boolean =>
    byteLength === length;

const roundsOf = (tokens: readonly OpenToken[]): readonly Round[] => {
  const lengths = [...new Set(tokens.map(({ byteLength }) => byteLength))];
  const rounds = lengths.map((length) => ({ tokenLength: length, digestLength: length, isOfTime: false }));
  const halves = { tokenLength: HALF_SHA256[0], digestLength: HALF_SHA256[1], isOfTime: true };
  return [...rounds, halves].flatMap(({ tokenLength, digestLength, isOfTime }) => {
    const digest = SALT_DIGESTS.get(digestLength);
    const own = tokens.filter(isOfLength(tokenLength));
    return digest === undefined || own.length === 0 ? [] : [{ digest, tokens: own, isOfTime }];
  });
};

// A variant of more than one step stands in brackets, so that the sum can be read.
const inBrackets = (recipe: string): string => (recipe.includes(' > ') ? `(${recipe})` : recipe);

/** What may have been hashed. */
type Try = { readonly salt: Salt; readonly value: Value; readonly form: SaltForm };

const matchFrom = (
  needles: Needles,
  token: OpenToken,
  step: string,
  { salt, value, form }: Try,
): Match | null => {
  const canary = needles.canaries[value.canary];
  if (canary === undefined) return null;
  const bits = token.byteLength * 8;
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
  return form === null ? null : matchFrom(needles, token, digest.recipe + form.step, tried);
};

/** Marks what heads the tokens have by their first bits: most digests share them with no token. */
const MARK_BITS = 12;
const markOf = (head: number): number => head >>> (32 - MARK_BITS);
const marksOf = (tokens: readonly OpenToken[]): Uint8Array => {
  const marks = new Uint8Array(1 << MARK_BITS);
  for (const { head } of tokens) marks[markOf(head)] = 1;
  return marks;
};

/** Where digests that share a token's head stand among so many heads of a list. */
const forEachHit = (
  heads: Int32Array,
  count: number,
  marks: Uint8Array,
  onHit: (index: number, head: number) => void,
): void => {
  for (let index = 0; index < count; index++) {
    const head = heads[index] ?? 0;
    if (marks[markOf(head)] === 1) onHit(index, head);
  }
};

/** Values with the forms in which salts are tried with them, and the heads of those. */
type Tried = {
  readonly values: readonly Value[];
  readonly forms: readonly SaltForm[];
  readonly edgesOf: EdgeLists;
  readonly digestsPerTry: number;
};

/**
 * What salts are tried with, one per compiled set for the heads that it keeps: put together as they are, joined, and in
 * digests that are seldom made.
 */
type TriedBy = { readonly plainly: Tried; readonly joined: Tried; readonly seldom: Tried };
const triedWith = new WeakMap<Needles, TriedBy>();

/** The variants that are tried with more than the usual forms: what software writes first. */
const FIRST_RECIPES = new Set(['plain', 'imei15', 'e164', '+e164']);
const MOST_FIRST_VALUES = 32;

const triedOf = (needles: Needles): TriedBy => {
  const known = triedWith.get(needles);
  if (known !== undefined) return known;
  const values = valuesOf(needles);
  const few = values.filter(({ recipe }) => FIRST_RECIPES.has(recipe)).slice(0, MOST_FIRST_VALUES);
  const together = (tried: readonly Value[]): Tried => ({
    values: tried,
    forms: SALT_FORMS,
    edgesOf: makeEdgeLists(tried.map(({ bytes }) => bytes)),
    digestsPerTry: DIGESTS_PER_TRY,
  });
  const made: TriedBy = {
    plainly: together(values),
    seldom: together(few),
    joined: {
      values: few,
      forms: JOINED_FORMS,
      edgesOf: makeJoinedEdgeLists(few.map(({ bytes }) => bytes)),
      digestsPerTry: JOINED_FORMS.length,
    },
  };
  triedWith.set(needles, made);
  return made;
};

/** What was explained so far, and what may still be tried, digests. */
type Quest = { readonly needles: Needles; readonly matches: Map<OpenToken, Match>; left: number };

/** Rounds with one salt after another, and what is tried with them. */
type Attempt = { readonly rounds: readonly Round[]; readonly salts: readonly Salt[]; readonly tried: Tried };

const explain = (quest: Quest, { digest, tokens }: Round, head: number, tried: Try): void => {
  for (const token of tokens) {
    if (token.head !== head || quest.matches.has(token)) continue;
    const match = confirm(quest.needles, token, digest, tried);
    if (match !== null) quest.matches.set(token, match);
  }
};

// Each salt is tried with every digest before the next one is, so that the bound leaves out the last salts and not the
// last digests. The order of salts, rounds, values and forms decides which recipe is told of a token that several
// explain. False where the bound ended it.
const trySalts = (quest: Quest, { rounds, salts, tried }: Attempt): boolean => {
  const { values, forms, edgesOf, digestsPerTry } = tried;
  const marked = rounds.map((round) => ({ round, marks: marksOf(round.tokens) }));
  for (const salt of salts)
    for (const { round, marks } of marked) {
      if (round.isOfTime && salt.found !== null) continue;
      const count = Math.min(Math.floor(quest.left / digestsPerTry), values.length);
      if (count === 0) return values.length === 0;
      forEachHit(edgesOf(round.digest, salt.text).heads, count * forms.length, marks, (index, head) => {
        const value = values[Math.floor(index / forms.length)];
        const form = forms[index % forms.length];
        if (value !== undefined && form !== undefined) explain(quest, round, head, { salt, value, form });
      });
      if (count < values.length) return false;
      quest.left -= count * digestsPerTry;
    }
  return true;
};

const isExplained = ({ matches }: Quest, { rounds }: Attempt): boolean =>
  rounds.every(({ tokens }) => tokens.every((token) => matches.has(token)));

// What is likely first: a bound that is reached leaves out the rest. False where it was.
const attemptAll = (quest: Quest, attempts: readonly Attempt[]): boolean =>
  attempts.every((attempt) => isExplained(quest, attempt) || trySalts(quest, attempt));

/**
 * Tries to explain tokens of digest length as digests of a handset's identifier or a message together with a salt:
 * a value of the same request, or the minute, hour or day of the flow, of the likely ones also with a separator
 * between, or in a digest that is seldom made. Bounded; tokens that are left when the bound is reached are counted.
 */
export const searchSalted = (
  needles: Needles,
  layers: readonly Layer[],
  open: readonly OpenToken[],
  wallMs: number | null,
): SaltedResult => {
  if (needles.salted.length === 0 || open.length === 0) return { matches: [], unexplained: 0 };
  const tokens = open.slice(0, MOST_TOKENS);
  const matches = new Map<OpenToken, Match>();
  const salts = saltsOf(
    layers,
    wallMs,
    tokens.map(({ found }) => found),
  );
  const { plainly, joined, seldom } = triedOf(needles);
  const rounds = roundsOf(tokens);
  const isDone = attemptAll({ needles, matches, left: MOST_SALTED_DIGESTS }, [
    { rounds, salts, tried: plainly },
    { rounds, salts: joinedSalts(salts), tried: joined },
    { rounds: seldomRoundsOf(tokens), salts, tried: seldom },
  ]);
  const left = (isDone ? 0 : tokens.length - matches.size) + open.length - tokens.length;
  return { matches: [...matches.values()], unexplained: left };
};
