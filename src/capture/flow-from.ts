import type { Event } from '#model/event';
import type { Connection, Flow, Loss } from '#model/flow';
import {
  endConnections,
  takeBlocked,
  takeClose,
  takeGap,
  takeName,
  takeOpen,
  takeRaw,
  takeRefusal,
  takeWitness,
} from './fold/connection-events.ts';
import {
  emitAll,
  emitLeft,
  takeAbort,
  takeBodyEnd,
  takeBytes,
  takeMessage,
  takeRequest,
  takeResponse,
  takeTrailer,
} from './fold/http-events.ts';
import { endRefusals } from './fold/refusals.ts';
import { type Fold, give, startFold } from './fold/state.ts';
import { type Losses, createLosses } from './losses.ts';

const takeExit = (fold: Fold, event: Event & { readonly type: 'engine.exit' }): void => {
  if (event.code !== 0) fold.losses.add('the engine', `it ended with code ${event.code ?? 'unknown'}`);
};

/** What each type of event does; a table, so that a new type cannot be forgotten. */
const TAKE: {
  readonly [Type in Event['type']]: (fold: Fold, event: Event & { readonly type: Type }) => void;
} = {
  'conn.open': takeOpen,
  'conn.tlsfail': takeRefusal,
  'conn.close': takeClose,
  'http.req': takeRequest,
  'http.trailer': takeTrailer,
  'http.res': takeResponse,
  'http.abort': takeAbort,
  body: takeBytes,
  'body.end': takeBodyEnd,
  'ws.msg': takeMessage,
  'raw.data': takeRaw,
  dns: takeName,
  blocked: takeBlocked,
  witness: takeWitness,
  gap: takeGap,
  'engine.exit': takeExit,
};

const checkSeq = (fold: Fold, { seq }: Event): void => {
  if (fold.nextSeq !== null && seq !== fold.nextSeq)
    fold.losses.add(`event ${seq}`, `it follows on ${fold.nextSeq - 1}: events are missing or out of order`);
  fold.nextSeq = seq + 1;
};

const NO_FLOWS: readonly Flow[] = [];

const handOut = (fold: Fold): readonly Flow[] => {
  if (fold.done.length === 0) return NO_FLOWS;
  const { done } = fold;
  fold.done = [];
  return done;
};

/** Events go in, flows come out as soon as they are complete. */
export type EventFold = {
  /** Gives the flows that became complete. Never throws. */
  readonly push: (event: Event) => readonly Flow[];
  /** Gives what was still open, then the refusals, of which only now is known what they are. */
  readonly end: () => readonly Flow[];
  /** Complete after `end`. */
  readonly connections: () => readonly Connection[];
};

/** Starts folding the events of one capture into flows. Pure but for `losses`, which hears what is missing. */
export const foldEvents = (losses: Losses): EventFold => {
  const fold = startFold(losses);
  return {
    push: (event) => {
      fold.events += 1;
      checkSeq(fold, event);
      const take = TAKE[event.type] as (fold: Fold, event: Event) => void;
      take(fold, event);
      emitLeft(fold, fold.events);
      return handOut(fold);
    },
    end: () => {
      endConnections(fold);
      emitAll(fold);
      for (const flow of endRefusals(fold.refusals, fold.connections)) give(fold, flow);
      emitLeft(fold, Infinity);
      const merged = fold.connections.merged();
      if (merged > 0) losses.add('connections', `${merged} were added up by host`);
      return handOut(fold);
    },
    connections: () => fold.connections.list(),
  };
};

/** Folds the events of a whole capture: every flow, every connection, and what is missing. Pure; never throws. */
export const flowsFrom = (
  events: Iterable<Event>,
): {
  readonly flows: readonly Flow[];
  readonly connections: readonly Connection[];
  readonly losses: readonly Loss[];
} => {
  const losses = createLosses();
  const fold = foldEvents(losses);
  const flows: Flow[] = [];
  for (const event of events) flows.push(...fold.push(event));
  // One by one: a call takes only so many arguments.
  for (const flow of fold.end()) flows.push(flow);
  return { flows, connections: fold.connections(), losses: losses.list() };
};
