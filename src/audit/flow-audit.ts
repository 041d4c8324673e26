import type { BlindReason } from '#model/blind-spot';
import type { DataClass } from '#model/data-class';
import type { Level, Proof } from '#model/finding';
import type { Compared } from './match/match.ts';
import type { Part, RouteLink } from '#model/route';

/** A finding before the whole capture is known: chance, consent, recipient and policy are still open. Masked. */
export type DraftFinding = {
  readonly class: DataClass;
  readonly canaryId: string | null;
  readonly masked: string;
  readonly spelling: string;
  readonly level: Level;
  readonly part: Part;
  readonly route: readonly RouteLink[];
  readonly at: { readonly offset: number; readonly length: number };
  readonly recipe: string;
  readonly bits: number;
  /** For level B: what makes the chance. */
  readonly compared: Compared | null;
  readonly share: number;
  readonly reasoning: string;
  readonly inversionCandidates: number | null;
  readonly layers: Proof['layers'];
  readonly besides?: Proof['besides'];
};

/** Outbound application bytes of one flow, each in one class. */
export type Content = {
  readonly total: number;
  readonly read: number;
  readonly encryptedPayload: number;
  readonly truncated: number;
};

export type DraftBlindSpot = {
  readonly reason: BlindReason;
  readonly bytesOut: number;
  readonly count: number;
  readonly detail: string;
};

/** All that the audit keeps of one flow: small, masked but for the host, and fit to cross a thread. */
export type FlowAudit = {
  readonly id: string;
  readonly atMs: number;
  readonly kind: 'http' | 'refused' | 'opaque';
  readonly control: boolean;
  /** As on the wire, lower case: by it a recipient is told. */
  readonly host: string;
  /** The same as it is shown. */
  readonly hostMasked: string;
  readonly ip: string | null;
  readonly placeSource: string | null;
  readonly connectionId: string | null;
  readonly method: string;
  readonly urlMasked: string;
  readonly pathTemplate: string;
  readonly transport: 'http' | 'https';
  readonly status: number | null;
  readonly bytesOut: number;
  readonly app: string | null;
  readonly drafts: readonly DraftFinding[];
  readonly blind: readonly DraftBlindSpot[];
  readonly content: Content;
  /** Hash-like tokens seen, by `<alphabet>:<length>`. */
  readonly tokens: readonly (readonly [kind: string, count: number])[];
};
