import type { ConsentState } from '#model/consent';
import type { TwinConsent } from '#model/twin';
import type { HandsetEvents } from '../events.ts';
import type { Settings } from './settings.ts';

/** The owner's choices on one handset, by purpose. */
export type Consents = {
  readonly states: () => Readonly<Record<string, ConsentState>>;
  readonly stateOf: (purpose: string) => ConsentState;
  readonly rowOf: (purpose: string) => TwinConsent | undefined;
  /** Takes the owner's choice, writes the setting that holds it and fires `consent.changed`. */
  readonly choose: (purpose: string, accepts: boolean) => void;
};

const nextState = (before: ConsentState, accepts: boolean): ConsentState => {
  if (accepts) return 'accepted';
  return before === 'accepted' || before === 'withdrawn' ? 'withdrawn' : 'declined';
};

/** The consents of a handset out of the box: nothing chosen. A purpose without a row is `before-choice`. */
export const createConsents = (
  rows: readonly TwinConsent[],
  settings: Settings,
  events: HandsetEvents,
): Consents => {
  const states = new Map<string, ConsentState>(rows.map(({ purpose }) => [purpose, 'before-choice']));
  const rowOf = (purpose: string): TwinConsent | undefined => rows.find((row) => row.purpose === purpose);
  const stateOf = (purpose: string): ConsentState => states.get(purpose) ?? 'before-choice';
  return {
    states: () => Object.fromEntries(states),
    stateOf,
    rowOf,
    choose: (purpose, accepts) => {
      const row = rowOf(purpose);
      const before = stateOf(purpose);
      const state = nextState(before, accepts);
      if (row === undefined) return;
      settings.put(row.setting.table, row.setting.key, accepts ? row.setting.on : row.setting.off);
      states.set(purpose, state);
      if (state !== before) events.emit('consent.changed', { purpose, state });
    },
  };
};
