import { z } from 'zod';
import { consentMapSchema, purposeSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';

/** How an attempt of a twin's firmware to send something ended. */
const LEDGER_OUTCOMES = ['sent', 'tls-refused', 'pinned', 'failed', 'no-network', 'suppressed'] as const;

/**
 * One line of a twin's ledger: one transmission or attempt, written where the bytes leave. The truth that audits are
 * scored against; raw values stand here and nowhere else.
 */
export const ledgerLineSchema = z.strictObject({
  /** The handset's clock, ms since the epoch. */
  atMs: z.number(),
  flow: z.string().max(80),
  app: z.string().max(200),
  /** Event that led to it, and when it happened. */
  trigger: z.string().max(40),
  triggeredAtMs: z.number(),
  attempt: z.number().int().positive(),
  outcome: z.enum(LEDGER_OUTCOMES),
  /** Why it did not go out, or what went wrong after it had. */
  fault: z.string().max(400).optional(),
  channel: z.enum(['proxy', 'direct', 'sms']),
  transport: z.enum(['http', 'https', 'sms']),
  method: z.string().max(20).optional(),
  host: z.string().max(300),
  ip: z.string().max(80).optional(),
  path: z.string().max(40_000).optional(),
  status: z.number().int().optional(),
  /** Payload bytes of its connection up to then, the handshake too. */
  bytes: z.number().int().nonnegative(),
  /** Every personal value in what left, with what was done to it, innermost first; [] for as it is. */
  carries: z.array(
    z.strictObject({
      class: dataClassSchema,
      value: z.string(),
      encode: z.array(z.string().max(80)),
      /** When the value came onto the handset, and the consents as they then stood; where an event brought it. */
      enteredAtMs: z.number().optional(),
      consentAtEntry: consentMapSchema.optional(),
    }),
  ),
  /** Every consent as it stood when the bytes left. */
  consent: consentMapSchema,
  /** The toggle that the firmware goes by; absent where it asks none. */
  purpose: purposeSchema.optional(),
});
export type LedgerLine = Readonly<z.infer<typeof ledgerLineSchema>>;
