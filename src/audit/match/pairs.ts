import type { Needles } from './compile.ts';
import type { PairFind } from './finds.ts';
import { bitsOf, type Found, textAt } from './found.ts';
import type { Match } from './match.ts';
import { spanOf } from './nearby.ts';

/** Finds of one number that are compared with those of the other; a value sent more often is told once per field. */
const MOST_FINDS = 200;

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
    bits: bitsOf(textAt(first.found)) + bitsOf(textAt(second.found)),
    tokenKind: null,
    share: 1,
    reasoning: 'both numbers of the value, near each other',
    inversionCandidates: null,
    besides: [
      { role: 'first', recipe: first.recipe, found: first.found },
      { role: 'second', recipe: second.recipe, found: second.found },
    ],
    ...span,
  };
};

/** Matches for values of two numbers, where both were found near each other. */
export const matchPairs = (needles: Needles, finds: readonly PairFind[]): readonly Match[] => {
  const matches: Match[] = [];
  for (const canary of new Set(finds.map((find) => find.canary))) {
    const own = finds.filter((find) => find.canary === canary);
    const firsts = own.filter(({ axis }) => axis === 0).slice(0, MOST_FINDS);
    const seconds = own.filter(({ axis }) => axis === 1).slice(0, MOST_FINDS);
    for (const first of firsts)
      for (const second of seconds) {
        const span = spanOf(first.found, second.found);
        const match = span === null ? null : matchFrom(needles, first, second, span);
        if (match === null) continue;
        matches.push(match);
        break;
      }
  }
  return matches;
};
