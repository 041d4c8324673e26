import { z } from 'zod';
import { consentMapSchema, purposeSchema } from './consent.ts';

/** Version of the capture folder's format. */
export const CAPTURE_VERSION = 1;

/** A handset described for a report; never its serial. Empty where an import says nothing. */
export const handsetFactsSchema = z.strictObject({
  codename: z.string().max(120).optional(),
  brand: z.string().max(120).optional(),
  model: z.string().max(120).optional(),
  marketingName: z.string().max(120).optional(),
  androidVersion: z.string().max(40).optional(),
  apiLevel: z.number().int().min(1).max(100).optional(),
  region: z.string().max(40).optional(),
  rooted: z.boolean().optional(),
});
export type HandsetFacts = Readonly<z.infer<typeof handsetFactsSchema>>;

const controlSchema = z.strictObject({
  /** null: it did not run. */
  passed: z.boolean().nullable(),
  why: z.string().max(1000),
});
export type Control = Readonly<z.infer<typeof controlSchema>>;

export const controlsSchema = z.strictObject({ positive: controlSchema, negative: controlSchema });
export type Controls = Readonly<z.infer<typeof controlsSchema>>;

/** session.json: one run of one scenario on one handset. */
export const sessionSchema = z.strictObject({
  captureVersion: z.literal(CAPTURE_VERSION),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,119}$/),
  startedAt: z.iso.datetime(),
  handset: handsetFactsSchema,
  firmware: z.string().max(400).nullable(),
  /** True for a twin: everything made from this capture says so. */
  simulated: z.boolean(),
  scenario: z.string().max(200).nullable(),
  /** SHA-256 of the scenario file, hex. */
  scenarioSha256: z.string().optional(),
  engine: z.string().max(80).optional(),
  route: z.string().max(80).optional(),
  /** Name → version of every tool that took part. */
  tools: z.record(z.string(), z.string()),
  controls: controlsSchema.optional(),
  /** What the scenario did as the owner and what is therefore not put back. */
  leftChanged: z.array(z.string().max(400)).optional(),
});
export type Session = Readonly<z.infer<typeof sessionSchema>>;

/**
 * marks.jsonl: a moment of the scenario. `atMs` is the session clock (virtual on a twin), `hostMs` the host's
 * clock, both in ms since the session began. Each mark carries the whole consent state that holds from then on.
 */
export const markSchema = z.strictObject({
  atMs: z.number().nonnegative(),
  hostMs: z.number().nonnegative(),
  kind: z.enum(['step-start', 'step-end', 'consent', 'end']),
  step: z.string().max(120),
  /** For people: what the step does. */
  title: z.string().max(400).optional(),
  consent: consentMapSchema,
  /** Purposes whose state was read back from the handset after the choice, and whether it agreed. */
  readBack: z.record(purposeSchema, z.boolean()).optional(),
  /** Ids of the canaries that this step entered. */
  canaries: z.array(z.string()).optional(),
});
export type Mark = Readonly<z.infer<typeof markSchema>>;
