import type { BlindSpot } from '#model/blind-spot';
import type { Canary } from '#model/canary';
import type { Finding } from '#model/finding';
import type { Connection, Loss } from '#model/flow';
import type { Hosts } from '#model/hosts';
import type { Policy, Review } from '#model/policy';
import type { FlowRow, Report } from '#model/report';
import type { Controls, HandsetFacts, Mark } from '#model/session';
import type { FlowAudit } from './flow-audit.ts';
import type { Needles } from './match/compile.ts';
import type { Places } from './places.ts';
import type { OpenStore } from './store.ts';
import type { Scrub } from './mask.ts';
import type { Tally } from './tally.ts';
import { REPORT_VERSION, SIMULATED_NOTICE } from '#model/report';
import { DEFAULT_LIMITS } from './decode/peel.ts';
import { compileHosts } from './attribute/compile-hosts.ts';
import { conclude } from './verdict.ts';
import { auditsByTime, coverageOf } from './tally.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { findingFrom, type Scene } from './finding-from.ts';
import { recipientsFrom } from './recipients-from.ts';
import { unsoughtOf } from './match/unsought.ts';
import { summarise } from './summarise.ts';
import { timelineFrom } from './timeline.ts';

/** All that a report says beside what the flows say. */
export type Context = {
  readonly tool: Report['tool'];
  readonly session: Omit<Report['session'], 'minutes'>;
  readonly handset: HandsetFacts;
  readonly input: Report['method']['input'];
  readonly tools: Readonly<Record<string, string>>;
  readonly canaries: readonly Canary[];
  readonly needles: Needles;
  readonly scrub: Scrub;
  readonly hosts: Hosts;
  readonly hostsLabel: string;
  readonly policy: Policy;
  readonly review: Review | null;
  readonly places: Places | null;
  readonly controls: Controls | null;
  readonly connections: readonly Connection[];
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

const NOT_RUN = { passed: null, why: 'not run' } as const;

const minutesOf = (marks: readonly Mark[], { atMs: sent }: Tally): number => {
  const end = sent.reduce((last, atMs) => Math.max(last, atMs), 0);
  return Math.round((marks.reduce((last, { atMs }) => Math.max(last, atMs), end) / 60_000) * 100) / 100;
};

const countByClass = (canaries: readonly Canary[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { class: name } of canaries) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const rowFrom = (audit: FlowAudit, recipientId: string): FlowRow => ({
  id: audit.id,
  atMs: audit.atMs,
  method: audit.method,
  urlMasked: audit.urlMasked,
  recipientId,
  status: audit.status,
  bytesOut: audit.bytesOut,
  read: audit.kind === 'http' && audit.blind.length === 0,
  app: audit.app,
});

const MOST_NAMED = 10;

// A value that cannot be searched for must not pass for one that was not detected.
const unsoughtNote = (unsought: ReadonlySet<Canary>): readonly string[] => {
  if (unsought.size === 0) return [];
  const ids = Array.from(unsought, ({ id }) => id);
  const more = ids.length > MOST_NAMED ? ` and ${String(ids.length - MOST_NAMED)} more` : '';
  return [
    `Not searched for, since too short or not written as values of their class are: ${ids.slice(0, MOST_NAMED).join(', ')}${more}.`,
  ];
};

const methodFrom = (context: Context, unsought: ReadonlySet<Canary>): Report['method'] => ({
  input: context.input,
  tools: context.tools,
  policy: context.policy.name,
  hosts: context.hostsLabel,
  places: context.places?.label ?? null,
  canaries: countByClass(context.canaries.filter((canary) => !unsought.has(canary))),
  bounds: { ...DEFAULT_LIMITS },
  losses: [...context.losses],
  notes: [...unsoughtNote(unsought), ...context.notes],
});

const sceneFrom = (tally: Tally, audits: Iterable<FlowAudit>, context: Context): Scene => {
  const map = compileHosts(context.hosts);
  return {
    ...context,
    canaryOf: new Map(context.canaries.map((canary) => [canary.id, canary])),
    map,
    recipients: recipientsFrom(audits, { ...context, map }),
    timeline: timelineFrom(context.session.marks),
    tokens: tally.tokens,
    searchedBytes: Math.max(1, tally.content.read),
  };
};

type Lists = {
  readonly flows: Shelf<FlowRow>;
  readonly findings: Shelf<Finding>;
  readonly blindSpots: Shelf<BlindSpot>;
};

/** Puts the rows of each audit into the lists, and gives every finding on its way. */
function* fillLists(lists: Lists, audits: Iterable<FlowAudit>, scene: Scene): Generator<Finding> {
  for (const audit of audits) {
    const recipientId = scene.recipients.of(audit.host).id;
    lists.flows.add(rowFrom(audit, recipientId));
    for (const spot of audit.blind) lists.blindSpots.add({ flowId: audit.id, recipientId, ...spot });
    for (const draft of audit.drafts) {
      const finding = findingFrom(draft, audit, scene);
      lists.findings.add(finding);
      yield finding;
    }
  }
}

// Counts, of findings that go through, those that each rule forbids.
const countRules = () => {
  const counts = new Map<string, number>();
  function* through(findings: Iterable<Finding>): Generator<Finding> {
    for (const finding of findings) {
      const { forbidden, rule } = finding.policy;
      if (forbidden) counts.set(rule, (counts.get(rule) ?? 0) + 1);
      yield finding;
    }
  }
  return { counts, through };
};

/** The whole outcome, from the sums of all flows and what is known around them; its long lists stay in stores. */
export const reportFrom = (tally: Tally, context: Context, openStore: OpenStore): Report => {
  const { session, policy } = context;
  const audits = auditsByTime(tally);
  const scene = sceneFrom(tally, audits, context);
  const lists: Lists = {
    flows: createShelf(openStore()),
    findings: createShelf(openStore()),
    blindSpots: createShelf(openStore()),
  };
  const rules = countRules();
  const summary = summarise(rules.through(fillLists(lists, audits, scene)));
  const coverage = coverageOf(tally.content, context.connections);
  const controls = context.controls ?? { positive: NOT_RUN, negative: NOT_RUN };
  const minutes = minutesOf(session.marks, tally);
  const isAllLost = tally.audits.length === 0 && context.losses.length > 0;
  const unsought = unsoughtOf(context.canaries, context.needles);
  const hasKnownValues = context.canaries.length > unsought.size;
  const circumstances = { controls, policy, minutes, isAllLost, hasKnownValues };
  const outcome = conclude({ summary, rules: rules.counts }, coverage, circumstances);
  return {
    reportVersion: REPORT_VERSION,
    notice: session.simulated ? SIMULATED_NOTICE : null,
    tool: context.tool,
    ...outcome,
    reasons: [...outcome.reasons],
    session: { ...session, minutes },
    method: methodFrom(context, unsought),
    summary,
    recipients: [...scene.recipients.all],
    ...lists,
    coverage,
    controls,
  };
};
