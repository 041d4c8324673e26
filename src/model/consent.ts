import { z } from 'zod';

/** The state of one consent, as the owner left it. */
export const CONSENT_STATES = ['before-choice', 'declined', 'accepted', 'withdrawn'] as const;
export const consentStateSchema = z.enum(CONSENT_STATES);
export type ConsentState = z.infer<typeof consentStateSchema>;

/** A toggle or notice of the handset: `privacy-policy`, `cloud-sync`, …; `none` is reserved. */
export const purposeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a purpose is kebab-case, at most 40 characters');

/** The purpose of a finding that no toggle or notice covers: no opt-in makes it allowed. */
export const NO_PURPOSE = 'none';

/** The state of every consent at one moment, by purpose. */
export const consentMapSchema = z.record(purposeSchema, consentStateSchema);
export type ConsentMap = Readonly<Record<string, ConsentState>>;
