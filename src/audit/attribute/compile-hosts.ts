import type { HostRow, Hosts, Owner, PurposeList } from '#model/hosts';

/** A row ready for use: its owner found, its source in words. The owner is null for a cloud's unknown customer. */
export type Claim = {
  readonly row: HostRow;
  readonly owner: Owner | null;
  readonly source: string;
  readonly seatSource: string | null;
  readonly purposes: PurposeList;
};

/** The host table, compiled for look-up by name. */
export type HostMap = {
  readonly exact: ReadonlyMap<string, Claim>;
  readonly below: ReadonlyMap<string, Claim>;
  /** Longest first. */
  readonly prefixes: readonly Claim[];
};

/** Writes out each name of a shared source; parts are separated by semicolons. */
const expand = (source: string, sources: ReadonlyMap<string, string>): string =>
  source
    .split('; ')
    .map((part) => {
      const [name = '', ...own] = part.split(': ');
      const words = sources.get(name);
      return words === undefined ? part : [words, ...own].join(': ');
    })
    .join('; ');

/** Compiles the table once per audit. */
export const compileHosts = (hosts: Hosts): HostMap => {
  const sources = new Map(Object.entries(hosts.sources ?? {}));
  const purposeSets = new Map(Object.entries(hosts.purposeSets ?? {}));
  const owners = new Map(hosts.owners.map((owner) => [owner.name, owner]));
  const claims = hosts.hosts.map((row): Claim => {
    const owner = owners.get(row.owner) ?? null;
    const seatSource = owner?.seat === undefined ? null : expand(owner.source, sources);
    const { purposes: named = [] } = row;
    const purposes = typeof named === 'string' ? (purposeSets.get(named) ?? []) : named;
    return { row, owner, source: expand(row.source, sources), seatSource, purposes };
  });
  const byDomain = (match: HostRow['match']): ReadonlyMap<string, Claim> =>
    new Map(claims.filter(({ row }) => row.match === match).map((claim) => [claim.row.domain, claim]));
  return {
    exact: byDomain('exact'),
    below: byDomain('domain-and-below'),
    prefixes: [...byDomain('name-prefix').values()].sort((a, b) => b.row.domain.length - a.row.domain.length),
  };
};
