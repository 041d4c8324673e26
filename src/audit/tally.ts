import type { Connection, WireClass } from '#model/flow';
import { WIRE_CLASSES } from '#model/flow';
import type { Coverage } from '#model/report';
import type { Content, FlowAudit } from './flow-audit.ts';

/** The running sums of a capture: everything that is counted while flows stream by. Mutable. */
export type Tally = {
  /** Without their tokens, which are summed up. */
  readonly audits: FlowAudit[];
  readonly tokens: Map<string, number>;
  /** Each text of many flows once: a capture of 100,000 flows has few hosts and path templates. */
  readonly texts: Map<string, string>;
  content: Content;
};

/** A tally of nothing. */
export const createTally = (): Tally => ({
  audits: [],
  tokens: new Map(),
  texts: new Map(),
  content: { total: 0, read: 0, encryptedPayload: 0, truncated: 0 },
});

const MOST_TEXTS = 10_000;
const NONE: readonly never[] = [];

const same = <Text extends string | null>({ texts }: Tally, text: Text): Text => {
  if (text === null) return text;
  const known = texts.get(text);
  if (known !== undefined) return known as Text;
  if (texts.size < MOST_TEXTS) texts.set(text, text);
  return text;
};

// What is kept until the report is made: as small as can be.
const compact = (tally: Tally, audit: FlowAudit): FlowAudit => ({
  ...audit,
  host: same(tally, audit.host),
  ip: same(tally, audit.ip),
  placeSource: same(tally, audit.placeSource),
  method: same(tally, audit.method),
  urlMasked: same(tally, audit.urlMasked),
  pathTemplate: same(tally, audit.pathTemplate),
  app: same(tally, audit.app),
  drafts: audit.drafts.length === 0 ? NONE : audit.drafts,
  blind: audit.blind.length === 0 ? NONE : audit.blind,
  tokens: NONE,
});

/** Adds one flow; the harness's own flows count nowhere. */
export const addFlow = (tally: Tally, audit: FlowAudit): void => {
  if (audit.control) return;
  tally.audits.push(compact(tally, audit));
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
