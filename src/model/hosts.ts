import { z } from 'zod';
import { purposeSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';

/** The owner of a host that no row claims, or of a cloud's host whose customer is not known. */
export const UNKNOWN_OWNER = 'unknown';

/**
 * Where a claim comes from, several parts with semicolons between: words, the name of one of `sources`, or that name,
 * a colon and words.
 */
const sourceSchema = z.string().min(1).max(600);

const ownerSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** `vendor` sells handsets, `platform` makes their system; a party is made of it only with the handset at hand. */
  kind: z.enum(['vendor', 'platform', 'operator', 'third-party']),
  /** Brands of handsets that it sells; compared without case. */
  brands: z.array(z.string().min(1)).optional(),
  /** Country of the seat, ISO 3166-1 alpha-2. */
  seat: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  source: sourceSchema,
});

const purposeListSchema = z.array(
  z.strictObject({ purpose: purposeSchema, classes: z.array(dataClassSchema).min(1).optional() }),
);

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name is kebab-case');

const hostRowSchema = z.strictObject({
  /** Lower case, without a leading dot; the longest row that fits wins. */
  domain: z.string().regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, 'a domain is lower case, without a leading dot'),
  /** `name-prefix`: every registrable domain that begins so, where an owner registers numbered names. */
  match: z.enum(['domain-and-below', 'exact', 'name-prefix']).default('domain-and-below'),
  /** Of `owners`; `unknown` for a cloud, whose customers differ. */
  owner: z.string().min(1),
  /** What the host is for: `account`, `analytics`, `push`, `advertising`, … as its source says. */
  role: z.string().max(120).optional(),
  /** Who runs the machines, where known. */
  hostOperator: z.string().max(120).optional(),
  /** The consent that covers a class there, the first entry that fits; or the name of one of `purposeSets`. */
  purposes: z.union([nameSchema, purposeListSchema]).optional(),
  source: sourceSchema,
});

type Table = {
  readonly owners: readonly { name: string }[];
  readonly purposeSets?: Readonly<Record<string, unknown>> | undefined;
  readonly hosts: readonly { domain: string; match: string; owner: string; purposes?: unknown }[];
};

const checkTable = ({ owners, hosts, purposeSets }: Table, context: z.RefinementCtx): void => {
  const names = new Set([...owners.map(({ name }) => name), UNKNOWN_OWNER]);
  const seen = new Set<string>();
  const refuse = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path: ['hosts', ...path], message });
  };
  hosts.forEach(({ domain, match, owner, purposes }, index) => {
    if (!names.has(owner)) refuse([index, 'owner'], 'no such owner in owners');
    if (typeof purposes === 'string' && !Object.hasOwn(purposeSets ?? {}, purposes))
      refuse([index, 'purposes'], 'no such set in purposeSets');
    if (seen.has(`${domain} ${match}`)) refuse([index, 'domain'], 'this domain stands twice in the file');
    seen.add(`${domain} ${match}`);
  });
};

/** devices/hosts.yaml: who owns which domain, with the source of each claim. */
export const hostsSchema = z
  .strictObject({
    hostsVersion: z.literal(1),
    /** Sources that many rows share, by a short name that a row's `source` may begin with. */
    sources: z.record(nameSchema, z.string().min(1).max(600)).optional(),
    /** Lists of purposes that many rows share, by name. Without `classes` an entry covers all classes. */
    purposeSets: z.record(nameSchema, purposeListSchema).optional(),
    owners: z.array(ownerSchema).max(5000),
    hosts: z.array(hostRowSchema).max(100_000),
  })
  .superRefine(checkTable);
export type Hosts = Readonly<z.infer<typeof hostsSchema>>;
export type PurposeList = Readonly<z.infer<typeof purposeListSchema>>;
export type HostRow = Hosts['hosts'][number];
export type Owner = Hosts['owners'][number];
