import { randomUUID } from 'node:crypto';
import { flatten, type PlacedView } from '../apps/layout.ts';
import type { Screen } from '../apps/view.ts';
import type { Machine } from '../machine.ts';

/** The elements that one session has been given, by id. */
export type Elements = {
  readonly idOf: (node: PlacedView) => string;
  /** The node of an id as it is now; null when it is no longer on the screen. */
  readonly nodeOf: (id: string) => PlacedView | null;
};

type Known = {
  readonly screen: Screen;
  readonly path: string;
  readonly type: string;
  readonly resource: string;
};

const MAX_KNOWN = 20_000;

/** No elements yet. A node is the same as long as its screen is on top and its place holds the same kind of view. */
export const createElements = ({ windows }: Machine): Elements => {
  const known = new Map<string, Known>();
  return {
    idOf: ({ path, view }) => {
      const screen = windows.top();
      for (const [id, one] of known) if (one.screen === screen && one.path === path) return id;
      if (known.size >= MAX_KNOWN) known.clear();
      const id = randomUUID();
      known.set(id, { screen, path, type: view.type, resource: view.id ?? '' });
      return id;
    },
    nodeOf: (id) => {
      const one = known.get(id);
      if (one === undefined || one.screen !== windows.top()) return null;
      const node = flatten(windows.placed()).find(({ path }) => path === one.path);
      return node?.view.type === one.type && (node.view.id ?? '') === one.resource ? node : null;
    },
  };
};
