import type { Flow } from '#model/flow';
import { type Connections, createConnections } from '../connections.ts';
import type { Losses } from '../losses.ts';
import { createUniqueIds } from '../unique-ids.ts';
import type { BodyState } from './body-state.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Exchange } from './exchange.ts';
import { type Refusals, startRefusals } from './refusals.ts';

type Leaving = { readonly dueAt: number } & (
  { readonly key: string; readonly exchange: Exchange } | { readonly flow: Flow }
);

/** Events between the end of an exchange and its leaving: engines tell some things late. */
export const LATE_EVENTS = 64;

/** Events being folded into flows; memory is bounded by what is open at once. Mutable. */
export type Fold = {
  /** By the id that the events use. */
  readonly exchanges: Map<string, Exchange>;
  readonly open: Map<string, ConnectionState>;
  /** Flows in the order in which they were over; exchanges among them wait a little for events that come late. */
  readonly leaving: Leaving[];
  readonly connections: Connections;
  readonly refusals: Refusals;
  /** Bytes of exchanges that no event began, or that had left already. */
  readonly orphans: Map<string, { readonly atMs: number; readonly body: BodyState }>;
  /** Address → name, from DNS. */
  readonly names: Map<string, string>;
  readonly losses: Losses;
  readonly uniqueId: (wanted: string, position: number) => string;
  /** Events taken so far. */
  events: number;
  /** The number that the next event should have. */
  nextSeq: number | null;
  /** Flows to be handed out. */
  done: Flow[];
};

/** A fold before the first event. */
export const startFold = (losses: Losses): Fold => ({
  exchanges: new Map(),
  open: new Map(),
  leaving: [],
  connections: createConnections(),
  refusals: startRefusals(),
  orphans: new Map(),
  names: new Map(),
  losses,
  uniqueId: createUniqueIds(),
  events: 0,
  nextSeq: null,
  done: [],
});

/** Lets a flow leave in its turn, under an id that no other has. */
export const give = <Given extends Flow>(fold: Fold, flow: Given): Given => {
  const own = { ...flow, id: fold.uniqueId(flow.id, fold.events) };
  fold.leaving.push({ flow: own, dueAt: fold.events + LATE_EVENTS });
  return own;
};
