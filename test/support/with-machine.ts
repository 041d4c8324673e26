import type { HandsetEvent } from '#twin/events';
import type { Machine } from '#twin/machine';
import { type RunningTwin, startTwin } from '#twin/twin';
import { makeTwin } from './make-twin.ts';

/** A twin that nobody connects to, its events, and whether its wizard is open. */
export type UsedMachine = AsyncDisposable & {
  readonly twin: RunningTwin;
  readonly machine: Machine;
  readonly events: readonly HandsetEvent[];
};

/** Starts a twin with a standing clock; its wizard is over unless told otherwise. */
export const withMachine = async (
  options: { readonly wizard?: boolean } & Parameters<typeof makeTwin>[0] = {},
): Promise<UsedMachine> => {
  const { wizard = false, ...firmware } = options;
  const twin = await startTwin({ twin: makeTwin(firmware), startMs: Date.UTC(2026, 5, 1), ticks: false });
  const { machine } = twin;
  const events: HandsetEvent[] = [];
  machine.handset.events.on((event) => void events.push(event));
  if (!wizard) {
    machine.windows.closePackage('com.android.provision');
    machine.handset.status.wizardDone = true;
  }
  return { twin, machine, events, [Symbol.asyncDispose]: () => twin[Symbol.asyncDispose]() };
};
