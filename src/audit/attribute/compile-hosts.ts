import type { HostRow, Hosts, Owner } from '#model/hosts';

/** A row ready for use: its owner found, its source in words. The owner is null for a cloud's unknown customer. */
export type Claim = {
  readonly row: HostRow;
  readonly owner: Owner | null;
  readonly source: string;
  readonly seatSource: string | null;
};

/** The host table, compiled for look-up by name. */
export type HostMap = {
  readonly exact: ReadonlyMap<string, Claim>;
  readonly below: ReadonlyMap<string, Claim>;
  /** Longest first. */
  readonly prefixes: readonly Claim[];
};

const expand = (source: string, sources: ReadonlyMap<string, string>): string => {
  const colon = source.indexOf(': ');
  const name = colon < 0 ? source : source.slice(0, colon);
  const words = sources.get(name);
  return words === undefined ? source : `${words}${colon < 0 ? '' : source.slice(colon)}`;
};

/** Compiles the table once per audit. */
export const compileHosts = (hosts: Hosts): HostMap => {
  const sources = new Map(Object.entries(hosts.sources ?? {}));
  const owners = new Map(hosts.owners.map((owner) => [owner.name, owner]));
  const claims = hosts.hosts.map((row): Claim => {
    const owner = owners.get(row.owner) ?? null;
    const seatSource = owner?.seat === undefined ? null : expand(owner.source, sources);
    return { row, owner, source: expand(row.source, sources), seatSource };
  });
  const byDomain = (match: HostRow['match']): ReadonlyMap<string, Claim> =>
    new Map(claims.filter(({ row }) => row.match === match).map((claim) => [claim.row.domain, claim]));
  return {
    exact: byDomain('exact'),
    below: byDomain('domain-and-below'),
    prefixes: [...byDomain('name-prefix').values()].sort((a, b) => b.row.domain.length - a.row.domain.length),
  };
};
