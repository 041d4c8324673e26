import type { DataClass } from '#model/data-class';
import type { HashInput } from './form.ts';
import { HANDSET_CLASSES } from './handset-classes.ts';

/** The values that software strings together before it hashes them to one id of the handset. */
const PARTS: ReadonlySet<DataClass> = new Set(HANDSET_CLASSES);
const MOST_PARTS = 8;
const JOINTS = ['', '_', '-', ':', '|', ','];

/** One value of the handset; `canary` is an index. */
export type Part = {
  readonly canary: number;
  readonly id: string;
  readonly class: DataClass;
  readonly value: string;
};

const joined = (parts: readonly Part[]): readonly HashInput[] =>
  JOINTS.map((joint) => ({
    content: parts.map(({ value }) => value).join(joint),
    recipe: `together(${parts.map(({ id }) => id).join(', ')}${joint === '' ? '' : `; joined by "${joint}"`})`,
  }));

// A second IMEI must not leave out the address.
const oneOfEachFirst = (parts: readonly Part[]): readonly Part[] => {
  const first = new Map(parts.toReversed().map((part) => [part.class, part]));
  const isFirst = (part: Part): boolean => first.get(part.class) === part;
  return [...parts.filter(isFirst), ...parts.filter((part) => !isFirst(part))];
};

/**
 * Two or three values of the handset, of different classes, in every order, strung together; each with the canary
 * that comes first.
 */
export const togetherInputs = (
  all: readonly Part[],
): readonly { readonly canary: number; readonly item: HashInput }[] => {
  const parts = oneOfEachFirst(all.filter((part) => PARTS.has(part.class))).slice(0, MOST_PARTS);
  const extend = (chosen: readonly Part[]): readonly (readonly Part[])[] =>
    parts
      .filter((part) => chosen.every((other) => other.class !== part.class))
      .map((part) => [...chosen, part]);
  const pairs = parts.flatMap((part) => extend([part]));
  const triples = pairs.flatMap(extend);
  return [...pairs, ...triples].flatMap((chosen) =>
    joined(chosen).map((item) => ({ canary: chosen[0]?.canary ?? -1, item })),
  );
};
