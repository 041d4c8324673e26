import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { rootsFrom } from '#audit/decode/roots';
import type { Case } from './build.ts';

/** Why nothing was found: the step that no decoder undid, or, where all were, that the matcher passed the value by. */
export const reasonOf = ({ plan, stages, loaded }: Case): string => {
  const { layers, hit } = peel(rootsFrom(loaded), DEFAULT_LIMITS);
  if (hit.size > 0) return `a bound was hit: ${[...hit].join(', ')}`;
  const contents = layers.map(({ bytes }) => Buffer.from(bytes));
  const unread = stages.findIndex((stage) =>
    contents.some((content) => content.includes(stage.subarray(0, 2000))),
  );
  if (unread === 0) return 'all decoded, but the matcher passed the value by';
  if (unread === -1) return 'the placement was not undone';
  return `not undone: ${plan.steps[unread - 1]?.name ?? '?'}`;
};
