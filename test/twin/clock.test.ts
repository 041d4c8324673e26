import { describe, expect, it } from 'vitest';
import { type Clock, createClock } from '#twin/clock';

const standing = (faults: unknown[] = []): Clock =>
  createClock({ startMs: 1000, ticks: false, onFault: (fault) => void faults.push(fault) });

describe('a clock that stands', () => {
  it('runs tasks at their times, in their order, also those that a task adds', async () => {
    const clock = standing();
    const seen: string[] = [];
    const note = (name: string) => (): void => void seen.push(`${name}@${clock.nowMs()}`);
    clock.schedule(3000, note('b'));
    clock.schedule(2000, () => {
      note('a')();
      clock.schedule(2500, note('added'));
    });
    clock.schedule(3000, note('c'));
    clock.schedule(9000, note('late'));
    await clock.advanceTo(5000);
    expect(seen).toEqual(['a@2000', 'added@2500', 'b@3000', 'c@3000']);
    expect(clock.nowMs()).toBe(5000);
  });

  it('waits for a slow task before it goes on', async () => {
    const clock = standing();
    const seen: string[] = [];
    clock.schedule(2000, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push('slow');
    });
    clock.schedule(2001, () => void seen.push('next'));
    await clock.advanceTo(3000);
    expect(seen).toEqual(['slow', 'next']);
  });

  it('never goes back, and takes tasks back', async () => {
    const clock = standing();
    let ran = false;
    clock.schedule(2000, () => {
      ran = true;
    })();
    await clock.advanceTo(500);
    expect(clock.nowMs()).toBe(1000);
    await clock.advanceTo(3000);
    expect(ran).toBe(false);
  });

  it('hands on what a task throws, and goes on', async () => {
    const faults: unknown[] = [];
    const clock = standing(faults);
    let ran = 0;
    clock.schedule(2000, () => {
      throw new Error('broken');
    });
    clock.schedule(2000, () => {
      ran++;
    });
    await clock.advanceTo(2000);
    expect(faults).toMatchObject([{ message: 'broken' }]);
    expect(ran).toBe(1);
  });

  it('runs at once what is past', async () => {
    const clock = standing();
    let ran = false;
    clock.schedule(0, () => {
      ran = true;
    });
    await clock.settle();
    expect(ran).toBe(true);
  });
});

describe('a clock that ticks', () => {
  it('runs tasks by itself, and jumps', async () => {
    const clock = createClock({ startMs: 1000, ticks: true, onFault: () => undefined });
    const ran = new Promise<void>((resolve) => clock.schedule(clock.nowMs() + 20, resolve));
    await ran;
    expect(clock.nowMs()).toBeGreaterThanOrEqual(1020);
    await clock.advanceTo(3_600_000);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(3_600_000);
    clock.stop();
  });
});
