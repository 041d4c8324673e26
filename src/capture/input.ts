import type { Canary } from '#model/canary';
import type { Connection, LoadedFlow, Loss } from '#model/flow';
import type { Mark, Session } from '#model/session';

/** What was read besides flows; complete once the flows have been read to their end. */
export type Ledger = {
  readonly connections: readonly Connection[];
  readonly losses: readonly Loss[];
  /** For people: how the input was understood, where that is not plain. */
  readonly notes?: readonly string[];
};

/** One input, whatever its format: flows stream in the order in which they became complete. */
export type Input = {
  /** Base name with everything masked that looks like a personal value. */
  readonly name: string;
  readonly format: 'capture' | 'har' | 'mitmproxy' | 'pcap';
  /** Hex, of the file or of the capture's manifest; null for a file until its flows have been read to their end. */
  readonly sha256: string | null;
  /** Null for imports. */
  readonly session: Session | null;
  readonly marks: readonly Mark[];
  /** Null for imports. */
  readonly canaries: readonly Canary[] | null;
  /** Wall clock of session time 0, ms since the epoch; null where unknown. Known once the first flow was read. */
  readonly startedAtMs: () => number | null;
  /** Reads from the beginning, in bounded memory; a second call starts again. @throws Failure not-readable */
  readonly flows: () => AsyncIterable<LoadedFlow>;
  readonly ledger: () => Ledger;
  /** Of what will be read, for progress. */
  readonly byteLength: number;
  readonly readBytes: () => number;
};
