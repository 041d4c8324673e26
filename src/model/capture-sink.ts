import type { Event } from './event.ts';

type WithoutStamp<One> = One extends Event ? Omit<One, 'seq' | 'atMs' | 'wallMs'> : never;

/** An event as an engine reports it: the sink adds its sequence number and both clocks. */
export type EventInput = WithoutStamp<Event>;

/** Where a run of bytes was put in bodies.bin. */
export type SunkBytes = { readonly off: number; readonly len: number };

/** What an engine writes to: the open capture, or a list in a test. Never throws: a full disk shows as a `gap`. */
export type CaptureSink = {
  event(event: EventInput): void;
  /** Queues the bytes and says at once where they will stand. */
  bytes(chunk: Uint8Array): SunkBytes;
  /** Bytes queued and not yet on disk; an engine that sees too many drops bytes and reports a `gap`. */
  pendingBytes(): number;
};
