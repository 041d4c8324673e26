import type { Machine } from '../machine.ts';
import { button, column, iconButton, label, type Screen } from './view.ts';

const PACKAGE = 'com.android.incallui';
const ID = `${PACKAGE}:id`;

type State = 'dialling' | 'ringing' | 'active';

const pad = (value: number): string => String(value).padStart(2, '0');

const elapsed = (sinceMs: number, nowMs: number): string => {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
};

/** The call that is under way on a handset, and how it is ended from outside. */
export type LiveCall = { readonly answer: () => void; readonly end: () => void };

/**
 * Shows a call, outgoing (which the other side takes at once) or incoming. Ending it writes the call log and fires
 * `call.ended`.
 */
export const showCall = (machine: Machine, number: string, incoming: boolean): LiveCall => {
  const { clock, events, people, status } = machine.handset;
  const startedMs = clock.nowMs();
  let state: State = incoming ? 'ringing' : 'dialling';
  let ended = false;
  const answer = (): void => {
    if (state === 'ringing') state = 'active';
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    status.inCall = false;
    const seconds = state === 'ringing' ? 0 : Math.floor((clock.nowMs() - startedMs) / 1000);
    const missed = state === 'ringing';
    people.calls.add({ number, dateMs: startedMs, seconds, type: missed ? 3 : incoming ? 1 : 2 });
    machine.windows.close(screen);
    events.emit('call.ended', { 'call.peer': number, 'call.seconds': String(seconds) });
  };
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.InCallActivity`,
    onBack: () => true,
    stays: true,
    render: () =>
      column(
        label(people.nameOf(number), `${ID}/name`),
        label(number, `${ID}/phoneNumber`),
        label(state === 'ringing' ? 'Incoming call' : elapsed(startedMs, clock.nowMs()), `${ID}/elapsedTime`),
        ...(state === 'ringing' ? [iconButton('Answer', `${ID}/answerButton`, answer)] : []),
        button('Record', `${ID}/recordButton`, () => undefined),
        iconButton('End', `${ID}/endButton`, end),
      ),
  };
  status.inCall = true;
  machine.windows.push(screen);
  events.emit(incoming ? 'call.received' : 'call.started', { 'call.peer': number });
  return { answer, end };
};
