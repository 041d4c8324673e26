import { CONSENT_STATES, type ConsentState } from '#model/consent';

const PATHS: Readonly<Record<ConsentState, string>> = {
  'before-choice': 'M1 4h2M5 8h2',
  declined: 'M-2 2l4 -4M0 8l8 -8M6 10l4 -4',
  accepted: '',
  withdrawn: 'M0 0l8 8M8 0l-8 8',
};

/** Gives the fill that marks a consent state without colour. */
export const consentFill = (state: ConsentState): string => `url(#hatch-${state})`;

const UNREAD_FILLS = ['declined', 'withdrawn', 'before-choice'] as const;

/** Gives the fill of the nth unread class of a bar. */
export const patternOf = (index: number): string =>
  `url(#hatch-${UNREAD_FILLS[index % UNREAD_FILLS.length] ?? 'declined'})`;

/** The patterns of the drawings, defined once for the page. */
export const Hatches = () => (
  <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      {CONSENT_STATES.map((state) => (
        <pattern key={state} id={`hatch-${state}`} width="8" height="8" patternUnits="userSpaceOnUse">
          <path class="hatch" d={PATHS[state]} />
        </pattern>
      ))}
    </defs>
  </svg>
);
