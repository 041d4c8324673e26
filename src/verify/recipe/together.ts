import type { Canary } from '#model/canary';

const NAMED = /^together\(([^;)]+)(?:; joined by "([_:|,-])")?\)$/;
const MOST_PARTS = 3;

/**
 * The values that a recipe's `together(imei-1, serial-1; joined by "_")` strings together; null for any other step.
 * The finding's own canary comes first.
 */
export const togetherText = (
  step: string,
  canary: Canary,
  canaryOf: (id: string) => Canary | undefined,
): string | null => {
  const [, ids, joint = ''] = NAMED.exec(step) ?? [];
  if (ids === undefined) return null;
  const names = ids.split(', ', MOST_PARTS + 1);
  const values = names.map((id) => canaryOf(id)?.value);
  const isWhole = names.length <= MOST_PARTS && names[0] === canary.id && !values.includes(undefined);
  return isWhole ? values.join(joint) : null;
};
