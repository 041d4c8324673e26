import type { StepProgress } from '#collect/scenario/context';
import type { Console } from './console.ts';

/** Tells how far a collection is; disposing it ends the live line. */
export type StepDisplay = Disposable & {
  readonly onStep: (progress: StepProgress) => void;
  readonly onPhase: (phase: string) => void;
};

const REFRESH_MS = 250;

/**
 * One line per step. On a terminal the running one counts its seconds and is kept, with its time, when it has ended;
 * elsewhere each is written as it begins.
 */
export const showSteps = (console: Console): StepDisplay => {
  let running: { readonly text: string; readonly startMs: number } | null = null;
  const seconds = (): string =>
    running === null ? '' : ((performance.now() - running.startMs) / 1000).toFixed(1);
  const end = (): void => {
    if (running !== null && console.live) console.note(`${running.text}  ${seconds()} s`);
    running = null;
  };
  const begin = (text: string): void => {
    end();
    running = { text, startMs: performance.now() };
    if (!console.live) console.note(text);
  };
  const timer = setInterval(() => {
    if (running !== null && console.live) console.progress(`${running.text}  ${seconds()} s`);
  }, REFRESH_MS).unref();
  return {
    onStep: ({ index, count, title }) => {
      const width = String(count).length;
      begin(`[${String(index + 1).padStart(width)}/${String(count)}] ${title}`);
    },
    onPhase: (phase) => {
      begin(`· ${phase}`);
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      end();
    },
  };
};
