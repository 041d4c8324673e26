import type { Child, Budget } from '../layer.ts';
import type { StepName } from '#model/route';
import { canAfford } from './budget.ts';
import { isText, traitsOf } from './traits.ts';

/** Writes `source` from `start` to `end`, undone, to `target` at `at`; returns where it stopped. Never grows. */
export type UndoInto = (source: Buffer, start: number, end: number, target: Buffer, at: number) => number;

const BINARY_PIECE_BYTES = 8;

/**
 * Undoes many spans of a layer (start, end, start, end, …) into one gathered layer, a line for each that changed.
 * A span that turns out binary becomes a layer of its own instead, since what opens binary looks at its first byte.
 */
export const gather = (
  source: Buffer,
  spans: readonly number[],
  step: StepName,
  { undo, budget }: { undo: UndoInto; budget: Budget },
): Child[] => {
  let capacity = 0;
  for (let k = 0; k < spans.length; k += 2) capacity += (spans[k + 1] as number) - (spans[k] as number) + 1;
  if (capacity === 0 || !canAfford(budget, capacity)) return [];
  const target = Buffer.allocUnsafe(capacity);
  const alone: Child[] = [];
  const sources: number[] = [];
  const starts: number[] = [0];
  let at = 0;
  for (let k = 0; k < spans.length; k += 2) {
    const start = spans[k] as number;
    const end = spans[k + 1] as number;
    const stop = undo(source, start, end, target, at);
    if (stop - at === end - start && source.compare(target, at, stop, start, end) === 0) continue;
    const piece = target.subarray(at, stop);
    if (isText(traitsOf(piece))) {
      sources.push(start, end);
      target[stop] = 0x0a;
      at = stop + 1;
      starts.push(at);
    } else if (piece.length >= BINARY_PIECE_BYTES) {
      alone.push({ bytes: Buffer.from(piece), link: { step, offset: start, length: end - start } });
    }
  }
  if (sources.length === 0) return alone;
  const bytes = target.subarray(0, at - 1);
  return [{ bytes, link: { step, offset: 0, length: source.length }, pieces: { sources, starts } }, ...alone];
};

/** Undoes the whole of some bytes. */
export const undoWith = (undo: UndoInto, source: Buffer): Buffer => {
  const target = Buffer.allocUnsafe(source.length);
  return target.subarray(0, undo(source, 0, source.length, target, 0));
};
