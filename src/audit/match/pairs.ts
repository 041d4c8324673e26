import { isAcrossLines } from '../decode/route/source-span.ts';
import type { Needles } from './compile.ts';
import type { Finds, PairFind } from './finds.ts';
import { bitsAt } from './bits.ts';
import { type Found, textAt } from './found.ts';
import type { Match } from './match.ts';
import { FAR_BYTES, spanOf } from './nearby.ts';
import { axisOf } from './shapes/keys.ts';
import { ownKey } from './shapes/own-key.ts';

const matchFrom = (needles: Needles, first: PairFind, second: PairFind, span: Found): Match | null => {
  const canary = needles.canaries[first.canary];
  if (canary === undefined) return null;
  const text = textAt(span);
  const spelling = text === canary.value ? 'plain' : first.recipe;
  return {
    class: canary.class,
    canaryId: canary.id,
    spelling,
    recipe: spelling,
    level: 'A',
    bits: bitsAt(first.found, first.recipe) + bitsAt(second.found, second.recipe),
    compared: null,
    share: 1,
    reasoning: 'both numbers of the value, near each other',
    inversionCandidates: null,
    besides: [
      { role: 'first', recipe: first.recipe, found: first.found },
      { role: 'second', recipe: second.recipe, found: second.found },
    ],
    // Numbers of a binary message are written out line by line, and no way leads to two of them.
    ...(isAcrossLines(span.layer, span.offset, span.length) ? first.found : span),
  };
};

type Pair = { readonly first: PairFind; readonly second: PairFind; readonly span: Found };

// What lies in one line is nearer than what lies in two, of which no way leads to both.
const isNearer = ({ span }: Pair, other: Pair | undefined): boolean => {
  if (other === undefined) return true;
  const [own, known] = [span, other.span].map((each) => isAcrossLines(each.layer, each.offset, each.length));
  return own === known ? span.length < other.span.length : known === true;
};

const nearestSecond = (first: PairFind, seconds: readonly PairFind[]): Pair | undefined => {
  let nearest: Pair | undefined;
  for (const second of seconds) {
    const span = spanOf(first.found, second.found);
    if (span !== null && isNearer({ first, second, span }, nearest)) nearest = { first, second, span };
  }
  return nearest;
};

// Each second number with the first one that is nearest: the same number in a layer below stands, in the layer of both, for
// all that it was undone from, so that the span would not end with it.
const nearestPairs = (
  needles: Needles,
  firsts: readonly PairFind[],
  seconds: readonly PairFind[],
): readonly Match[] => {
  const nearest = new Map<PairFind, Pair>();
  for (const first of firsts) {
    const pair = nearestSecond(first, seconds);
    if (pair !== undefined && isNearer(pair, nearest.get(pair.second))) nearest.set(pair.second, pair);
  }
  return [...nearest.values()].flatMap(
    ({ first, second, span }) => matchFrom(needles, first, second, span) ?? [],
  );
};

const isUnder = (axis: 0 | 1, { found }: PairFind): boolean => axisOf([ownKey(found) ?? '']) === axis;

// Where each stands once only, under the name of its axis, other fields may stand between them: a form in the order of its
// names' hashes.
const farPair = (
  needles: Needles,
  [first, ...firsts]: readonly PairFind[],
  [second, ...seconds]: readonly PairFind[],
): readonly Match[] => {
  if (first === undefined || second === undefined || firsts.length + seconds.length > 0) return [];
  if (!isUnder(0, first) || !isUnder(1, second)) return [];
  if (spanOf(first.found, second.found, FAR_BYTES) === null) return [];
  const match = matchFrom(needles, first, second, first.found);
  return match === null ? [] : [match];
};

/** Matches for values of two numbers, where both were found near each other. */
export const matchPairs = (needles: Needles, pairs: Finds['pairs']): readonly Match[] => {
  const matches: Match[] = [];
  const canaries = new Set([...pairs.values()].flat().map(({ canary }) => canary));
  for (const canary of canaries) {
    const [firsts, seconds] = [0, 1].map((axis) => pairs.get(`${String(canary)}:${String(axis)}`) ?? []);
    const near = nearestPairs(needles, firsts ?? [], seconds ?? []);
    matches.push(...(near.length > 0 ? near : farPair(needles, firsts ?? [], seconds ?? [])));
  }
  return matches;
};
