import type { Canary } from '#model/canary';
import type { Console } from './console.ts';
import type { Input } from '#capture/input';
import type { OpenStore } from '#audit/store';
import type { Report } from '#model/report';
import type { HandsetFacts } from '#model/session';
import { addFlow, createTally, type Tally } from '#audit/tally';
import { type Job, openPool } from './audit-pool.ts';
import { compile, type Tables } from '#audit/audit';
import { counted } from '#report/amounts';
import { Failure } from '#model/failure';
import { giveBack } from './give-back.ts';
import { learnSecrets, NO_SECRETS } from '#audit/decode/secrets';
import { openPlaces, type Places } from '#devices/places';
import { placeAgeWarning } from '#devices/place-age';
import { readCanaries } from '#devices/read-canaries';
import { readHosts } from '#devices/read-hosts';
import { readPackageFacts } from './package-facts.ts';
import { readPolicy, readReview } from '#devices/read-policy';
import { reportFrom } from '#audit/report-from';
import { safeNameFrom } from './safe-name.ts';
import { withSafeFlowIds } from './safe-flow-ids.ts';

/** The files and facts that shape an audit; all have shipped defaults. */
export type AuditFiles = {
  readonly canaries?: string;
  readonly hosts?: string;
  readonly policy?: string;
  readonly review?: string;
  readonly geo?: string;
  readonly region?: string;
  readonly brand?: string;
  readonly workers?: number;
};

const percentOf = (input: Input): string =>
  input.byteLength === 0
    ? ''
    : ` ${String(Math.min(100, Math.floor((input.readBytes() / input.byteLength) * 100)))} %`;

type Known = { readonly canaries: readonly Canary[]; readonly tables: Tables };

/** Keys are learnt in the order of the flows, so that the outcome does not hang on the number of threads. */
async function* jobsOf(input: Input): AsyncGenerator<Job> {
  let secrets = NO_SECRETS;
  for await (const loaded of input.flows()) {
    secrets = learnSecrets(secrets, loaded);
    yield { loaded, surround: { startedAtMs: input.startedAtMs(), secrets } };
  }
}

/** Progress is told after so many flows each time: threads give them in batches. */
const FLOWS_PER_WORD = 64;

const flowsIn = ({ audits }: Tally): string => counted(audits.length, 'flow');

/** How an audit talks, and where it puts aside what it finds. */
export type Desk = { readonly console: Console; readonly openStore: OpenStore };

const auditFlows = async (input: Input, files: AuditFiles, known: Known, desk: Desk): Promise<Tally> => {
  const size = { byteLength: input.byteLength, workers: files.workers };
  // Gone with its threads before the report is made.
  await using pool = openPool(known.tables, known.canaries, size);
  const tally = createTally(desk.openStore());
  let seen = 0;
  for await (const audit of pool.auditAll(jobsOf(withSafeFlowIds(input, known.tables.known.scrub)))) {
    addFlow(tally, audit);
    seen += 1;
    if (seen % FLOWS_PER_WORD === 0) desk.console.progress(`auditing${percentOf(input)}: ${flowsIn(tally)}`);
  }
  desk.console.note(`audited ${flowsIn(tally)}`);
  return tally;
};

const handsetOf = (input: Input, brand: string | undefined): HandsetFacts => {
  const facts = input.session?.handset ?? {};
  return brand === undefined ? facts : { ...facts, brand };
};

const UNRECORDED = { firmware: null, simulated: false, scenario: null, leftChanged: [] } as const;

const startOf = (input: Input): string | null => {
  const startedAtMs = input.startedAtMs();
  return input.session?.startedAt ?? (startedAtMs === null ? null : new Date(startedAtMs).toISOString());
};

const sessionOf = (input: Input, handset: HandsetFacts, name: string): Omit<Report['session'], 'minutes'> => {
  const { firmware, simulated, scenario, leftChanged = [] } = input.session ?? UNRECORDED;
  return {
    id: input.session?.id ?? name,
    startedAt: startOf(input),
    handset,
    firmware,
    simulated,
    scenario,
    marks: [...input.marks],
    leftChanged: [...leftChanged],
  };
};

const knownValues = async (input: Input, files: AuditFiles): Promise<readonly Canary[]> => {
  if (files.region !== undefined && !/^[A-Z]{2}$/u.test(files.region)) {
    const remedy = 'give a country code such as IN';
    throw new Failure('usage', '--region: two capital letters are expected', { remedy });
  }
  return files.canaries === undefined ? (input.canaries ?? []) : readCanaries(files.canaries, files.region);
};

const UNFINISHED =
  'The scenario was cut off before its end: what its missing steps would have shown is not known.';

const isUnfinished = ({ session, marks }: Input): boolean =>
  typeof session?.scenario === 'string' && !marks.some(({ kind }) => kind === 'end');

const notesOn = (input: Input, places: Places, startedAt: string | null): readonly string[] => {
  const age = placeAgeWarning(places.date, startedAt);
  return [...(isUnfinished(input) ? [UNFINISHED] : []), ...(age === null ? [] : [age])];
};

const readRules = async (files: AuditFiles) => ({
  hosts: await readHosts(files.hosts),
  hostsLabel: files.hosts === undefined ? 'shipped with phonehome' : 'given by --hosts',
  policy: await readPolicy(files.policy),
  review: files.review === undefined ? null : await readReview(files.review),
  places: await openPlaces(files.geo),
});

/** Audits everything that an input holds. @throws Failure for files that cannot be read. */
export const auditInput = async (input: Input, files: AuditFiles, desk: Desk): Promise<Report> => {
  const rules = await readRules(files);
  const canaries = await knownValues(input, files);
  const tables = compile(canaries);
  giveBack();
  const tally = await auditFlows(input, files, { canaries, tables }, desk);
  const { scrub } = tables.known;
  const name = safeNameFrom(scrub(input.name));
  const handset = handsetOf(input, files.brand);
  const session = sessionOf(input, handset, name);
  const { connections, losses, notes = [] } = input.ledger();
  const context = {
    ...rules,
    connections,
    losses,
    tool: readPackageFacts(),
    session,
    handset,
    input: { name, format: input.format, sha256: input.sha256 },
    tools: input.session?.tools ?? {},
    canaries,
    needles: tables.needles,
    scrub,
    controls: input.session?.controls ?? null,
    notes: [...notesOn(input, rules.places, session.startedAt), ...notes],
  };
  return reportFrom(tally, context, desk.openStore);
};
