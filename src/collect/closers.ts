/** Things to end, the latest first. AsyncDisposableStack is not in Node 20. */
export type Closers = {
  add(close: () => PromiseLike<unknown>): void;
  /** Ends all; gives the first fault, after all were tried. */
  closeAll(): Promise<unknown>;
};

/** An empty list of things to end. */
export const makeClosers = (): Closers => {
  const list: (() => PromiseLike<unknown>)[] = [];
  return {
    add: (close) => {
      list.push(close);
    },
    closeAll: async () => {
      let first: unknown = null;
      for (const close of list.splice(0).reverse())
        try {
          await close();
        } catch (fault) {
          first ??= fault;
        }
      return first;
    },
  };
};
