import type { TwinFlow } from '#model/twin-firmware';
import type { HandsetEvent } from '../events.ts';
import type { Handset } from '../handset.ts';

/** Whether an event is one that a flow waits for. */
export const isTriggeredBy = ({ trigger }: TwinFlow, event: HandsetEvent): boolean =>
  [trigger.event].flat().includes(event.name) &&
  Object.entries(trigger.where ?? {}).every(([field, value]) => event.fields[field] === value);

/** Why a flow may not send as things stand, in words; null where it may. */
export const reasonAgainst = (
  { consent, signedIn }: TwinFlow,
  { consents, status }: Handset,
): string | null => {
  if (signedIn !== undefined && (status.account !== null) !== signedIn)
    return signedIn ? 'nobody is signed in' : 'somebody is signed in';
  if (consent === undefined) return null;
  const state = consents.stateOf(consent.purpose);
  return consent.states.includes(state) ? null : `${consent.purpose} is ${state}`;
};
