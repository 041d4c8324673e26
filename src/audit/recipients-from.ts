import type { Connection } from '#model/flow';
import type { Recipient } from '#model/recipient';
import type { HandsetFacts } from '#model/session';
import type { FlowAudit } from './flow-audit.ts';
import type { HostMap } from './attribute/compile-hosts.ts';
import type { Places } from './places.ts';
import type { Scrub } from './mask.ts';
import { attribute } from './attribute/attribute.ts';

/** Every host talked to, in the order of first contact, and the way from a host to its row. */
export type Recipients = {
  readonly all: readonly Recipient[];
  /** @throws RangeError for a host that no flow names. */
  readonly of: (host: string) => Recipient;
};

type Draft = {
  readonly first: FlowAudit;
  bytesOut: number;
  ip: FlowAudit | null;
  readonly connections: Set<string>;
};

const gather = (
  audits: readonly FlowAudit[],
  connections: readonly Connection[],
): ReadonlyMap<string, Draft> => {
  const drafts = new Map<string, Draft>();
  for (const audit of audits) {
    const draft = drafts.get(audit.host) ?? {
      first: audit,
      bytesOut: 0,
      ip: null,
      connections: new Set<string>(),
    };
    drafts.set(audit.host, draft);
    draft.bytesOut += audit.bytesOut;
    if (draft.ip === null && audit.ip !== null) draft.ip = audit;
    draft.connections.add(audit.connectionId ?? `flow ${audit.id}`);
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
  seen: FlowAudit | null,
  places: Places | null,
): Pick<Recipient, 'ip' | 'country' | 'asn' | 'placeSource'> => {
  const ip = seen?.ip ?? null;
  if (seen === null || ip === null) return { ip: null, country: null, asn: null, placeSource: null };
  if (places === null) return { ip, country: null, asn: null, placeSource: seen.placeSource };
  return {
    ip,
    country: places.country(ip),
    asn: places.asn(ip),
    placeSource: seen.placeSource ?? places.label,
  };
};

const recipientFrom = (host: string, draft: Draft, id: string, context: Context): Recipient => {
  const { purposes: _, ...claim } = attribute(context.map, host, context.handset);
  return {
    id,
    host: context.scrub(host),
    ...claim,
    registrableDomain: context.scrub(claim.registrableDomain),
    ...placeOf(draft.ip, context.places),
    connections: draft.connections.size,
    bytesOut: draft.bytesOut,
    firstAtMs: draft.first.atMs,
  };
};

/** Attributes every host: owner and party from the table, place from the database, each with its source. */
export const recipientsFrom = (audits: readonly FlowAudit[], context: Context): Recipients => {
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
