import type { BodyRef, Span } from '#model/flow';
import type { EventOf } from '#model/event';

/** One direction of an exchange while its events come in. Mutable. */
export type BodyState = {
  spans: Span[];
  kept: number;
  /** Bytes that a gap event says were lost. */
  lost: number;
  end: EventOf<'body.end'> | null;
};

/** A direction of which nothing was seen. */
export const startBody = (): BodyState => ({ spans: [], kept: 0, lost: 0, end: null });

/** Adds a run of bytes of bodies.bin; runs that follow on each other become one. */
export const addSpan = (spans: Span[], offset: number, byteLength: number): void => {
  if (byteLength === 0) return;
  const last = spans.at(-1);
  if (last !== undefined && last.offset + last.byteLength === offset)
    spans[spans.length - 1] = { offset: last.offset, byteLength: last.byteLength + byteLength };
  else spans.push({ offset, byteLength });
};

/** Takes a `body` event. */
export const addBytes = (
  body: BodyState,
  { off, len }: { readonly off: number; readonly len: number },
): void => {
  addSpan(body.spans, off, len);
  body.kept += len;
};

/** Whether anything was seen of a direction. */
export const hasBegun = (body: BodyState): boolean =>
  body.end !== null || body.spans.length > 0 || body.lost > 0;

/** The body as far as it came; null where there was none. */
export const bodyRefFrom = (body: BodyState): BodyRef | null => {
  if (!hasBegun(body) || body.end?.bytes === 0) return null;
  const byteLength = Math.max(body.end?.bytes ?? 0, body.kept + (body.end === null ? body.lost : 0));
  return {
    spans: body.spans,
    byteLength,
    sha256: body.end?.sha256 ?? null,
    truncated: (body.end?.truncated ?? false) || byteLength > body.kept,
  };
};
