import { z } from 'zod';

/** Why something that left the handset could not be read. A closed list. */
export const BLIND_REASONS = [
  'tls-refused',
  'pinned',
  'encrypted-payload',
  'quic',
  'not-http',
  'not-proxied',
  'truncated',
  'gap',
  'bound-hit',
  'digest-unexplained',
  'sms',
  'cellular',
] as const;
export const blindReasonSchema = z.enum(BLIND_REASONS);
export type BlindReason = z.infer<typeof blindReasonSchema>;

/** Something unread, shown with the weight of a finding. */
export const blindSpotSchema = z.strictObject({
  /** Null where no single flow is meant. */
  flowId: z.string().nullable(),
  recipientId: z.string().nullable(),
  reason: blindReasonSchema,
  bytesOut: z.number().int().nonnegative(),
  count: z.number().int().nonnegative(),
  /** For people: what exactly, and why it is thought so. */
  detail: z.string(),
});
export type BlindSpot = Readonly<z.infer<typeof blindSpotSchema>>;
