import type { Child, Budget } from '../../layer.ts';
import type { StepName } from '#model/route';
import { canAfford } from '../budget.ts';
import { isText, traitsOf } from '../traits.ts';

/** Where undone bytes go; `at` moves on with them. */
export type Sink = { readonly bytes: Buffer; at: number };

/** Writes `source` from `start` to `end`, undone, to the sink; never more bytes than there were. */
export type UndoInto = (source: Buffer, start: number, end: number, sink: Sink) => void;

/** How many bytes of a source are the next byte of what some encoder wrote; 0 where it wrote none there. */
export type WidthAt = (source: Buffer, at: number, end: number) => number;

/** How spans are undone; `widthAt` tells apart bytes that were encoded and the text that they stand in. */
export type Undoing = {
  readonly undo: UndoInto;
  readonly budget: Budget;
  readonly path?: string;
  readonly widthAt?: WidthAt;
};

/** Fewer escapes in a row are a letter or two of a text. */
const MIN_RUN = 8;
/** A line end or quotes beside a run are no text that it stands in. */
const MOST_MARGIN = 2;

// The runs of encoded bytes in a span of which they are not all: start, end, start, end, …
const runsWithin = (source: Buffer, start: number, end: number, widthAt: WidthAt): readonly number[] => {
  const runs: number[] = [];
  for (let at = start; at < end;) {
    const from = at;
    let escapes = 0;
    for (let width = widthAt(source, at, end); width > 0; width = widthAt(source, at, end)) {
      at += width;
      if (width > 1) escapes++;
    }
    if (escapes >= MIN_RUN && at - from < end - start - MOST_MARGIN) runs.push(from, at);
    if (at === from) at++;
  }
  return runs;
};

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
  { undo, budget, path, widthAt }: Undoing,
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
      // A line of a log, say, with bytes in it.
      const runs = widthAt === undefined ? [] : runsWithin(source, start, end, widthAt);
      for (let run = 0; run < runs.length && canAfford(budget, end - start); run += 2) {
        const span = source.subarray(runs[run], runs[run + 1]);
        const link = { offset: runs[run] as number, length: span.length, ...named };
        alone.push({ bytes: undoWith(undo, span), link });
      }
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
