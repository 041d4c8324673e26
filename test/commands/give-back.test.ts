import { describe, expect, it } from 'vitest';
import { giveBack, giveBackAfter } from '../../src/commands/give-back.ts';

const MEGABYTES = 64;

const use = (): number => {
  const used = Array.from({ length: MEGABYTES }, () => Buffer.alloc(1 << 20, 1));
  return used.length;
};

const megabytes = (): number => process.memoryUsage().arrayBuffers / 2 ** 20;

describe('giving back', () => {
  it.each([
    ['at once', giveBack],
    ['after a large body', () => giveBackAfter(8_000_000)],
  ])('what is needed no more, %s', async (_, give) => {
    give();
    const before = megabytes();
    expect(use()).toBe(MEGABYTES);
    give();
    // Memory outside of the heap goes back in a thread of its own.
    await expect.poll(() => megabytes() - before, { timeout: 10_000 }).toBeLessThan(MEGABYTES / 4);
  });
});
