import type { Connection, WireClass } from '#model/flow';
import { WIRE_CLASSES } from '#model/flow';
import type { Coverage } from '#model/report';
import type { Content, FlowAudit } from './flow-audit.ts';
import { createShelf, type Shelf } from './shelf.ts';
import type { Store } from './store.ts';

/** What is kept of a capture's flows while they stream by. Mutable. */
export type Tally = {
  /** In the order in which they came, without their tokens, which are summed up. */
  readonly audits: Shelf<FlowAudit>;
  /** When and who, of each audit: what they are sorted by. */
  readonly atMs: number[];
  readonly ids: string[];
  readonly tokens: Map<string, number>;
  content: Content;
};

/** A tally of nothing; the audits are put aside in the store. */
export const createTally = (store: Store): Tally => ({
  audits: createShelf(store),
  atMs: [],
  ids: [],
  tokens: new Map(),
  content: { total: 0, read: 0, encryptedPayload: 0, truncated: 0 },
});

/** Adds one flow; the harness's own flows count nowhere. */
export const addFlow = (tally: Tally, audit: FlowAudit): void => {
  if (audit.control) return;
  tally.audits.add({ ...audit, tokens: [] });
  tally.atMs.push(audit.atMs);
  tally.ids.push(audit.id);
  for (const [kind, count] of audit.tokens) tally.tokens.set(kind, (tally.tokens.get(kind) ?? 0) + count);
  const { content } = audit;
  tally.content = {
    total: tally.content.total + content.total,
    read: tally.content.read + content.read,
    encryptedPayload: tally.content.encryptedPayload + content.encryptedPayload,
    truncated: tally.content.truncated + content.truncated,
  };
};

const orderOf = ({ atMs, ids }: Tally): Uint32Array => {
  const at = (index: number): number => atMs[index] ?? 0;
  const id = (index: number): string => ids[index] ?? '';
  const byTimeThenId = (a: number, b: number): number =>
    at(a) - at(b) || (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : a - b);
  return Uint32Array.from(ids.keys()).sort(byTimeThenId);
};

/** The audits in the order of time, as often as they are asked for. */
export const auditsByTime = (tally: Tally): Iterable<FlowAudit> => {
  const order = orderOf(tally);
  return {
    *[Symbol.iterator]() {
      for (const index of order) {
        const audit = tally.audits.at(index);
        if (audit !== undefined) yield audit;
      }
    },
  };
};

const READ_CLASSES: ReadonlySet<WireClass> = new Set<WireClass>(['read', 'plain']);

const shareOf = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** Both ledgers, side by side, and the share of outbound bytes that was read. */
export const coverageOf = (content: Content, connections: readonly Connection[]): Coverage => {
  const counted = connections.filter(({ control }) => !control);
  const sums = WIRE_CLASSES.map((name) => {
    const bytes = counted.filter((one) => one.class === name).reduce((sum, one) => sum + one.bytesOut, 0);
    return [name, bytes] as const;
  });
  const total = sums.reduce((sum, [, bytes]) => sum + bytes, 0);
  const read = sums.filter(([name]) => READ_CLASSES.has(name)).reduce((sum, [, bytes]) => sum + bytes, 0);
  const unread = counted.filter((one) => !READ_CLASSES.has(one.class)).length;
  return {
    wire: { total, byClass: Object.fromEntries(sums.filter(([, bytes]) => bytes > 0)) },
    content,
    connections: { total: counted.length, unread },
    readShare: shareOf(read, total) * shareOf(content.read, content.total),
  };
};
