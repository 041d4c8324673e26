import type { DataClass } from '#model/data-class';
import { type DigestOrder, orderDigest, UNHASHED } from './digests.ts';
import { CLASSES, type Identity } from './identity.ts';
import { nearMiss } from './near-misses.ts';
import type { Random } from './random.ts';
import { type Spelled, spell } from './spellings.ts';
import { type Step, STEPS } from './steps.ts';

/** A value to be sent, and the encodings around it, innermost first; nothing is encoded yet. */
export type Plan = {
  readonly identity: number;
  readonly class: DataClass;
  /** Whether nothing of the identity may be found. */
  readonly isNearMiss: boolean;
  readonly content: Spelled | DigestOrder;
  readonly document: (typeof DOCUMENTS)[number];
  readonly steps: readonly Step[];
};

/** How the innermost document writes its fields. */
export const DOCUMENTS = ['bare', 'json', 'form', 'lines', 'sentence'] as const;

const CHARSETS = STEPS.filter(({ charset }) => charset !== undefined);
const OTHERS = STEPS.filter(({ charset }) => charset === undefined);

/** Whether one step may stand around another. */
const mayFollow = (inner: Step | undefined, outer: Step): boolean => {
  if (outer.charset !== undefined) return inner === undefined;
  return outer.takes === 'bytes' || inner?.gives !== 'bytes';
};

const drawSteps = (depth: number, random: Random): readonly Step[] => {
  const steps: Step[] = [];
  if (random.isOneIn(20)) steps.push(random.pick(CHARSETS));
  while (steps.length < depth)
    steps.push(random.pick(OTHERS.filter((step) => mayFollow(steps.at(-1), step))));
  return steps;
};

const everyPair = (): readonly (readonly Step[])[] =>
  STEPS.flatMap((inner) => OTHERS.filter((outer) => mayFollow(inner, outer)).map((outer) => [inner, outer]));

/** What a share of cases hashes instead of sending it as it is: one in four. */
const HASHED_ODDS = 4;

const contentOf = (dataClass: DataClass, identity: Identity, random: Random): Plan['content'] => {
  const values = identity.valuesOf(dataClass);
  return !UNHASHED.has(dataClass) && random.isOneIn(HASHED_ODDS)
    ? orderDigest(dataClass, values[0] ?? '', random)
    : spell(dataClass, values, random);
};

const documentOf = (content: Plan['content'], random: Random): Plan['document'] => {
  if ('algorithms' in content) return random.pick(['json', 'form', 'lines']);
  if (content.fields.length > 1 || !content.isBare) return random.pick(['json', 'form', 'lines']);
  return random.pick(DOCUMENTS);
};

/** How many cases there are to be of each kind. */
export type Amount = { readonly scale: number };

type Draft = Pick<Plan, 'class' | 'steps'>;

const chains = (random: Random, { scale }: Amount): readonly Draft[] => [
  ...CLASSES.flatMap((dataClass) => STEPS.map((step): Draft => ({ class: dataClass, steps: [step] }))),
  ...everyPair().map((steps): Draft => ({ class: random.pick(CLASSES), steps })),
  ...[3, 4, 5].flatMap((depth) =>
    Array.from({ length: Math.round(1500 * scale) }, (): Draft => ({
      class: random.pick(CLASSES),
      steps: drawSteps(depth, random),
    })),
  ),
];

/** All cases of a run: every step around every class, every pair of steps, random chains of three to five; and near misses. */
export const drawPlans = (
  identities: readonly Identity[],
  random: Random,
  amount: Amount,
): readonly Plan[] => {
  const planOf = ({ class: dataClass, steps }: Draft, isNearMiss: boolean): Plan => {
    const index = random.below(identities.length);
    const identity = identities[index];
    if (identity === undefined) throw new RangeError('no identities to draw from');
    const content = isNearMiss
      ? nearMiss(dataClass, identity, random)
      : contentOf(dataClass, identity, random);
    return {
      identity: index,
      class: dataClass,
      isNearMiss,
      content,
      document: documentOf(content, random),
      steps,
    };
  };
  const positives = chains(random, amount).map((draft) => planOf(draft, false));
  const negatives = Array.from({ length: Math.round(4000 * amount.scale) }, () =>
    planOf({ class: random.pick(CLASSES), steps: drawSteps(1 + random.below(5), random) }, true),
  );
  return [...positives, ...negatives];
};
