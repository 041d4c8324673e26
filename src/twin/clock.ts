/** The time of one handset. It can be moved forward, never back. */
export type Clock = {
  /** Ms since the epoch. */
  readonly nowMs: () => number;
  /** Runs a task at that time, or at once when it is past; gives a function that takes the task back. */
  readonly schedule: (atMs: number, task: ClockTask) => () => void;
  /** Moves to that time, running and awaiting every task on the way in the order of their times. */
  readonly advanceTo: (atMs: number) => Promise<void>;
  /** Waits until no task is running and none is due. */
  readonly settle: () => Promise<void>;
  /** Forgets every task. */
  readonly stop: () => void;
};

export type ClockTask = () => void | Promise<void>;

export type ClockOptions = {
  /** Ms since the epoch. */
  readonly startMs: number;
  /** True: it also runs with the host's clock. False: it stands still between two `advanceTo`. */
  readonly ticks: boolean;
  /** Takes what a task throws. */
  readonly onFault: (fault: unknown) => void;
};

type Entry = { readonly atMs: number; readonly task: ClockTask };

type State = {
  readonly options: ClockOptions;
  readonly bornMs: number;
  /** Sum of all jumps forward. */
  skippedMs: number;
  timer: NodeJS.Timeout | undefined;
  /** Sorted by time; equal times in the order of their coming. */
  readonly waiting: Entry[];
  readonly running: Set<Promise<void>>;
};

const MAX_TIMER_MS = 2_000_000_000;

const nowOf = ({ options, bornMs, skippedMs }: State): number =>
  Math.floor(options.startMs + skippedMs + (options.ticks ? performance.now() - bornMs : 0));

const run = (state: State, task: ClockTask): Promise<void> => {
  const done = (async () => task())().catch(state.options.onFault);
  state.running.add(done);
  return done.finally(() => state.running.delete(done));
};

const takeDue = ({ waiting }: State, untilMs: number): Entry | undefined =>
  waiting[0] !== undefined && waiting[0].atMs <= untilMs ? waiting.shift() : undefined;

const arm = (state: State): void => {
  clearTimeout(state.timer);
  const [next] = state.waiting;
  if (next === undefined) return;
  const inMs = next.atMs - nowOf(state);
  if (!state.options.ticks && inMs > 0) return;
  const delayMs = Math.min(Math.max(inMs, 0), MAX_TIMER_MS);
  state.timer = setTimeout(() => {
    runDue(state);
    arm(state);
  }, delayMs).unref();
};

const runDue = (state: State): void => {
  for (let entry = takeDue(state, nowOf(state)); entry !== undefined; entry = takeDue(state, nowOf(state)))
    void run(state, entry.task);
};

const settle = async (state: State): Promise<void> => {
  runDue(state);
  while (state.running.size > 0) {
    await Promise.all(state.running);
    runDue(state);
  }
};

const advance = async (state: State, atMs: number): Promise<void> => {
  await settle(state);
  for (let entry = takeDue(state, atMs); entry !== undefined; entry = takeDue(state, atMs)) {
    state.skippedMs += Math.max(0, entry.atMs - nowOf(state));
    await run(state, entry.task);
    await settle(state);
  }
  state.skippedMs += Math.max(0, atMs - nowOf(state));
  arm(state);
};

const insert = ({ waiting }: State, entry: Entry): void => {
  const place = waiting.findIndex(({ atMs }) => atMs > entry.atMs);
  waiting.splice(place === -1 ? waiting.length : place, 0, entry);
};

/** A clock that starts at `startMs`. */
export const createClock = (options: ClockOptions): Clock => {
  const born = { bornMs: performance.now(), skippedMs: 0, timer: undefined };
  const state: State = { options, ...born, waiting: [], running: new Set() };
  return {
    nowMs: () => nowOf(state),
    schedule: (atMs, task) => {
      const entry: Entry = { atMs, task };
      insert(state, entry);
      arm(state);
      return () => {
        const index = state.waiting.indexOf(entry);
        if (index !== -1) state.waiting.splice(index, 1);
      };
    },
    advanceTo: (atMs) => advance(state, atMs),
    settle: () => settle(state),
    stop: () => {
      clearTimeout(state.timer);
      state.waiting.length = 0;
    },
  };
};
