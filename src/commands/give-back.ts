import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const isCollect = (value: unknown): value is () => void => typeof value === 'function';

let collect: (() => void) | null = null;

// Node hands the collector over only to a context that is made once it is exposed.
const findCollect = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return isCollect(found) ? found : () => undefined;
};

/**
 * Gives back what this thread used and needs no more. For a thread that is about to wait for others: while it allocates
 * nothing, V8 collects nothing, and what building the tables of 30,000 known values left behind stayed until the end.
 */
export const giveBack = (): void => {
  collect ??= findCollect();
  collect();
};

/** To find a value in so many bytes takes a second and more; to give back what that took, a twentieth of one. */
const LARGE_BYTES = 8_000_000;

/** The same, once a body of so many bytes was searched or handed over: what it took would else stay until the next. */
export const giveBackAfter = (byteLength: number): void => {
  if (byteLength >= LARGE_BYTES) giveBack();
};
