import { degreesFrom, isSameDegrees } from '../algebra/location.ts';
import type { Needles } from '../compile.ts';
import { addPairFind, type Finds } from '../finds.ts';
import { type Found, textAt } from '../found.ts';

/** Whether a decimal number, read backwards, is a coordinate of a known place. */
export const isMirroredCoordinate = (needles: Needles, found: Found): boolean => {
  if (needles.coordinates.length === 0) return false;
  const degrees = degreesFrom([...textAt(found)].reverse().join(''));
  return degrees !== null && needles.coordinates.some((known) => isSameDegrees(known.degrees, degrees));
};

/** Adds a decimal number to the finds where it is a coordinate of a known place. */
export const addCoordinate = (needles: Needles, found: Found, finds: Finds): void => {
  if (needles.coordinates.length === 0) return;
  const degrees = degreesFrom(textAt(found));
  if (degrees === null) return;
  const recipe = `decimals[${String(degrees.decimals.length)}]`;
  for (const { canary, axis, degrees: known } of needles.coordinates)
    if (isSameDegrees(known, degrees)) addPairFind(finds, { found, canary, axis, recipe });
};
