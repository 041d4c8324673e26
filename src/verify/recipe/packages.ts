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
 * Whether bytes begin with the package's name, written by the recipe, end with one, or where their field does, and name
 * no larger a share of all packages than is said.
 */
export const namesPackages = (
  { bytes, isToEnd }: { readonly bytes: Buffer; readonly isToEnd: boolean },
  { proof: { recipe, share } }: Pick<Finding, 'proof'>,
  { canary }: Pick<Known, 'canary'>,
  packages: readonly Canary[],
): boolean => {
  const text = bytes.subarray(0, MOST_BYTES).toString('latin1').toLowerCase();
  if (!namesOf(canary, recipe).some((name) => text.startsWith(name))) return false;
  const known = packages.slice(0, MOST_PACKAGES).map((other) => namesOf(other, recipe));
  const named = known.filter((names) => names.some((name) => holds(text, name)));
  if (!isToEnd && !named.some((names) => names.some((name) => text.endsWith(name)))) return false;
  // A list may go on in other fields of the flow, where the finding does not point.
  return packages.length > 0 && named.length / packages.length <= share + 1e-6;
};
