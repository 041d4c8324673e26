import type { Loss } from '#model/flow';

const LISTED = 200;

/** A list of losses that hostile input cannot blow up: the first 200 in words, the others as one number. */
export type Losses = {
  readonly add: (where: string, what: string) => void;
  readonly list: () => readonly Loss[];
};

/** Makes an empty list of losses. */
export const createLosses = (): Losses => {
  const listed: Loss[] = [];
  let more = 0;
  return {
    add: (where, what) => {
      if (listed.length < LISTED) listed.push({ where, what });
      else more += 1;
    },
    list: () =>
      more === 0
        ? [...listed]
        : [...listed, { where: 'further on', what: `${more} more losses, not listed one by one` }],
  };
};
