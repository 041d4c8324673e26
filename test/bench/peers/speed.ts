import { auditFlow, compile } from '#audit/audit';
import { makeSearcher } from '#audit/match/search/searcher';
import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import { makeLoadedFlow } from '../../support/make-loaded-flow.ts';
import { drawIdentity } from '../recall/identity.ts';
import { seeded } from '../recall/random.ts';
import { indicatorsFrom, isFoundByTrackhar } from './trackhar.ts';

const IDENTIFIERS = 50;
const BODIES = 300;
const EVENTS = 40;
/** The search alone is too fast for one pass to be measured. */
const PASSES = 20;

/** MB per second of CPU, of the same bodies, with fifty identifiers. */
export type Speed = { readonly trackhar: number; readonly audit: number; readonly search: number };

const drawBodies = (seed: number): readonly Buffer[] => {
  const random = seeded(seed);
  return Array.from({ length: BODIES }, () =>
    Buffer.from(
      JSON.stringify({
        v: 4,
        events: Array.from({ length: 1 + random.below(EVENTS) }, () => ({
          name: `event-${random.below(50)}`,
          at: 1_764_150_000_000 + random.below(1_000_000),
          session: random.hex(16),
          screen: random.pick(['home', 'settings', 'contacts', 'player']),
          value: random.next(),
        })),
      }),
    ),
  );
};

const cpuSeconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** Measures TrackHAR, the whole audit and its multi-pattern search alone, which like TrackHAR looks at bodies as they stand. */
export const measureSpeed = (seed: number): Speed => {
  const random = seeded(seed);
  const identifiers: readonly Canary[] = [drawIdentity(random), drawIdentity(random)]
    .flatMap(({ canaries }) => canaries)
    .slice(0, IDENTIFIERS)
    .map((canary, index) => ({ ...canary, id: `identifier-${index}` }));
  const bodies = drawBodies(seed);
  const megabytes = bodies.reduce((sum, body) => sum + body.length, 0) / 1e6;
  const flows: readonly LoadedFlow[] = bodies.map((body) => makeLoadedFlow({ method: 'POST', body }));
  const indicators = indicatorsFrom(identifiers);
  const tables = compile(identifiers);
  let hits = 0;
  const searchIn = makeSearcher(tables.needles.filter, () => hits++);
  const search = (): void => bodies.forEach(searchIn);
  const audit = (): void =>
    flows.forEach((flow) => auditFlow(tables, flow, { startedAtMs: 0, secrets: { ssecurities: [] } }));
  search();
  audit();
  return {
    trackhar: megabytes / cpuSeconds(() => flows.forEach((flow) => isFoundByTrackhar(flow, indicators))),
    audit: megabytes / cpuSeconds(audit),
    search:
      (megabytes * PASSES) /
      cpuSeconds(() => {
        for (let pass = 0; pass < PASSES; pass++) search();
      }),
  };
};
