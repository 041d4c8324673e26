import { Failure } from '#model/failure';
import type { Session } from '#model/session';
import { makeClosers, type Closers } from './closers.ts';
import type { CollectOptions } from './collect-options.ts';
import { clientVersion } from './handset/adb-version.ts';
import { makePlanter } from './handset/plant.ts';
import { restoreHandset } from './handset/restore.ts';
import { takeSnapshot } from './handset/snapshot.ts';
import { simRegion } from './facts.ts';
import { openHandset, type OpenHandset } from './open-handset.ts';
import { prepare, type Prepared } from './prepare.ts';
import { runScenario } from './scenario/run-scenario.ts';
import { earlySession, preparedSession } from './session-of.ts';

/** How collecting ended. What was recorded until then is a capture in every case. */
export type Collected = {
  readonly session: Session;
  /** Why the scenario did not reach its end, else null. */
  readonly failure: Failure | null;
  /** False: something could not be put back now; it stands in the journal. */
  readonly restored: boolean;
};

const asFailure = (fault: unknown): Failure =>
  fault instanceof Failure
    ? fault
    : new Failure('environment', 'collecting stopped on a fault', { cause: fault });

const adbVersionOf = async ({ shell }: OpenHandset): Promise<string> => {
  const { out } = await shell.adb.run(['version']);
  return `1.0.${String(clientVersion(out.toString('utf8')) ?? 0)}`;
};

/** The scenario itself, between two snapshots: what changes from here on is the owner's doing. */
const record = async (options: CollectOptions, opened: OpenHandset, prepared: Prepared): Promise<void> => {
  const { handset, scenario, lab, surroundings, recording, signal, onStep, idleMs } = options;
  await opened.journal.intend({ kind: 'scenario', ...(await takeSnapshot(opened.shell)) });
  const planter = makePlanter({
    seed: options.seed,
    region: lab?.region ?? simRegion(prepared.properties),
    ...(lab?.peer === undefined ? {} : { peer: lab.peer }),
    numbers: lab?.numbers ?? [],
  });
  await runScenario({
    ...{ handset, scenario, lab, surroundings, recording, signal, onStep, planter },
    ...{
      screens: prepared.screens,
      shell: opened.shell,
      journal: opened.journal,
      identity: prepared.identity,
    },
    ...(idleMs === undefined ? {} : { idleMs }),
  });
};

type Outcome = {
  readonly restored: boolean;
  readonly leftChanged: readonly string[];
  readonly fault: unknown;
};

/** Ends what was started and puts the handset back, whatever happened; never throws. */
const putBack = async (
  options: CollectOptions,
  { calmShell, journal }: OpenHandset,
  closers: { readonly first: Closers; readonly last: Closers },
): Promise<Outcome> => {
  options.onPhase('putting the handset back');
  await closers.first.closeAll();
  let outcome: Outcome;
  try {
    const { leftChanged } = await restoreHandset(calmShell, journal);
    outcome = { restored: true, leftChanged, fault: null };
  } catch (fault) {
    const leftChanged = ['not everything could be put back: run `phonehome restore`'];
    outcome = { restored: false, leftChanged, fault };
  }
  await closers.last.closeAll();
  await journal.close().catch(() => undefined);
  return outcome;
};

/**
 * Collects one capture: prepares the handset, runs the scenario, puts the handset back. Putting back always runs: after
 * success, a failing step, an interruption, a handset that has gone.
 * @throws Failure only when no handset was opened; later ones are in the outcome.
 */
export const collect = async (options: CollectOptions): Promise<Collected> => {
  const { recording } = options;
  let session = earlySession(options);
  await recording.session(session);
  await recording.canaries([]);
  const opened = await openHandset(options.adb, options);
  const closers = { first: makeClosers(), last: makeClosers() };
  let failure: Failure | null = null;
  try {
    const prepared = await prepare(options, opened, closers);
    session = await preparedSession(options, prepared, await adbVersionOf(opened));
    await recording.session(session);
    await record(options, opened, prepared);
  } catch (fault) {
    failure = options.signal.aborted ? new Failure('interrupted', 'interrupted') : asFailure(fault);
  }
  const { restored, leftChanged, fault } = await putBack(options, opened, closers);
  session = { ...session, leftChanged: [...leftChanged] };
  const unwritten = await recording.session(session).then(() => null, asFailure);
  return { session, failure: failure ?? (fault === null ? unwritten : asFailure(fault)), restored };
};
