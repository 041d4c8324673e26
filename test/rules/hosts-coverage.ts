import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { attribute } from '#audit/attribute/attribute';
import { compileHosts } from '#audit/attribute/compile-hosts';
import type { Hosts } from '#model/hosts';

const listSchema = z.object({
  vendors: z.record(z.string(), z.array(z.object({ domain: z.string(), match: z.string() }))),
});
type List = z.infer<typeof listSchema>;

/** The share of each vendor's entries that must get the right owner. */
const MIN_SHARE = 0.95;

/** The owners that a vendor's entries may get: OnePlus and realme stand in the list under oppo too. */
const RIGHT_OWNERS: Readonly<Record<string, readonly string[]>> = {
  xiaomi: ['Xiaomi'],
  samsung: ['Samsung'],
  huawei: ['Huawei'],
  oppo: ['OPPO', 'OnePlus', 'realme'],
  vivo: ['vivo'],
};

/** How many of a vendor's entries get the right owner. */
export type Coverage = {
  readonly vendor: string;
  readonly right: number;
  readonly total: number;
  readonly misses: readonly { readonly domain: string; readonly owner: string }[];
  readonly passed: boolean;
};

/** Reads a list. @throws ZodError or SyntaxError for another form. */
export const readList = async (file: string): Promise<List> =>
  listSchema.parse(JSON.parse(await readFile(file, 'utf8')));

/** An entry counts as right when the name itself and, unless it is exact, a name below it get the owner. */
export const measureCoverage = (hosts: Hosts, list: List): readonly Coverage[] => {
  const map = compileHosts(hosts);
  const ownerOf = (host: string): string => attribute(map, host, {}).owner;
  return Object.entries(RIGHT_OWNERS).map(([vendor, owners]) => {
    const entries = list.vendors[vendor] ?? [];
    const judged = entries.map(({ domain, match }) => {
      const names = match === 'exact' ? [domain] : [domain, `a.b.${domain}`];
      return { domain, owner: names.map(ownerOf).find((owner) => !owners.includes(owner)) ?? null };
    });
    const misses = judged.flatMap(({ domain, owner }) => (owner === null ? [] : [{ domain, owner }]));
    const right = entries.length - misses.length;
    return {
      vendor,
      right,
      total: entries.length,
      misses,
      passed: right >= MIN_SHARE * entries.length && right > 0,
    };
  });
};
