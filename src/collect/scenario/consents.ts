import type { ConsentMap, ConsentState } from '#model/consent';
import type { Handset, HandsetConsent, Move, ReadBack } from '#model/handset';
import { ALL_PURPOSES } from '#model/scenario';

/** Before any choice. */
export const noChoices = ({ consents }: Handset): ConsentMap =>
  Object.fromEntries(Object.keys(consents).map((purpose) => [purpose, 'before-choice' as const]));

/** One choice of the owner, and how it is made on this handset. */
export type Choice = {
  readonly purpose: string;
  readonly state: Exclude<ConsentState, 'before-choice'>;
  readonly consent: HandsetConsent;
  readonly moves: readonly Move[];
};

/**
 * The choices that a step makes here, in the order of the handset's file. Purposes that the handset does not have, or
 * that its file does not say how to choose so, are left out: their state stays what it was.
 */
export const choicesOf = (
  handset: Handset,
  choose: Readonly<Record<string, Choice['state'] | undefined>>,
): Choice[] =>
  Object.entries(handset.consents).flatMap(([purpose, consent]) => {
    const state = choose[purpose] ?? choose[ALL_PURPOSES];
    const moves = state === undefined ? undefined : consent.choices[state];
    return state === undefined || moves === undefined ? [] : [{ purpose, state, consent, moves }];
  });

/** Whether the setting says what the owner chose. A value that is neither yes nor no agrees with nothing. */
export const agrees = (readBack: ReadBack, value: string | null, state: Choice['state']): boolean =>
  (state === 'accepted' ? readBack.accepted : readBack.refused).includes(value ?? 'null');
