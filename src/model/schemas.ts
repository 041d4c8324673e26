import type { z } from 'zod';
import { canariesFileSchema } from './canary.ts';
import { eventSchema } from './event.ts';
import { handsetSchema } from './handset.ts';
import { hostsSchema } from './hosts.ts';
import { labSchema } from './lab.ts';
import { ledgerLineSchema } from './ledger.ts';
import { policySchema, reviewSchema } from './policy.ts';
import { reportSchema } from './report.ts';
import { scenarioSchema } from './scenario.ts';
import { markSchema, sessionSchema } from './session.ts';
import { twinHandsetSchema } from './twin.ts';
import { twinFirmwareSchema } from './twin-firmware.ts';

/** Every file boundary by the name that `phonehome schema NAME` takes. */
export const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  canaries: canariesFileSchema,
  event: eventSchema,
  handset: handsetSchema,
  hosts: hostsSchema,
  lab: labSchema,
  ledger: ledgerLineSchema,
  mark: markSchema,
  policy: policySchema,
  report: reportSchema,
  review: reviewSchema,
  scenario: scenarioSchema,
  session: sessionSchema,
  'twin-firmware': twinFirmwareSchema,
  'twin-handset': twinHandsetSchema,
};
