import type { Child, Budget } from '../layer.ts';
import type { StepName } from '#model/route';
import { canAfford } from './budget.ts';
import { isText, traitsOf } from './traits.ts';

/** Where undone bytes go; `at` moves on with them. */
export type Sink = { readonly bytes: Buffer; at: number };

/** Writes `source` from `start` to `end`, undone, to the sink; never more bytes than there were. */
export type UndoInto = (source: Buffer, start: number, end: number, sink: Sink) => void;

/** Two letters of a charset of two bytes. */
const BINARY_PIECE_BYTES = 4;

/**
 * Undoes many spans of a layer (start, end, start, end, …) into one gathered layer, a line for each that changed.
 * A span that turns out binary becomes a layer of its own instead, since what opens binary looks at its first byte.
 */
export const gather = (
  source: Buffer,
  spans: readonly number[],
  step: StepName,
  { undo, budget, path }: { undo: UndoInto; budget: Budget; path?: string },
): Child[] => {
  let capacity = 0;
  for (let k = 0; k < spans.length; k += 2) capacity += (spans[k + 1] as number) - (spans[k] as number) + 1;
  if (capacity === 0 || !canAfford(budget, capacity)) return [];
  const named = path === undefined ? { step } : { step, path };
  const sink: Sink = { bytes: Buffer.allocUnsafe(capacity), at: 0 };
  const alone: Child[] = [];
  const sources: number[] = [];
  const starts: number[] = [0];
  for (let k = 0; k < spans.length; k += 2) {
    const start = spans[k] as number;
    const end = spans[k + 1] as number;
    const from = sink.at;
    undo(source, start, end, sink);
    const piece = sink.bytes.subarray(from, sink.at);
    if (piece.equals(source.subarray(start, end))) sink.at = from;
    else if (isText(traitsOf(piece))) {
      sources.push(start, end);
      sink.bytes[sink.at++] = 0x0a;
      starts.push(sink.at);
    } else {
      if (piece.length >= BINARY_PIECE_BYTES)
        alone.push({ bytes: Buffer.from(piece), link: { offset: start, length: end - start, ...named } });
      sink.at = from;
    }
  }
  if (sources.length === 0) return alone;
  const bytes = sink.bytes.subarray(0, sink.at - 1);
  return [
    { bytes, link: { offset: 0, length: source.length, ...named }, pieces: { sources, starts } },
    ...alone,
  ];
};

/** Undoes the whole of some bytes. */
export const undoWith = (undo: UndoInto, source: Buffer): Buffer => {
  const sink: Sink = { bytes: Buffer.allocUnsafe(source.length), at: 0 };
  undo(source, 0, source.length, sink);
  return sink.bytes.subarray(0, sink.at);
};
