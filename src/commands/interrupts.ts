const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While it is open, Ctrl-C and its kin abort `signal` instead of ending the process. */
export type Interrupts = Disposable & { readonly signal: AbortSignal };

/** Takes the signals over until it is disposed. `onFirst` is called once, when the first comes. */
export const watchInterrupts = (onFirst: () => void): Interrupts => {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) return;
    onFirst();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    },
  };
};
