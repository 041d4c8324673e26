import { resolveRoute } from '../../decode/resolve-route.ts';
import type { Layer } from '../../layer.ts';
import type { Needles } from '../compile.ts';
import { type Found, textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { inputAt } from '../tokens/digest-table.ts';
import { explainToken } from '../tokens/explain-token.ts';
import type { Alphabet } from '../tokens/token-reader.ts';
import { SALT_DIGESTS, type SaltDigest } from './keyed.ts';
import { requestSalts } from './request-salts.ts';
import { timeSalts } from './time-salts.ts';

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

/** Digests computed per flow at most; an HMAC is two. */
const MOST_DIGESTS = 50_000;
/** Tokens of one flow that are compared with every digest. */
const MOST_TOKENS = 64;
/** A SHA-256 cut to half its length, as Google's messaging apps sent it. */
const HALF_SHA256: readonly [number, number] = [16, 32];

/** `found` is null for a salt made of the time. */
type Salt = { readonly bytes: Uint8Array; readonly recipe: string; readonly found: Found | null };
type Value = { readonly bytes: Uint8Array; readonly canary: number; readonly recipe: string };
/** One digest and the tokens and salts it is tried with. */
type Round = {
  readonly digest: SaltDigest;
  readonly tokens: readonly OpenToken[];
  readonly salts: readonly Salt[];
};

const headOf = (digest: Uint8Array): number =>
  ((digest[0] ?? 0) << 24) | ((digest[1] ?? 0) << 16) | ((digest[2] ?? 0) << 8) | (digest[3] ?? 0);

/** The digest lengths that a token may have by its text; null for a token of no digest's length. */
export const openToken = (found: Found, alphabet: Alphabet): OpenToken | null => {
  const bytes = Buffer.from(textAt(found), alphabet);
  const isWhole =
    alphabet === 'hex' ? found.length % 2 === 0 : Math.ceil((bytes.length * 8) / 6) === found.length;
  if (!isWhole || !SALT_DIGESTS.has(bytes.length)) return null;
  return { found, alphabet, byteLength: bytes.length, head: headOf(bytes) };
};

const saltsOf = (
  layers: readonly Layer[],
  wallMs: number | null,
  tokens: readonly OpenToken[],
): readonly Salt[] => {
  const own = new Set(tokens.map(({ found }) => textAt(found)));
  const times = wallMs === null ? [] : timeSalts(wallMs);
  // What stands beside a token is tried first: the bound may end the search before the rest.
  const near = new Set(tokens.map(({ found }) => found.layer));
  const ordered = [...near, ...layers.filter((layer) => !near.has(layer))];
  const values = [...requestSalts(ordered)].filter(([text]) => !own.has(text));
  return [
    ...times.map(({ text, recipe }) => ({ bytes: Buffer.from(text), recipe, found: null })),
    ...values.map(([text, found]) => ({ bytes: Buffer.from(text, 'latin1'), recipe: 'value', found })),
  ];
};

const valuesOf = (needles: Needles): readonly Value[] =>
  needles.salted.map((input) => ({
    bytes: inputAt(needles.digests.inputs, input),
    canary: needles.inputOwners.canary[input] ?? -1,
    recipe: needles.recipes[needles.inputOwners.recipe[input] ?? -1] ?? '',
  }));

const roundsOf = (tokens: readonly OpenToken[], salts: readonly Salt[]): readonly Round[] => {
  const lengths = [...new Set(tokens.map(({ byteLength }) => byteLength))];
  const times = salts.filter(({ found }) => found === null);
  const rounds = lengths.map((length) => ({ tokenLength: length, digestLength: length, salts }));
  const halves = { tokenLength: HALF_SHA256[0], digestLength: HALF_SHA256[1], salts: times };
  return [...rounds, halves].flatMap(({ tokenLength, digestLength, salts: tried }) => {
    const digest = SALT_DIGESTS.get(digestLength);
    const own = tokens.filter(({ byteLength }) => byteLength === tokenLength);
    return digest === undefined || own.length === 0 ? [] : [{ digest, tokens: own, salts: tried }];
  });
};

// The recipe is shown to people: a name that is no plain word may be a value.
const nameOf = ({ recipe, found }: Salt): string => {
  if (found === null) return recipe;
  const key = resolveRoute(found.layer, found.offset, found.length).keys[0] ?? '';
  return /^[A-Za-z_.-]{1,40}$/.test(key) ? `value of ${key}` : 'a value of the request';
};

// A variant of more than one step stands in brackets, so that the sum can be read.
const inBrackets = (recipe: string): string => (recipe.includes(' > ') ? `(${recipe})` : recipe);

type Try = {
  readonly salt: Salt;
  readonly value: Value;
  readonly recipe: (salt: string, value: string) => string;
};

const matchFrom = (
  needles: Needles,
  token: OpenToken,
  step: string,
  { salt, value, recipe }: Try,
): Match | null => {
  const canary = needles.canaries[value.canary];
  if (canary === undefined) return null;
  const bits = token.byteLength * 8;
  return {
    ...token.found,
    class: canary.class,
    canaryId: canary.id,
    spelling: `salted ${step}`,
    recipe: `${recipe(nameOf(salt), inBrackets(value.recipe))} > ${step}`,
    level: 'B',
    bits,
    tokenKind: `${token.alphabet}:${String(token.found.length)}`,
    share: 1,
    reasoning: `a digest of the value and of a salt that the request or its time gives away: ${String(bits)} bits agree`,
    inversionCandidates: canary.inversionCandidates,
    ...(salt.found === null ? {} : { besides: [{ role: 'salt', recipe: 'value', found: salt.found }] }),
  };
};

const searchRounds = (
  needles: Needles,
  rounds: readonly Round[],
  matches: Map<OpenToken, Match>,
): boolean => {
  const values = valuesOf(needles);
  let digests = 0;
  const compare = (bytes: Uint8Array, { digest, tokens }: Round, tried: Try): void => {
    const head = headOf(bytes);
    for (const token of tokens) {
      if (token.head !== head || matches.has(token)) continue;
      const form = explainToken(Buffer.from(bytes), textAt(token.found), token.alphabet);
      const match = form === null ? null : matchFrom(needles, token, digest.name + form.step, tried);
      if (match !== null) matches.set(token, match);
    }
  };
  for (const round of rounds)
    for (const salt of round.salts)
      for (const value of values) {
        if (digests + 4 > MOST_DIGESTS) return false;
        digests += 4;
        const { joined, keyed } = round.digest;
        compare(joined(salt.bytes, value.bytes), round, { salt, value, recipe: (a, b) => `${a} + ${b}` });
        compare(joined(value.bytes, salt.bytes), round, { salt, value, recipe: (a, b) => `${b} + ${a}` });
        compare(keyed(salt.bytes, value.bytes), round, { salt, value, recipe: (a, b) => `hmac(${a}, ${b})` });
      }
  return true;
};

/**
 * Tries to explain tokens of digest length as digests of a handset's identifier or a message together with a salt:
 * a value of the same request, or the minute, hour or day of the flow. Bounded; tokens that are left when the bound
 * is reached are counted.
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
  const isDone = searchRounds(needles, roundsOf(tokens, saltsOf(layers, wallMs, tokens)), matches);
  const left = (isDone ? 0 : tokens.length - matches.size) + open.length - tokens.length;
  return { matches: [...matches.values()], unexplained: left };
};
