/** A file, body or input that is not as it was when it was written, in words; never a personal value. */
export type Fault = { readonly where: string; readonly what: string };

/** What was looked at, and what of it is not as it should be. */
export type Check = { readonly checked: number; readonly faults: readonly Fault[] };

/**
 * What became of a finding. `proven`: its route leads to what its recipe makes of the known value. `seen`: no value is
 * known, and its route leads to the shape that it reports. `not-proven`: one of its claims is not so. `not-replayable`:
 * it could not be tried, because the known value, the place of a salt, or the work for it is missing.
 */
export const OUTCOMES = ['proven', 'seen', 'not-proven', 'not-replayable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Result = { readonly outcome: Outcome; readonly why: string };

/** One finding of the report and what became of it. */
export type FindingResult = Result & { readonly findingId: string; readonly flowId: string };

/** Everything that was verified. */
export type Verification = {
  /** Every file against the manifest; null for an input that is no capture folder. */
  readonly files: Check | null;
  /** Every body against the length and hash that the events tell; null for an input that is no capture folder. */
  readonly bodies: Check | null;
  /** Whether the report was made of this input. */
  readonly input: Check;
  /** In the order of the report. */
  readonly findings: readonly FindingResult[];
  /** Whether nothing failed and every finding was proven or seen. */
  readonly isWhole: boolean;
};
