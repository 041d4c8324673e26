import { z } from 'zod';
import { dataClassSchema } from './data-class.ts';

const e164 = z.string().regex(/^\+\d{7,15}$/, 'a number in international form, such as +447700900123');

/** lab.yaml: what only the operator knows of the handset, its SIM and the account to sign in with. All raw. */
export const labSchema = z.strictObject({
  labVersion: z.literal(1),
  /** ISO 3166-1 alpha-2; the country of the SIM. */
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** Values that cannot be read off the handset. */
  identifiers: z
    .array(z.strictObject({ class: dataClassSchema, value: z.string().min(1).max(400) }))
    .default([]),
  /** The vendor's account that the scenario signs in with. */
  account: z
    .strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(200) })
    .optional(),
  /** A phone of the operator's own that takes and makes calls and messages. */
  peer: e164.optional(),
  /** Numbers of the operator's own to plant in place of those reserved for fiction. */
  numbers: z.array(e164).max(1000).default([]),
});
export type Lab = Readonly<z.infer<typeof labSchema>>;
