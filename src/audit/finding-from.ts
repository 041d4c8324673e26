import { createHash } from 'node:crypto';
import type { Canary } from '#model/canary';
import type { Finding, Level } from '#model/finding';
import type { Policy, Review } from '#model/policy';
import type { Report } from '#model/report';
import type { HandsetFacts } from '#model/session';
import type { DraftFinding, FlowAudit } from './flow-audit.ts';
import type { HostMap } from './attribute/compile-hosts.ts';
import type { Needles } from './match/compile.ts';
import type { Recipients } from './recipients-from.ts';
import type { Timeline } from './timeline.ts';
import { attribute } from './attribute/attribute.ts';
import { evaluate } from './verdict.ts';
import { fieldPathOf } from './judge.ts';
import { needlesOfKind } from './match/compile.ts';
import { purposeOf } from './attribute/purpose-of.ts';

/** Above this expected number of accidental matches a hash proves nothing. */
const LARGEST_CHANCE = 1e-9;

export type Scene = {
  readonly canaryOf: ReadonlyMap<string, Canary>;
  readonly handset: HandsetFacts;
  readonly map: HostMap;
  readonly needles: Needles;
  readonly policy: Policy;
  readonly recipients: Recipients;
  readonly review: Review | null;
  /** Application bytes of the whole capture. */
  readonly searchedBytes: number;
  readonly session: Pick<Report['session'], 'startedAt'>;
  readonly timeline: Timeline;
  readonly tokens: ReadonlyMap<string, number>;
};

const digestOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/**
 * Expected accidental matches in the whole capture: for a digest tokens of the kind × needles of the kind / 2^bits,
 * for anything else bytes searched / 2^bits, as if the value could begin at every byte.
 */
const chanceOf = (draft: DraftFinding, { tokens, needles, searchedBytes }: Scene): number => {
  if (draft.compared === null) return Math.min(1, searchedBytes / 2 ** draft.bits);
  const tokenCount = Math.max(1, tokens.get(draft.compared.tokenKind) ?? 0);
  const needleCount = Math.max(1, needlesOfKind(needles, draft.compared));
  return Math.min(1, (tokenCount * needleCount) / 2 ** draft.bits);
};

const levelOf = ({ level }: DraftFinding, chance: number): Level =>
  level === 'B' && chance >= LARGEST_CHANCE ? 'C' : level;

const withoutIndexes = (path: string): string => path.replace(/\[\d+\]/gu, '[*]');

const ofCanary = (
  canary: Canary | undefined,
  atMs: number,
  timeline: Timeline,
): Finding['step']['ofCanary'] => {
  const steps = canary === undefined ? [] : timeline.enteredBy(canary, atMs);
  return steps.length === 0 ? null : steps.length === 1 ? (steps[0] ?? null) : [...steps];
};

const consentOf = (
  canary: Canary | undefined,
  purpose: string,
  atMs: number,
  timeline: Timeline,
): Finding['consent'] => ({
  atSend: timeline.consentAt(purpose, atMs),
  atEntry: canary === undefined ? null : timeline.consentAtEntry(canary, purpose, atMs),
  purpose,
  readBack: timeline.readBackAt(purpose, atMs),
});

const proofOf = (draft: DraftFinding, chance: number): Finding['proof'] => ({
  recipe: draft.recipe,
  bits: draft.bits,
  chance,
  share: draft.share,
  reasoning: draft.reasoning,
  inversionCandidates: draft.inversionCandidates,
  layers: [...draft.layers],
  ...(draft.besides === undefined ? {} : { besides: draft.besides }),
});

/** Completes a draft with all that only the whole capture tells: chance, recipient, consent, step and policy. */
export const findingFrom = (draft: DraftFinding, audit: FlowAudit, scene: Scene): Finding => {
  const recipient = scene.recipients.of(audit.host);
  const canary = draft.canaryId === null ? undefined : scene.canaryOf.get(draft.canaryId);
  const attribution = attribute(scene.map, audit.host, scene.handset);
  const consent = consentOf(
    canary,
    purposeOf(attribution, scene.policy, draft.class),
    audit.atMs,
    scene.timeline,
  );
  const path = fieldPathOf(draft.route);
  const chance = chanceOf(draft, scene);
  const level = levelOf(draft, chance);
  const group = digestOf([
    draft.class,
    recipient.registrableDomain,
    audit.pathTemplate,
    withoutIndexes(path),
    draft.recipe,
    consent.purpose,
    consent.atSend,
  ]);
  const gate = { policy: scene.policy, review: scene.review, asOf: scene.session.startedAt };
  const judged = { class: draft.class, level, transport: audit.transport, consent, group };
  return {
    id: digestOf([draft.canaryId ?? draft.class, audit.id, draft.part, path]),
    group,
    flowId: audit.id,
    recipientId: recipient.id,
    class: draft.class,
    canaryId: draft.canaryId,
    masked: draft.masked,
    spelling: draft.spelling,
    level,
    part: draft.part,
    route: [...draft.route],
    at: draft.at,
    proof: proofOf(draft, chance),
    transport: audit.transport,
    consent,
    step: {
      atSend: scene.timeline.stepAt(audit.atMs),
      ofCanary: ofCanary(canary, audit.atMs, scene.timeline),
    },
    atMs: audit.atMs,
    policy: evaluate(judged, recipient, gate),
  };
};
