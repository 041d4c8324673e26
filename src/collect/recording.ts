import type { Canary } from '#model/canary';
import type { CaptureSink } from '#model/capture-sink';
import type { Mark, Session } from '#model/session';

/** The capture that a session writes; the writer of the capture room is one. */
export type Recording = CaptureSink & {
  readonly folder: string;
  /** Ms of the session clock since the capture was opened. */
  atMs(): number;
  mark(mark: Mark): void;
  session(session: Session): Promise<void>;
  canaries(canaries: readonly Canary[]): Promise<void>;
};
