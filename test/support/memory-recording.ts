import type { Canary } from '#model/canary';
import type { Mark, Session } from '#model/session';
import { canariesSchema } from '#model/canary';
import { markSchema, sessionSchema } from '#model/session';
import type { SessionClock } from '#model/surroundings';
import type { Recording } from '#collect/recording';
import { makeListSink, type ListSink } from './list-sink.ts';

/** A recording in memory, checked as the real one is. */
export type MemoryRecording = Recording & {
  readonly sink: ListSink;
  readonly marks: Mark[];
  readonly written: { session: Session | null; canaries: readonly Canary[] };
};

/** Makes a recording whose screens go into `folder`. */
export const makeMemoryRecording = (folder: string, clock: SessionClock): MemoryRecording => {
  const sink = makeListSink();
  const marks: Mark[] = [];
  const written: MemoryRecording['written'] = { session: null, canaries: [] };
  const startMs = clock.nowMs();
  return {
    sink,
    marks,
    written,
    folder,
    event: (event) => {
      sink.event(event);
    },
    bytes: (chunk) => sink.bytes(chunk),
    pendingBytes: () => sink.pendingBytes(),
    atMs: () => Math.max(0, clock.nowMs() - startMs),
    mark: (mark) => void marks.push(markSchema.parse(mark)),
    session: (session) => {
      written.session = sessionSchema.parse(session);
      return Promise.resolve();
    },
    canaries: (canaries) => {
      written.canaries = canariesSchema.parse(canaries);
      return Promise.resolve();
    },
  };
};
