import type { Layer } from '../layer.ts';
import type { Match } from './match.ts';
import type { Needles } from './needles.ts';
import { candidatesOf } from './tokens/digest-reader.ts';
import { inputAt, originOf } from './tokens/digest-table.ts';
import { explainToken } from './tokens/explain-token.ts';
import type { TokenCounts } from './tokens/token-counts.ts';
import { type Alphabet, forEachToken } from './tokens/token-reader.ts';

/** Where the results of one flow are collected. */
export type DigestFindings = { readonly matches: Match[]; readonly tokens: TokenCounts };

type TokenPlace = { readonly layer: Layer; readonly alphabet: Alphabet; readonly from: number; readonly to: number };

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

/** Looks up every hash-like token of a layer among the digests of the known values, and counts the tokens. */
export const scanDigests = (needles: Needles, layer: Layer, { matches, tokens }: DigestFindings): void => {
  forEachToken(layer.bytes, (alphabet, from, to) => {
    tokens.add(alphabet, to - from);
    const candidates = candidatesOf(needles.digests, layer.bytes, alphabet, [from, to]);
    if (candidates.length === 0) return;
    const seen = new Set<string>();
    for (const digest of candidates) {
      const match = matchFrom(needles, digest, { layer, alphabet, from, to });
      if (match === null || seen.has(match.canaryId ?? '')) continue;
      seen.add(match.canaryId ?? '');
      matches.push(match);
    }
  });
};
