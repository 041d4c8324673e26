import type { View } from './view.ts';

export type Bounds = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** A view in its place on the screen. */
export type PlacedView = {
  readonly view: View;
  readonly bounds: Bounds;
  /** Way from the root by position, such as `0.2.1`: names the node as long as the screen keeps its shape. */
  readonly path: string;
  readonly children: readonly PlacedView[];
};

export const STATUS_BAR_HEIGHT = 80;

const ROW_HEIGHT = 150;
const TEXT_HEIGHT = 90;

const heightOf = (view: View): number => {
  const height = contentHeight(view);
  return view.onTap === undefined ? height : Math.max(height, ROW_HEIGHT);
};

const contentHeight = (view: View): number => {
  if (view.height !== undefined) return view.height;
  const heights = (view.children ?? []).map(heightOf);
  if (heights.length === 0) return view.type.endsWith('TextView') ? TEXT_HEIGHT : ROW_HEIGHT;
  if (view.horizontal === true) return Math.max(...heights);
  return heights.reduce((sum, height) => sum + height, 0);
};

const isInside = (inner: Bounds, outer: Bounds): boolean =>
  inner.bottom > outer.top && inner.top < outer.bottom;

const clip = (inner: Bounds, outer: Bounds): Bounds => ({
  ...inner,
  top: Math.max(inner.top, outer.top),
  bottom: Math.min(inner.bottom, outer.bottom),
});

const placeRow = (view: View, bounds: Bounds, path: string, place: Placer): readonly PlacedView[] => {
  const children = view.children ?? [];
  const width = Math.floor((bounds.right - bounds.left) / Math.max(1, children.length));
  return children.map((child, index) => {
    const left = bounds.left + index * width;
    const bottom = Math.min(bounds.bottom, bounds.top + heightOf(child));
    return place(child, { left, right: left + width, top: bounds.top, bottom }, `${path}.${String(index)}`);
  });
};

type Placer = (view: View, bounds: Bounds, path: string) => PlacedView;

/**
 * Places a tree on the screen. Columns stack from the top; a scrollable one takes the rest of its parent, is moved up
 * by its offset, and shows only what lies inside it.
 */
export const placeViews = (
  root: View,
  screen: { readonly width: number; readonly height: number },
  offsetOf: (path: string) => number,
): PlacedView => {
  const placeColumn = (view: View, bounds: Bounds, path: string): readonly PlacedView[] => {
    let top = bounds.top - (view.scrollable === true ? offsetOf(path) : 0);
    const placed = (view.children ?? []).map((child, index) => {
      const isOpenEnded = child.scrollable === true;
      const bottom = isOpenEnded ? bounds.bottom : top + heightOf(child);
      const childBounds = { left: bounds.left, right: bounds.right, top, bottom };
      top = bottom;
      return { child, bounds: childBounds, path: `${path}.${String(index)}` };
    });
    return placed
      .filter((one) => isInside(one.bounds, bounds))
      .map((one) => place(one.child, clip(one.bounds, bounds), one.path));
  };
  const place: Placer = (view, bounds, path) => ({
    view,
    bounds,
    path,
    children:
      view.horizontal === true ? placeRow(view, bounds, path, place) : placeColumn(view, bounds, path),
  });
  const whole = { left: 0, right: screen.width, top: STATUS_BAR_HEIGHT, bottom: screen.height };
  return place(root, whole, '0');
};

/** How far a scrollable view can be moved up. */
export const scrollRange = ({ view, bounds }: PlacedView): number =>
  Math.max(
    0,
    (view.children ?? []).reduce((sum, child) => sum + heightOf(child), 0) - (bounds.bottom - bounds.top),
  );

/** All placed views of a tree, parents first. */
export const flatten = (root: PlacedView): readonly PlacedView[] => [root, ...root.children.flatMap(flatten)];

/** The middle of a view. */
export const centreOf = ({ bounds }: PlacedView): { readonly x: number; readonly y: number } => ({
  x: Math.floor((bounds.left + bounds.right) / 2),
  y: Math.floor((bounds.top + bounds.bottom) / 2),
});
