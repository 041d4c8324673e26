import type { Handset } from '#model/handset';
import type { Lab } from '#model/lab';
import type { Scenario } from '#model/scenario';
import type { Surroundings } from '#model/surroundings';
import type { Canary } from '#model/canary';
import type { Screens } from '../driver/screens.ts';
import type { Journal } from '../handset/journal.ts';
import type { Planter } from '../handset/plant.ts';
import type { HandsetShell } from '../handset/shell.ts';
import type { Recording } from '../recording.ts';

/** How far a scenario is, for people. */
export type StepProgress = { readonly index: number; readonly count: number; readonly title: string };

/** All that a scenario needs to run. */
export type ScenarioContext = {
  readonly handset: Handset;
  readonly scenario: Scenario;
  readonly lab: Lab | null;
  readonly screens: Screens;
  readonly shell: HandsetShell;
  readonly journal: Journal;
  readonly surroundings: Surroundings;
  readonly recording: Recording;
  readonly planter: Planter;
  /** What was known before the scenario. */
  readonly identity: readonly Canary[];
  readonly signal: AbortSignal;
  /** Overrides the length of every idle step. */
  readonly idleMs?: number;
  readonly onStep: (progress: StepProgress) => void;
};
