import { z } from 'zod';
import { type BlindSpot, blindSpotSchema } from './blind-spot.ts';
import { consentStateSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';
import { type Finding, findingSchema, levelSchema } from './finding.ts';
import type { Rows } from './rows.ts';
import { recipientSchema } from './recipient.ts';
import { controlsSchema, handsetFactsSchema, markSchema } from './session.ts';

export const REPORT_VERSION = 1;

/** Stands first in every output of a twin run. */
export const SIMULATED_NOTICE =
  'Simulated handset: this tests the instrument and says nothing about any real phone.';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const flowRowSchema = z.strictObject({
  id: z.string(),
  atMs: z.number().nonnegative(),
  method: z.string(),
  /** Personal values, values of the query and long path segments are masked. */
  urlMasked: z.string(),
  recipientId: z.string(),
  status: z.number().int().nullable(),
  bytesOut: count,
  /** False when a blind spot covers it. */
  read: z.boolean(),
  app: z.string().nullable(),
});
export type FlowRow = Readonly<z.infer<typeof flowRowSchema>>;

const coverageSchema = z.strictObject({
  /** Payload bytes per connection, each connection in one class. */
  wire: z.strictObject({ total: count, byClass: z.record(z.string(), count) }),
  /** Decrypted application bytes of read connections. Never added to the wire ledger. */
  content: z.strictObject({ total: count, read: count, encryptedPayload: count, truncated: count }),
  connections: z.strictObject({ total: count, unread: count }),
  /** Share of outbound bytes that was read: wire share × content share; 1 when nothing was sent. */
  readShare: share,
});
export type Coverage = Readonly<z.infer<typeof coverageSchema>>;

/** Whose bytes a share is of: where nobody saw the wire, only the input's own are known. */
export const bytesWords = ({ wire, content }: Coverage): string =>
  wire.total === 0 && content.total > 0 ? 'the bytes this capture holds' : 'outbound bytes';

/** One cell of *who received what*. */
const summaryRowSchema = z.strictObject({
  class: dataClassSchema,
  recipientId: z.string(),
  purpose: z.string(),
  atSend: consentStateSchema.nullable(),
  /** The surest level among them. */
  level: levelSchema,
  findings: count,
  forbidden: count,
  cleartext: count,
});
export type SummaryRow = Readonly<z.infer<typeof summaryRowSchema>>;

/** report.json: the whole outcome. Renderers read it and compute nothing. */
export const reportSchema = z.strictObject({
  reportVersion: z.literal(REPORT_VERSION),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  /** The simulated-handset line, else null. */
  notice: z.string().nullable(),
  verdict: z.enum(['leaks', 'blind', 'clean']),
  /** Always with its scope. */
  verdictText: z.string(),
  /** Why: one sentence per condition that decided. */
  reasons: z.array(z.string()),
  session: z.strictObject({
    id: z.string(),
    startedAt: z.string().nullable(),
    minutes: z.number().nonnegative(),
    handset: handsetFactsSchema,
    firmware: z.string().nullable(),
    simulated: z.boolean(),
    scenario: z.string().nullable(),
    marks: z.array(markSchema),
    leftChanged: z.array(z.string()),
  }),
  /** How it was found out, and with what. */
  method: z.strictObject({
    input: z.strictObject({ name: z.string(), format: z.string(), sha256: z.string().nullable() }),
    tools: z.record(z.string(), z.string()),
    policy: z.string(),
    hosts: z.string(),
    /** The place database: name, version and date; null where none was read. */
    places: z.string().nullable(),
    /** Known values searched for, by class. */
    canaries: z.record(z.string(), count),
    /** Work that one flow may cost, by what is counted. */
    bounds: z.record(z.string(), z.number()),
    /** What the input could not give: cut off, unreadable or unknown parts. */
    losses: z.array(z.strictObject({ where: z.string(), what: z.string() })),
    /** Findings that a review decided, and other remarks for the reader. */
    notes: z.array(z.string()),
  }),
  summary: z.array(summaryRowSchema),
  recipients: z.array(recipientSchema),
  flows: z.array(flowRowSchema),
  findings: z.array(findingSchema),
  blindSpots: z.array(blindSpotSchema),
  coverage: coverageSchema,
  controls: controlsSchema,
});
/** A report as it stands in report.json. */
export type SavedReport = Readonly<z.infer<typeof reportSchema>>;

/** A report, just made or read from report.json: its long lists need not be in memory. */
export type Report = Omit<SavedReport, 'flows' | 'findings' | 'blindSpots'> & {
  readonly flows: Rows<FlowRow>;
  readonly findings: Rows<Finding>;
  readonly blindSpots: Rows<BlindSpot>;
};
