/** A running process. `stop` ends it; the table forgets it then. */
export type Process = {
  readonly pid: number;
  readonly user: string;
  readonly name: string;
  readonly stop: () => void;
};

/** The processes of one handset that come and go. */
export type ProcessTable = {
  readonly start: (user: string, name: string, onStop?: () => void) => Process;
  readonly list: () => readonly Process[];
  /** Stops all of that name; gives their number. */
  readonly stopNamed: (name: string) => number;
  readonly stopAll: () => void;
};

const FIRST_PID = 2400;
const PID_STEP = 37;

/** An empty process table; pids ascend. */
export const createProcessTable = (): ProcessTable => {
  const processes = new Map<number, Process>();
  let lastPid = FIRST_PID;
  const list = (): readonly Process[] => [...processes.values()];
  const stopThose = (chosen: readonly Process[]): number => {
    for (const { stop } of chosen) stop();
    return chosen.length;
  };
  return {
    start: (user, name, onStop) => {
      lastPid += PID_STEP;
      const pid = lastPid;
      const stop = (): void => {
        if (processes.delete(pid)) onStop?.();
      };
      const started: Process = { pid, user, name, stop };
      processes.set(pid, started);
      return started;
    },
    list,
    stopNamed: (name) => stopThose(list().filter((process) => process.name === name)),
    stopAll: () => {
      stopThose(list());
    },
  };
};
