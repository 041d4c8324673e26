import type { Connection } from '#model/flow';
import type { Recipient } from '#model/recipient';
import type { HandsetFacts } from '#model/session';
import type { FlowAudit } from './flow-audit.ts';
import type { HostMap } from './attribute/compile-hosts.ts';
import type { Places } from './places.ts';
import type { Scrub } from './mask.ts';
import { attribute } from './attribute/attribute.ts';
import { maskHost } from './mask-url.ts';

/** Every host talked to, in the order of first contact, and the way from a host to its row. */
export type Recipients = {
  readonly all: readonly Recipient[];
  /** @throws RangeError for a host that no flow names. */
  readonly of: (host: string) => Recipient;
};

type Address = { readonly ip: string; readonly placeSource: string | null };

type Draft = {
  readonly firstAtMs: number;
  bytesOut: number;
  hostMasked: string;
  address: Address | null;
  readonly connections: Set<string>;
  /** Flows of no connection: each counts as one. */
  alone: number;
};

const startDraft = ({ atMs, hostMasked }: FlowAudit): Draft => ({
  firstAtMs: atMs,
  hostMasked,
  bytesOut: 0,
  address: null,
  connections: new Set(),
  alone: 0,
});

const gather = (
  audits: Iterable<FlowAudit>,
  connections: readonly Connection[],
): ReadonlyMap<string, Draft> => {
  const drafts = new Map<string, Draft>();
  for (const audit of audits) {
    const { host, hostMasked, ip, placeSource, connectionId } = audit;
    const draft = drafts.get(host) ?? startDraft(audit);
    drafts.set(host, draft);
    draft.bytesOut += audit.bytesOut;
    // What one flow shows to be somebody's stays blanked where another could not be read.
    if (hostMasked !== host) draft.hostMasked = hostMasked;
    if (ip !== null) draft.address ??= { ip, placeSource };
    if (connectionId === null) draft.alone += 1;
    else draft.connections.add(connectionId);
  }
  for (const { host, id, control } of connections)
    if (!control) drafts.get(host.toLowerCase())?.connections.add(id);
  return drafts;
};

type Context = {
  readonly map: HostMap;
  readonly handset: HandsetFacts;
  readonly places: Places | null;
  readonly connections: readonly Connection[];
  readonly scrub: Scrub;
};

const placeOf = (
  address: Address | null,
  places: Places | null,
): Pick<Recipient, 'ip' | 'country' | 'asn' | 'placeSource'> => {
  if (address === null) return { ip: null, country: null, asn: null, placeSource: null };
  const { ip, placeSource } = address;
  if (places === null) return { ip, country: null, asn: null, placeSource };
  return { ip, country: places.country(ip), asn: places.asn(ip), placeSource: placeSource ?? places.label };
};

const recipientFrom = (host: string, draft: Draft, id: string, context: Context): Recipient => {
  const { purposes: _, ...claim } = attribute(context.map, host, context.handset);
  return {
    id,
    host: draft.hostMasked,
    ...claim,
    registrableDomain: context.scrub(maskHost(claim.registrableDomain)),
    ...placeOf(draft.address, context.places),
    connections: draft.connections.size + draft.alone,
    bytesOut: draft.bytesOut,
    firstAtMs: draft.firstAtMs,
  };
};

/** Attributes every host: owner and party from the table, place from the database, each with its source. */
export const recipientsFrom = (audits: Iterable<FlowAudit>, context: Context): Recipients => {
  const byHost = new Map<string, Recipient>();
  for (const [host, draft] of gather(audits, context.connections)) {
    byHost.set(host, recipientFrom(host, draft, `r${String(byHost.size + 1)}`, context));
  }
  return {
    all: [...byHost.values()],
    of: (host) => {
      const recipient = byHost.get(host);
      if (recipient === undefined) throw new RangeError('no flow names this host');
      return recipient;
    },
  };
};
