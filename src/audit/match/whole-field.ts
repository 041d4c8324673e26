import { toBuffer } from '../decode/buffer.ts';
import { linkOfField } from '../decode/route/locate.ts';
import { resolveRoute } from '../decode/route/resolve-route.ts';
import { contentStart } from '../decode/route/undo.ts';
import type { Layer } from '../layer.ts';

const isPadding = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x5c || byte === 0x0a || byte === 0x0d;

type Span = { readonly from: number; readonly to: number };

const fills = (bytes: Uint8Array, inner: Span, outer: Span): boolean => {
  let { from, to } = outer;
  while (from < inner.from && isPadding(bytes[from])) from++;
  while (to > inner.to && isPadding(bytes[to - 1])) to--;
  return from === inner.from && to === inner.to;
};

/** The line of a gathered layer around a byte: its index and extent. */
export const lineAround = (
  { starts }: NonNullable<Layer['pieces']>,
  offset: number,
): Span & { readonly index: number } => {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { index: low, from: starts[low] ?? 0, to: (starts[low + 1] ?? 1) - 1 };
};

const isOpening = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b || byte === 0x3c;

// A document that stands in a field as it is has fields of its own: `contacts=[{"name":"Mum"}]`, XML in a part of a form.
const fillsInnermost = (layer: Layer, offset: number, length: number): boolean => {
  const { route, at } = resolveRoute(layer, offset, length);
  return at.offset === 0 && at.length === length && route.at(-1)?.length === length;
};

/** Whether some bytes are all of their layer, line or field, quotes and white space aside. */
export const isWholeField = (layer: Layer, offset: number, length: number): boolean => {
  const { bytes, pieces } = layer;
  const inner = { from: offset, to: offset + length };
  const around = pieces === undefined ? { from: 0, to: bytes.length } : lineAround(pieces, offset);
  if (fills(bytes, inner, around)) return true;
  const link = linkOfField(layer, offset, length);
  if (link === null) return false;
  const start = link.offset ?? 0;
  const to = start + (link.length ?? 0);
  const from = start + contentStart(link.step, toBuffer(bytes.subarray(start, to)));
  return (
    fills(bytes, inner, { from, to }) || (isOpening(bytes[from]) && fillsInnermost(layer, offset, length))
  );
};
