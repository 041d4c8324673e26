import type { Claim, HostMap } from './compile-hosts.ts';

/** A normalised host, and the domain in it that someone registered. */
export type Named = { readonly host: string; readonly registrableDomain: string; readonly isIp: boolean };

const findBelow = (map: HostMap, { host, isIp }: Named): Claim | undefined => {
  const own = map.below.get(host);
  if (own !== undefined || isIp) return own;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const claim = map.below.get(host.slice(dot + 1));
    if (claim !== undefined) return claim;
  }
  return undefined;
};

/** The longest row that fits the host; undefined where none does. */
export const findClaim = (map: HostMap, named: Named): Claim | undefined =>
  map.exact.get(named.host) ??
  findBelow(map, named) ??
  (named.isIp ? undefined : map.prefixes.find(({ row }) => named.registrableDomain.startsWith(row.domain)));
