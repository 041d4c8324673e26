import type { Layer } from '../../layer.ts';

/** The line of a gathered layer that an offset stands in. */
export const lineAt = (layer: Layer, offset: number): number => {
  const starts = layer.pieces?.starts ?? [];
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The line of a gathered layer that an offset stands in, as a span; of any other layer all of it. */
export const lineSpan = (
  layer: Layer,
  offset: number,
): { readonly offset: number; readonly length: number } => {
  if (layer.pieces === undefined) return { offset: 0, length: layer.bytes.length };
  const line = lineAt(layer, offset);
  const from = layer.pieces.starts[line] ?? 0;
  return { offset: from, length: (layer.pieces.starts[line + 1] ?? from + 1) - 1 - from };
};

/** Whether bytes of a gathered layer, or of one that is read backwards, begin in one of its lines and end in another. */
export const isAcrossLines = (layer: Layer, offset: number, length: number): boolean => {
  const { link, parent, pieces } = layer;
  if (pieces !== undefined) return offset + length >= (pieces.starts[lineAt(layer, offset) + 1] ?? Infinity);
  if (link.step !== 'reverse' || parent === null) return false;
  const source = sourceSpan(layer, offset, length);
  return isAcrossLines(parent, source.offset, source.length);
};

/** The bytes of the parent that some bytes of a layer were made from; never less than those, often more. */
export const sourceSpan = (
  layer: Layer,
  offset: number,
  length: number,
): { readonly offset: number; readonly length: number } => {
  const { link, pieces, parent } = layer;
  if (pieces !== undefined) {
    const line = lineAt(layer, offset);
    const start = pieces.sources[2 * line] ?? 0;
    return { offset: start, length: (pieces.sources[2 * line + 1] ?? start) - start };
  }
  if (link.step === 'reverse')
    return { offset: (link.offset ?? 0) + (link.length ?? 0) - offset - length, length };
  return { offset: link.offset ?? 0, length: link.length ?? parent?.bytes.length ?? 0 };
};

/** The bytes of its root that a layer was made from, as nearly as its links tell. */
export const placeInRoot = (
  layer: Layer,
): { readonly root: Layer; readonly offset: number; readonly length: number } => {
  let root = layer;
  let span = { offset: 0, length: layer.bytes.length };
  for (; root.parent !== null; root = root.parent) span = sourceSpan(root, span.offset, span.length);
  return { root, ...span };
};
