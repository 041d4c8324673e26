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

type State = {
  readonly homeScreen: Screen;
  readonly size: { readonly width: number; readonly height: number };
  stack: readonly Screen[];
  offsets: WeakMap<Screen, Map<string, number>>;
  focus: { readonly screen: Screen; readonly path: string } | undefined;
};

const topOf = ({ stack, homeScreen }: State): Screen => stack.at(-1) ?? homeScreen;

const offsetsOf = ({ offsets }: State, screen: Screen): Map<string, number> => {
  const known = offsets.get(screen) ?? new Map<string, number>();
  offsets.set(screen, known);
  return known;
};

const place = (state: State): PlacedView => {
  const screen = topOf(state);
  return placeViews(screen.render(), state.size, (path) => offsetsOf(state, screen).get(path) ?? 0);
};

const close = (state: State, screen: Screen): void => {
  const index = state.stack.indexOf(screen);
  if (index !== -1) state.stack = state.stack.slice(0, index);
};

const parentPath = (path: string): string => path.replace(/\.?\d+$/, '');

/** A tap on a label reaches the row around it. */
const tap = (state: State, target: PlacedView): void => {
  const all = flatten(place(state));
  for (let path = target.path; path !== ''; path = parentPath(path)) {
    const view = all.find((one) => one.path === path)?.view;
    if (view?.onText !== undefined) state.focus = { screen: topOf(state), path };
    if (view?.disabled === true) return;
    if (view?.onTap !== undefined) {
      view.onTap();
      return;
    }
  }
};

const isAt = ({ bounds }: PlacedView, x: number, y: number): boolean =>
  x >= bounds.left && x < bounds.right && y >= bounds.top && y < bounds.bottom;

const tapAt = (state: State, x: number, y: number): void => {
  const target = flatten(place(state)).findLast((one) => isAt(one, x, y));
  if (target !== undefined) tap(state, target);
};

const scrollAt = (state: State, x: number, y: number, byPixels: number): boolean => {
  const scrollable = flatten(place(state)).filter(({ view }) => view.scrollable === true);
  const target = scrollable.findLast((one) => isAt(one, x, y));
  if (target === undefined) return false;
  const known = offsetsOf(state, topOf(state));
  const before = known.get(target.path) ?? 0;
  const after = Math.min(scrollRange(target), Math.max(0, before + byPixels));
  known.set(target.path, after);
  return after !== before;
};

const focusedOf = (state: State): PlacedView | undefined => {
  const { focus } = state;
  return focus?.screen === topOf(state)
    ? flatten(place(state)).find(({ path }) => path === focus.path)
    : undefined;
};

const show = (state: State, screen: Screen): void => {
  const others = state.stack.filter(({ packageName }) => packageName !== screen.packageName);
  state.stack = [...others, screen];
};

/** The windows of a handset; `homeScreen` is what stays when all else is closed. */
export const createWindows = (homeScreen: Screen, size: State['size']): Windows => {
  const state: State = { homeScreen, size, stack: [], offsets: new WeakMap(), focus: undefined };
  return {
    top: () => topOf(state),
    push: (screen) => void (state.stack = [...state.stack, screen]),
    close: (screen) => {
      close(state, screen);
    },
    show: (screen) => {
      show(state, screen);
    },
    closePackage: (name) =>
      void (state.stack = state.stack.filter(({ packageName }) => packageName !== name)),
    back: () => {
      const screen = topOf(state);
      if (screen.onBack?.() !== true) close(state, screen);
    },
    home: () => void (state.stack = state.stack.filter(({ stays }) => stays === true)),
    isOpen: (screen) => state.stack.includes(screen),
    placed: () => place(state),
    tap: (target) => {
      tap(state, target);
    },
    tapAt: (x, y) => {
      tapAt(state, x, y);
    },
    type: ({ view, path }, text) => {
      state.focus = { screen: topOf(state), path };
      view.onText?.(text);
    },
    focused: () => focusedOf(state),
    scrollAt: (x, y, byPixels) => scrollAt(state, x, y, byPixels),
  };
};
