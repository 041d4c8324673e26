import type { AdbSettings } from '#collect/handset/adb';
import type { Failure } from '#model/failure';
import type { Handset } from '#model/handset';
import type { Lab } from '#model/lab';
import type { Surroundings } from '#model/surroundings';

/** A handset with the world around it, as `collect` takes it: a twin, or a phone with a person beside it. */
export type Station = AsyncDisposable & {
  readonly adb: AdbSettings;
  readonly serial: string;
  readonly handset: Handset;
  readonly lab: Lab | null;
  readonly surroundings: Surroundings;
  /** True for a twin: every output then says so. */
  readonly simulated: boolean;
  /** `codename@firmware` of a twin; null: the handset's own fingerprint. */
  readonly firmware: string | null;
  /** The same seed plants the same values. */
  readonly seed: number;
  /** True: the handset ends with the station, and nothing of it is ever to be put back. */
  readonly endsWithRun: boolean;
  /** Aborted when something around the handset ends before its time: nothing more can then be collected. */
  readonly gone: AbortSignal;
  /** What that was, with what to do; null while all is there. */
  readonly lost: () => Promise<Failure | null>;
  /** For the place of the journal. */
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Called once the handset was put back, before the capture is sealed: what the station itself adds to the folder,
   * and has to say. `leftChanged` is what is the owner's doing.
   */
  readonly finish: (folder: string, leftChanged: readonly string[]) => Promise<readonly string[]>;
};

/** What the command line says of the handset and of what only its operator knows. */
export type StationOptions = {
  readonly device?: string;
  readonly twin?: string;
  readonly handset?: string;
  readonly lab?: string;
  readonly seed?: number;
  readonly adbServer?: string;
};
