import { describe, expect, it } from 'vitest';
import type { Connection } from '#model/flow';
import { addFlow, coverageOf, createTally } from '#audit/tally';
import { makeFlowAudit } from '../support/make-flow-audit.ts';
import { memoryStore } from '../support/memory-store.ts';

const connection = (overrides: Partial<Connection>): Connection => ({
  id: 'c1',
  host: 'a.example',
  class: 'read',
  bytesOut: 100,
  control: false,
  ...overrides,
});

describe('addFlow', () => {
  it('sums content and tokens, and leaves the harness out', () => {
    const tally = createTally(memoryStore());
    const content = { total: 10, read: 7, encryptedPayload: 2, truncated: 1 };
    addFlow(tally, makeFlowAudit({ content, tokens: [['hex:32', 2]] }));
    addFlow(tally, makeFlowAudit({ content, tokens: [['hex:32', 3]] }));
    addFlow(tally, makeFlowAudit({ content, control: true }));
    expect(tally.content).toEqual({ total: 20, read: 14, encryptedPayload: 4, truncated: 2 });
    expect(tally.tokens.get('hex:32')).toBe(5);
    expect(tally.audits).toHaveLength(2);
  });
});

describe('coverageOf', () => {
  const content = { total: 200, read: 150, encryptedPayload: 30, truncated: 20 };

  it('puts each connection in one class; the classes sum to the total', () => {
    const connections = [
      connection({}),
      connection({ id: 'c2', class: 'plain', bytesOut: 60 }),
      connection({ id: 'c3', class: 'pinned', bytesOut: 40 }),
      connection({ id: 'c4', class: 'read', bytesOut: 5000, control: true }),
    ];
    const { wire, connections: count, readShare } = coverageOf(content, connections);
    expect(wire).toEqual({ total: 200, byClass: { read: 100, plain: 60, pinned: 40 } });
    expect(count).toEqual({ total: 3, unread: 1 });
    expect(readShare).toBeCloseTo((160 / 200) * (150 / 200), 12);
  });

  it('reads everything of nothing', () => {
    const nothing = { total: 0, read: 0, encryptedPayload: 0, truncated: 0 };
    expect(coverageOf(nothing, []).readShare).toBe(1);
  });
});
