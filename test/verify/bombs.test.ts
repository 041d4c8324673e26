import { describe, expect, it } from 'vitest';
import { REPLAY_BOMBS } from '../support/replay-bombs.ts';
import { verifyFlows } from '../support/verify-flows.ts';

const MEGABYTE = 1 << 20;

// What it takes, `npm run bench` measures.
describe('a report that leads into a bomb', () => {
  it.each(REPLAY_BOMBS)('%s ends, unproven', { timeout: 120_000 }, async (_, make) => {
    const { flow, report, canaries } = make(20);
    const verified = await verifyFlows([flow], report, canaries);
    const good = verified.findings.filter(({ outcome }) => outcome === 'proven' || outcome === 'seen');
    expect(good).toEqual([]);
    expect(verified.findings.every(({ why }) => why !== '')).toBe(true);
    expect(verified.isWhole).toBe(false);
    expect(process.memoryUsage().rss).toBeLessThan(3 * 1024 * MEGABYTE);
  });
});
