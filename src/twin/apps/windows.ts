import { flatten, type PlacedView, placeViews, scrollRange } from './layout.ts';
import type { Screen } from './view.ts';

/** What an activity is started with. */
export type Intent = {
  readonly packageName: string;
  /** Full class name; '' for the launcher's. */
  readonly activity: string;
  readonly action: string;
  readonly address: string;
  readonly extras: Readonly<Record<string, string>>;
};

/** The screen of one handset: a stack of what apps show, the latest on top. */
export type Windows = {
  readonly top: () => Screen;
  readonly push: (screen: Screen) => void;
  /** Closes that screen and all above it. */
  readonly close: (screen: Screen) => void;
  /** Puts a screen in the place of all others of its package. */
  readonly show: (screen: Screen) => void;
  readonly closePackage: (packageName: string) => void;
  readonly back: () => void;
  readonly home: () => void;
  readonly isOpen: (screen: Screen) => boolean;
  /** The tree on the screen now, placed. */
  readonly placed: () => PlacedView;
  readonly tap: (target: PlacedView) => void;
  readonly tapAt: (x: number, y: number) => void;
  readonly type: (target: PlacedView, text: string) => void;
  /** The field that has the keyboard. */
  readonly focused: () => PlacedView | undefined;
  /** Moves the scrollable view under a point; gives false at the end of the way. */
  readonly scrollAt: (x: number, y: number, byPixels: number) => boolean;
};

const holds = ({ bounds }: PlacedView, x: number, y: number): boolean =>
  x >= bounds.left && x < bounds.right && y >= bounds.top && y < bounds.bottom;

const parentPath = (path: string): string => path.replace(/\.?\d+$/, '');

/** The windows of a handset; `homeScreen` is what stays when all else is closed. */
export const createWindows = (
  homeScreen: Screen,
  size: { readonly width: number; readonly height: number },
): Windows => {
  let stack: readonly Screen[] = [];
  let offsets = new WeakMap<Screen, Map<string, number>>();
  let focus: { readonly screen: Screen; readonly path: string } | undefined;

  const top = (): Screen => stack.at(-1) ?? homeScreen;
  const offsetsOf = (screen: Screen): Map<string, number> => {
    const known = offsets.get(screen) ?? new Map<string, number>();
    offsets.set(screen, known);
    return known;
  };
  const placed = (): PlacedView => {
    const screen = top();
    return placeViews(screen.render(), size, (path) => offsetsOf(screen).get(path) ?? 0);
  };
  const close = (screen: Screen): void => {
    const index = stack.indexOf(screen);
    if (index !== -1) stack = stack.slice(0, index);
  };
  /** A tap on a label reaches the row around it. */
  const tap = (target: PlacedView): void => {
    const all = flatten(placed());
    for (let path = target.path; path !== ''; path = parentPath(path)) {
      const view = all.find((one) => one.path === path)?.view;
      if (view?.onText !== undefined) focus = { screen: top(), path };
      if (view?.disabled === true) return;
      if (view?.onTap !== undefined) {
        view.onTap();
        return;
      }
    }
  };
  return {
    top,
    push: (screen) => {
      stack = [...stack, screen];
    },
    close,
    show: (screen) => {
      stack = [...stack.filter(({ packageName }) => packageName !== screen.packageName), screen];
    },
    closePackage: (name) => {
      stack = stack.filter(({ packageName }) => packageName !== name);
    },
    back: () => {
      const screen = top();
      if (screen.onBack?.() !== true) close(screen);
    },
    home: () => {
      stack = [];
      offsets = new WeakMap();
    },
    isOpen: (screen) => stack.includes(screen),
    placed,
    tap,
    tapAt: (x, y) => {
      const target = flatten(placed()).findLast((one) => holds(one, x, y));
      if (target !== undefined) tap(target);
    },
    type: ({ view, path }, text) => {
      focus = { screen: top(), path };
      view.onText?.(text);
    },
    focused: () =>
      focus?.screen === top() ? flatten(placed()).find((one) => one.path === focus?.path) : undefined,
    scrollAt: (x, y, byPixels) => {
      const target = flatten(placed()).findLast((one) => one.view.scrollable === true && holds(one, x, y));
      if (target === undefined) return false;
      const known = offsetsOf(top());
      const before = known.get(target.path) ?? 0;
      const after = Math.min(scrollRange(target), Math.max(0, before + byPixels));
      known.set(target.path, after);
      return after !== before;
    },
  };
};
