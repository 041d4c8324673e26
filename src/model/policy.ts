import { z } from 'zod';
import { consentStateSchema, purposeSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';
import { levelSchema } from './finding.ts';
import { partySchema } from './recipient.ts';

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'a rule id is kebab-case'),
  verdict: z.enum(['allow', 'forbid']),
  /** Why the rule is there; shown beside each finding that it decides. */
  because: z.string().min(1).max(1000),
  /** Conditions; all that stand must hold, each holds when one of its items does. */
  classes: z.array(dataClassSchema).min(1).optional(),
  parties: z.array(partySchema).min(1).optional(),
  owners: z.array(z.string()).min(1).optional(),
  domains: z.array(z.string()).min(1).optional(),
  levels: z.array(levelSchema).min(1).optional(),
  consent: z.array(consentStateSchema).min(1).optional(),
  purposes: z.array(z.string()).min(1).optional(),
  transport: z
    .array(z.enum(['http', 'https']))
    .min(1)
    .optional(),
});
export type PolicyRule = Readonly<z.infer<typeof ruleSchema>>;

/** A gate: the first rule whose conditions hold decides a finding; when none does it is allowed. */
export const policySchema = z.strictObject({
  policyVersion: z.literal(1),
  name: z.string().min(1).max(120),
  rules: z.array(ruleSchema).max(1000),
  limits: z.strictObject({
    /** Above this share of outbound bytes unread the verdict is blind. */
    unreadBytesShare: z.number().min(0).max(1),
    /** Above this share of connections unread the verdict is blind. */
    unreadConnectionsShare: z.number().min(0).max(1),
  }),
  controls: z.strictObject({
    positive: z.enum(['required', 'optional']),
    negative: z.enum(['required', 'optional']),
  }),
  /** Purposes that take precedence over those of hosts.yaml. */
  purposes: z
    .array(
      z.strictObject({
        domain: z.string(),
        classes: z.array(dataClassSchema).min(1).optional(),
        purpose: purposeSchema,
      }),
    )
    .max(1000),
});
export type Policy = Readonly<z.infer<typeof policySchema>>;

/** A review file: what people decided about groups of findings, by `finding.group`. */
export const reviewSchema = z.strictObject({
  reviewVersion: z.literal(1),
  entries: z
    .array(
      z.strictObject({
        group: z.string().min(1),
        decision: z.enum(['accepted', 'false-positive', 'confirmed']),
        by: z.string().min(1).max(200),
        because: z.string().min(1).max(2000),
        /** ISO date; after it the entry no longer counts. */
        until: z.iso.date().optional(),
      }),
    )
    .max(100_000),
});
export type Review = Readonly<z.infer<typeof reviewSchema>>;
