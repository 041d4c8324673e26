import { z } from 'zod';
import { consentStateSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';
import { partSchema, routeLinkSchema } from './route.ts';

/**
 * How sure a finding is. A: exact value by a recorded, reversible route. B: a hash or truncation of a known value,
 * recomputed exactly, chance below 1e-9. C: a documented field or an unmistakable shape that was not seeded.
 * D: statistical.
 */
export const LEVELS = ['A', 'B', 'C', 'D'] as const;
export const levelSchema = z.enum(LEVELS);
export type Level = z.infer<typeof levelSchema>;

const count = z.number().int().nonnegative();
const stretchSchema = z.strictObject({ offset: count, length: count });

/**
 * Other bytes of the same flow that a recipe needs: the salt that was hashed with the value, or the first (latitude,
 * area) and second (longitude, cell) number of a value of two.
 */
const besideSchema = z.strictObject({
  role: z.enum(['salt', 'first', 'second']),
  /** Of a number, how it is written; of a salt, `value`. */
  recipe: z.string(),
  route: z.array(routeLinkSchema),
  at: stretchSchema,
});
export type Beside = Readonly<z.infer<typeof besideSchema>>;

export const proofSchema = z.strictObject({
  /** What was done to the known value to get the bytes seen, such as `sha1/base64url[0:16]`. */
  recipe: z.string(),
  /** Information in the matched bytes. */
  bits: z.number().nonnegative(),
  /** Expected number of accidental matches in the whole capture. */
  chance: z.number().nonnegative(),
  /** Share of the value that was seen, 0 to 1. */
  share: z.number().min(0).max(1),
  reasoning: z.string(),
  /** For a hash of a small space: how many candidates invert it. */
  inversionCandidates: z.number().nullable(),
  /** Left out where the recipe needs the value alone. */
  besides: z.array(besideSchema).optional(),
  /** Each layer on the way, personal values masked. */
  layers: z.array(z.strictObject({ name: z.string(), excerptMasked: z.string() })),
});
export type Proof = Readonly<z.infer<typeof proofSchema>>;

/** A canary × flow × part × field, masked. Never holds a raw value. */
export const findingSchema = z.strictObject({
  /** Hash of canary, flow, part and field path. */
  id: z.string(),
  /** Hash of what stays the same from run to run; used by review, diff and SARIF fingerprints. */
  group: z.string(),
  flowId: z.string(),
  recipientId: z.string(),
  class: dataClassSchema,
  /** Null when only the shape is known. */
  canaryId: z.string().nullable(),
  masked: z.string(),
  spelling: z.string(),
  level: levelSchema,
  part: partSchema,
  route: z.array(routeLinkSchema),
  /** Where the match stands in the last layer of the route, bytes. */
  at: stretchSchema,
  proof: proofSchema,
  transport: z.enum(['http', 'https']),
  consent: z.strictObject({
    /** When it left; null where no marks tell or the purpose is `none`. */
    atSend: consentStateSchema.nullable(),
    /** When the canary was entered; null for what no step creates. */
    atEntry: consentStateSchema.nullable(),
    purpose: z.string(),
    /** Whether the state at send was read back from the handset. */
    readBack: z.boolean(),
  }),
  step: z.strictObject({
    atSend: z.string().nullable(),
    /** A list where one value was entered by several steps. */
    ofCanary: z.union([z.string(), z.array(z.string())]).nullable(),
  }),
  atMs: z.number().nonnegative(),
  /** What the policy says of it, and by which rule. */
  policy: z.strictObject({ forbidden: z.boolean(), rule: z.string() }),
});
export type Finding = Readonly<z.infer<typeof findingSchema>>;
