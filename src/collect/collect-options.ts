import type { Handset } from '#model/handset';
import type { Lab } from '#model/lab';
import type { Scenario } from '#model/scenario';
import type { Surroundings } from '#model/surroundings';
import type { AdbSettings } from './handset/adb.ts';
import type { Recording } from './recording.ts';
import type { StepProgress } from './scenario/context.ts';

/** What a session is to be called, and what it is known to be. */
export type SessionFacts = {
  readonly id: string;
  /** ISO date and time. */
  readonly startedAt: string;
  /** True for a twin. */
  readonly simulated: boolean;
  /** Name of a twin's firmware; null: the handset's own fingerprint. */
  readonly firmware: string | null;
  readonly scenarioSha256: string;
  /** Version of phonehome. */
  readonly version: string;
};

/** Everything that collecting needs; it never asks whether the handset is a twin. */
export type CollectOptions = {
  readonly adb: AdbSettings;
  /** Absent: the only handset attached. */
  readonly serial?: string;
  readonly handset: Handset;
  readonly scenario: Scenario;
  readonly lab: Lab | null;
  readonly surroundings: Surroundings;
  readonly recording: Recording;
  readonly session: SessionFacts;
  /** `.phonehome/ca` of the working directory. */
  readonly caFolder: string;
  /** A running Appium in place of our own. */
  readonly appium?: { readonly host: string; readonly port: number };
  /** Overrides the length of every idle step. */
  readonly idleMs?: number;
  /** The same seed plants the same values. */
  readonly seed: number;
  /** Undo first what an earlier run left. */
  readonly restoreFirst: boolean;
  readonly signal: AbortSignal;
  /** For XDG_STATE_HOME and HOME. */
  readonly environment: NodeJS.ProcessEnv;
  /** How long the proof of the route may take, ms. */
  readonly proofTimeoutMs?: number;
  readonly onStep: (progress: StepProgress) => void;
  /** What is being prepared or put back, for people. */
  readonly onPhase: (phase: string) => void;
};
