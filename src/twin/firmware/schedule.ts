import type { TwinFlow } from '#model/twin-firmware';
import type { HandsetEvent } from '../events.ts';
import { isTriggeredBy, reasonAgainst } from './conditions.ts';
import { dispatch, type Job, type Running } from './dispatch.ts';
import { rowsOf } from './gather.ts';
import type { Happening } from './values.ts';

const MAX_WAITING = 10_000;

const sliced = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** The requests that an event or a full batch comes to: one, or one for every slice of a table. */
const jobsFor = (
  running: Running,
  flow: TwinFlow,
  event: HandsetEvent,
  kept: readonly Happening[],
): Job[] => {
  const { batch } = flow;
  if (batch === undefined) return [{ flow, event, items: [] }];
  const items = batch.of === 'events' ? kept : rowsOf(running.sources.handset, batch.of);
  return sliced(items, batch.maxItems).map((slice) => ({ flow, event, items: slice }));
};

/** What is to be sent on an event: the event, what was kept with it, and how often it is still to be repeated. */
type Due = { readonly event: HandsetEvent; readonly kept: readonly Happening[]; readonly times: number };

/** Sends after `inMs`, and again as often as the flow repeats. */
const sendLater = (running: Running, flow: TwinFlow, inMs: number, { event, kept, times }: Due): void => {
  const { clock } = running.sources.handset;
  clock.schedule(clock.nowMs() + inMs, async () => {
    if (running.signal.aborted) return;
    if (flow.repeat !== undefined && times > 0)
      sendLater(running, flow, flow.repeat.everyMs, { event, kept, times: times - 1 });
    for (const job of jobsFor(running, flow, event, kept)) await dispatch(running, job);
  });
};

const dueFor = (flow: TwinFlow, event: HandsetEvent, kept: readonly Happening[]): Due => ({
  event,
  kept,
  times: flow.repeat?.times ?? 0,
});

/** A flow that keeps events until there are enough of them, or the first has waited long enough. */
const keepingFlow = (running: Running, flow: TwinFlow): ((event: HandsetEvent) => void) => {
  const { maxItems, afterMs } = flow.batch ?? { maxItems: 1, afterMs: 0 };
  const { clock } = running.sources.handset;
  let kept: HandsetEvent[] = [];
  let forget: () => void = () => undefined;
  const flush = (): void => {
    forget();
    const [event] = kept;
    if (event !== undefined) sendLater(running, flow, flow.delayMs, dueFor(flow, event, kept));
    kept = [];
  };
  return (event) => {
    if (kept.length >= MAX_WAITING) return;
    kept.push(event);
    if (kept.length >= maxItems) flush();
    else if (kept.length === 1) forget = clock.schedule(event.atMs + afterMs, flush);
  };
};

const takerOf = (running: Running, flow: TwinFlow): ((event: HandsetEvent) => void) => {
  if (flow.batch?.of === 'events') return keepingFlow(running, flow);
  return (event) => {
    sendLater(running, flow, flow.delayMs + (flow.batch?.afterMs ?? 0), dueFor(flow, event, []));
  };
};

/** Lets one flow follow the handset's events; gives a function that ends it. */
export const followEvents = (running: Running, flow: TwinFlow): (() => void) => {
  const { handset } = running.sources;
  const take = takerOf(running, flow);
  return handset.events.on((event) => {
    if (!isTriggeredBy(flow, event)) return;
    const against = flow.consentAt === 'event' ? reasonAgainst(flow, handset) : null;
    if (against === null) take(event);
  });
};
