import type { Connection, WireClass } from '#model/flow';
import { WIRE_CLASSES } from '#model/flow';
import type { Coverage } from '#model/report';
import type { Content, FlowAudit } from './flow-audit.ts';

/** The running sums of a capture: everything that is counted while flows stream by. Mutable. */
export type Tally = {
  readonly audits: FlowAudit[];
  readonly tokens: Map<string, number>;
  content: Content;
};

/** A tally of nothing. */
export const createTally = (): Tally => ({
  audits: [],
  tokens: new Map(),
  content: { total: 0, read: 0, encryptedPayload: 0, truncated: 0 },
});

/** Adds one flow; the harness's own flows count nowhere. */
export const addFlow = (tally: Tally, audit: FlowAudit): void => {
  if (audit.control) return;
  tally.audits.push(audit);
  for (const [kind, count] of audit.tokens) tally.tokens.set(kind, (tally.tokens.get(kind) ?? 0) + count);
  const { content } = audit;
  tally.content = {
    total: tally.content.total + content.total,
    read: tally.content.read + content.read,
    encryptedPayload: tally.content.encryptedPayload + content.encryptedPayload,
    truncated: tally.content.truncated + content.truncated,
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
