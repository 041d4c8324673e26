import { parse } from 'tldts';
import { UNKNOWN_OWNER } from '#model/hosts';
import type { Recipient } from '#model/recipient';
import type { HandsetFacts } from '#model/session';
import type { HostMap } from './compile-hosts.ts';
import { findClaim, type Named } from './find-claim.ts';
import { isHostName, normaliseHost } from './normalise-host.ts';
import { partyOf } from './party-of.ts';
import type { Purposes } from './purpose-of.ts';

/** Who stands behind a host, each claim with its source, and which consents cover what is sent there. */
export type Attribution = Pick<
  Recipient,
  'registrableDomain' | 'owner' | 'party' | 'source' | 'role' | 'hostOperator' | 'seat' | 'seatSource'
> & { readonly purposes: Purposes };

const nameOf = (spelling: string): Named => {
  const host = normaliseHost(spelling);
  const { domain, isIp } = parse(host, { extractHostname: false });
  return { host, registrableDomain: domain ?? host, isIp: isIp ?? false };
};

const unclaimed = ({ host, registrableDomain }: Named, source: string): Attribution => ({
  registrableDomain,
  owner: UNKNOWN_OWNER,
  party: 'unknown',
  source,
  role: null,
  hostOperator: null,
  seat: null,
  seatSource: null,
  purposes: { host, listed: [] },
});

/** Says of any host string to whom it belongs and what that is to the handset. Never throws. */
export const attribute = (map: HostMap, spelling: string, handset: HandsetFacts): Attribution => {
  const named = nameOf(spelling);
  if (!isHostName(named.host)) return unclaimed(named, 'this is no host name, so no row can claim it');
  const claim = findClaim(map, named);
  if (claim === undefined) return unclaimed(named, 'no row of the host table claims it');
  const { row, owner, source, seatSource, purposes } = claim;
  const { party, assumed } = partyOf(owner, handset);
  return {
    registrableDomain: named.registrableDomain,
    owner: owner?.name ?? UNKNOWN_OWNER,
    party,
    source: assumed === null ? source : `${source}; ${assumed}`,
    role: row.role ?? null,
    hostOperator: row.hostOperator ?? null,
    seat: owner?.seat ?? null,
    seatSource,
    purposes: { host: named.host, listed: purposes },
  };
};
