import type { Canary } from '#model/canary';
import type { Finding } from '#model/finding';
import type { Known } from './agrees.ts';
import { bytesOf } from './content.ts';
import { spelled, valuesOf } from './spell.ts';
import { stepsOf } from './split.ts';

const MOST_PACKAGES = 5000;
const MOST_BYTES = 4 << 20;

const namesOf = (canary: Canary, recipe: string): readonly string[] =>
  (spelled(stepsOf(recipe), valuesOf(canary), canary) ?? []).map((name) =>
    bytesOf(name).toString('latin1').toLowerCase(),
  );

const isNamePart = (character: string): boolean => /[\w.]/.test(character);

/** Whether a text holds a name that is no part of a longer one. */
const holds = (text: string, name: string): boolean => {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (!isNamePart(text.charAt(at - 1)) && !isNamePart(text.charAt(at + name.length))) return true;
  return false;
};

/**
 * The package's name, written by the recipe, that the bytes begin with; null unless they also end with a name, or where
 * their field does, and name no larger a share of all packages than is said.
 */
export const namesPackages = (
  { bytes, isToEnd }: { readonly bytes: Buffer; readonly isToEnd: boolean },
  { proof: { recipe, share } }: Pick<Finding, 'proof'>,
  { canary }: Pick<Known, 'canary'>,
  packages: readonly Canary[],
): Buffer | null => {
  const text = bytes.subarray(0, MOST_BYTES).toString('latin1').toLowerCase();
  const first = namesOf(canary, recipe).find((name) => text.startsWith(name));
  if (first === undefined) return null;
  const known = packages.slice(0, MOST_PACKAGES).map((other) => namesOf(other, recipe));
  const named = known.filter((names) => names.some((name) => holds(text, name)));
  if (!isToEnd && !named.some((names) => names.some((name) => text.endsWith(name)))) return null;
  // A list may go on in other fields of the flow, where the finding does not point.
  const isShare = packages.length > 0 && named.length / packages.length <= share + 1e-6;
  return isShare ? bytes.subarray(0, first.length) : null;
};
