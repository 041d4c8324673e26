import { z } from 'zod';

/** What the recipient is to the owner of this handset. */
export const PARTIES = ['vendor', 'other-vendor', 'platform', 'operator', 'third-party', 'unknown'] as const;
export const partySchema = z.enum(PARTIES);
export type Party = z.infer<typeof partySchema>;

/** One host that the handset talked to. Operator, place and seat are separate facts, each with its own source. */
export const recipientSchema = z.strictObject({
  id: z.string(),
  host: z.string(),
  registrableDomain: z.string(),
  /** `unknown` where no row of hosts.yaml claims it. */
  owner: z.string(),
  party: partySchema,
  /** Where the claim of ownership comes from. */
  source: z.string(),
  /** What the host is for, as far as a source says. */
  role: z.string().nullable(),
  /** Who runs the machines, where known: a cloud is not the owner. */
  hostOperator: z.string().nullable(),
  /** Country of the owner's seat, ISO 3166-1 alpha-2. */
  seat: z.string().nullable(),
  /** Where the claim of the seat comes from. */
  seatSource: z.string().nullable().optional(),
  ip: z.string().nullable(),
  /** Country of the address, ISO 3166-1 alpha-2; never the place of processing. */
  country: z.string().nullable(),
  asn: z.number().int().nullable(),
  placeSource: z.string().nullable(),
  connections: z.number().int().nonnegative(),
  bytesOut: z.number().int().nonnegative(),
  firstAtMs: z.number().nonnegative(),
});
export type Recipient = Readonly<z.infer<typeof recipientSchema>>;
