import { z } from 'zod';
import { purposeSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';

const ownerSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** `vendor` sells handsets; a party is made of it only with the handset at hand. */
  kind: z.enum(['vendor', 'platform', 'operator', 'third-party']),
  /** Brands of handsets, for `vendor`; compared without case. */
  brands: z.array(z.string().min(1)).optional(),
  /** Country of the seat, ISO 3166-1 alpha-2. */
  seat: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  source: z.string().min(1).max(600),
});

const hostRowSchema = z.strictObject({
  /** Lower case, without a leading dot; the longest row that fits wins. */
  domain: z.string().regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, 'a domain is lower case, without a leading dot'),
  match: z.enum(['domain-and-below', 'exact']).default('domain-and-below'),
  owner: z.string().min(1),
  /** What the host is for: `account`, `analytics`, `push`, `advertising`, … as its source says. */
  role: z.string().max(120).optional(),
  /** Who runs the machines, where known. */
  hostOperator: z.string().max(120).optional(),
  /** The consent that covers a class there; without `classes`, all classes. */
  purposes: z
    .array(z.strictObject({ purpose: purposeSchema, classes: z.array(dataClassSchema).min(1).optional() }))
    .optional(),
  source: z.string().min(1).max(600),
});

/** devices/hosts.yaml: who owns which domain, with the source of each claim. */
export const hostsSchema = z
  .strictObject({
    hostsVersion: z.literal(1),
    owners: z.array(ownerSchema).max(5000),
    hosts: z.array(hostRowSchema).max(100_000),
  })
  .superRefine(({ owners, hosts }, context) => {
    const names = new Set(owners.map(({ name }) => name));
    hosts.forEach(({ owner }, index) => {
      if (!names.has(owner))
        context.addIssue({
          code: 'custom',
          path: ['hosts', index, 'owner'],
          message: 'no such owner in owners',
        });
    });
  });
export type Hosts = Readonly<z.infer<typeof hostsSchema>>;
export type HostRow = Hosts['hosts'][number];
export type Owner = Hosts['owners'][number];
