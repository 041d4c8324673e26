import type { Layer } from '../layer.ts';
import type { Match } from './match.ts';
import type { Needles } from './compile.ts';
import type { Finds } from './finds.ts';
import { candidatesOf } from './tokens/digest-reader.ts';
import { inputAt, originOf } from './tokens/digest-table.ts';
import { explainToken } from './tokens/explain-token.ts';
import type { TokenCounts } from './tokens/token-counts.ts';
import type { Alphabet } from './tokens/token-reader.ts';

type TokenPlace = {
  readonly layer: Layer;
  readonly alphabet: Alphabet;
  readonly from: number;
  readonly to: number;
};

const matchFrom = (needles: Needles, digest: number, place: TokenPlace): Match | null => {
  const { layer, alphabet, from, to } = place;
  const { input, algorithm } = originOf(needles.digests, digest);
  const text = String.fromCharCode(...layer.bytes.subarray(from, to));
  const form = explainToken(algorithm.digest(inputAt(needles.digests.inputs, input)), text, alphabet);
  const canary = needles.canaries[needles.inputOwners.canary[input] ?? -1];
  if (form === null || canary === undefined) return null;
  const variant = needles.recipes[needles.inputOwners.recipe[input] ?? -1] ?? 'plain';
  const spelling = algorithm.name + form.step;
  return {
    layer,
    offset: from,
    length: to - from,
    class: canary.class,
    canaryId: canary.id,
    spelling,
    recipe: variant === 'plain' ? spelling : `${variant} > ${spelling}`,
    level: 'B',
    bits: form.bits,
    tokenKind: `${alphabet}:${String(to - from)}`,
    share: 1,
    reasoning: `a digest of the value, recomputed: ${String(form.bits)} bits agree`,
    inversionCandidates: canary.inversionCandidates,
  };
};

const isInside = (match: Match, other: Match): boolean =>
  match !== other &&
  match.canaryId === other.canaryId &&
  match.length < other.length &&
  match.offset >= other.offset &&
  match.offset + match.length <= other.offset + other.length;

const keep = (match: Match, needles: Needles, finds: Finds): void => {
  if (match.class !== 'installed_apps') {
    finds.matches.push(match);
    return;
  }
  const canary = needles.canaries.findIndex(({ id }) => id === match.canaryId);
  finds.packages.push({ found: match, canary, match });
};

/** Looks up the tokens of one layer among the digests of the known values, and counts them. */
export type TokenScanner = {
  readonly take: (alphabet: Alphabet, from: number, to: number) => void;
  /** Hands over what was found in the layer. */
  readonly finish: (finds: Finds) => void;
};

/** A scanner of one layer's tokens. */
export const makeTokenScanner = (needles: Needles, layer: Layer, tokens: TokenCounts): TokenScanner => {
  const found: Match[] = [];
  const take = (alphabet: Alphabet, from: number, to: number): void => {
    tokens.add(alphabet, to - from);
    const candidates = candidatesOf(needles.digests, layer.bytes, alphabet, [from, to]);
    if (candidates.length === 0) return;
    const told = new Set<string | null>();
    for (const digest of candidates) {
      const match = matchFrom(needles, digest, { layer, alphabet, from, to });
      if (match === null || told.has(match.canaryId)) continue;
      told.add(match.canaryId);
      found.push(match);
    }
  };
  const finish = (finds: Finds): void => {
    // A piece between two slashes of a digest's base64 is itself a digest cut short.
    for (const match of found.filter((one) => !found.some((other) => isInside(one, other))))
      keep(match, needles, finds);
  };
  return { take, finish };
};
