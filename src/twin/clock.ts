/** The time of one handset. It runs with the host's clock and can be moved forward, never back. */
export type Clock = {
  /** Ms since the epoch. */
  readonly nowMs: () => number;
  /** Runs a task at that time, or at once when it is past; gives a function that takes the task back. */
  readonly schedule: (atMs: number, task: ClockTask) => () => void;
  /** Moves to that time, running and awaiting every task on the way in the order of their times. */
  readonly advanceTo: (atMs: number) => Promise<void>;
  /** Waits until no task is running. */
  readonly settle: () => Promise<void>;
  /** Forgets every task. */
  readonly stop: () => void;
};

export type ClockTask = () => void | Promise<void>;

type Entry = { readonly atMs: number; readonly order: number; readonly task: ClockTask };

const MAX_TIMER_MS = 2_000_000_000;

/**
 * A clock that starts at `startMs`. With `ticks: false` it stands still between two `advanceTo`. `onFault` gets
 * what a task throws.
 */
export const createClock = (options: {
  readonly startMs: number;
  readonly ticks: boolean;
  readonly onFault: (fault: unknown) => void;
}): Clock => {
  const bornMs = performance.now();
  let skippedMs = 0;
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting: Entry[] = [];
  const running = new Set<Promise<void>>();

  const nowMs = (): number =>
    Math.floor(options.startMs + skippedMs + (options.ticks ? performance.now() - bornMs : 0));

  const run = (task: ClockTask): Promise<void> => {
    const done = (async () => task())().catch(options.onFault);
    running.add(done);
    void done.finally(() => running.delete(done));
    return done;
  };

  const takeDue = (untilMs: number): Entry | undefined =>
    waiting[0] !== undefined && waiting[0].atMs <= untilMs ? waiting.shift() : undefined;

  const arm = (): void => {
    clearTimeout(timer);
    const next = waiting[0];
    if (next === undefined) return;
    const inMs = next.atMs - nowMs();
    if (!options.ticks && inMs > 0) return;
    timer = setTimeout(fire, Math.min(Math.max(inMs, 0), MAX_TIMER_MS)).unref();
  };
  const fire = (): void => {
    for (let entry = takeDue(nowMs()); entry !== undefined; entry = takeDue(nowMs())) void run(entry.task);
    arm();
  };

  const settle = async (): Promise<void> => {
    fire();
    while (running.size > 0) {
      await Promise.all(running);
      fire();
    }
  };

  return {
    nowMs,
    schedule: (atMs, task) => {
      const entry: Entry = { atMs, order: order++, task };
      const place = waiting.findIndex((other) => other.atMs > atMs);
      waiting.splice(place === -1 ? waiting.length : place, 0, entry);
      arm();
      return () => {
        const index = waiting.indexOf(entry);
        if (index !== -1) waiting.splice(index, 1);
      };
    },
    advanceTo: async (atMs) => {
      await settle();
      for (let entry = takeDue(atMs); entry !== undefined; entry = takeDue(atMs)) {
        skippedMs += Math.max(0, entry.atMs - nowMs());
        await run(entry.task);
        await settle();
      }
      skippedMs += Math.max(0, atMs - nowMs());
      arm();
    },
    settle,
    stop: () => {
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
};
