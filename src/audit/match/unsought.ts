import type { Canary } from '#model/canary';
import type { Needles } from './compile.ts';

/**
 * The known values that are searched for nowhere as they stand: too short to tell of anything, or not written as values
 * of their class are, such as `+` for a number.
 */
export const unsoughtOf = (
  canaries: readonly Canary[],
  { patternOwners, numberOwners, shortOwners, wholeOwners, coordinates }: Needles,
): ReadonlySet<Canary> => {
  const sought = new Set(coordinates.map(({ canary }) => canary));
  for (const { canary } of [patternOwners, numberOwners, shortOwners, wholeOwners])
    for (const index of canary) sought.add(index);
  return new Set(canaries.filter((_, index) => !sought.has(index)));
};
