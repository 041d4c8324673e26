import type { Windows } from './windows.ts';

type Point = { readonly x: number; readonly y: number };

/** A finger that moves up shows what lies further down. */
export const scrollByDrag = (windows: Windows, from: Point, to: Point): boolean =>
  windows.scrollAt(from.x, from.y, Math.round(from.y - to.y));
