import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type CaptureWriter, openWriter } from '#capture/write';
import type { Collected } from '#collect/collect';
import { Failure, type FailureCode } from '#model/failure';
import { SIMULATED_NOTICE } from '#model/report';
import { checkOutput } from './check-output.ts';
import { type CollectCommandOptions, type CollectPlan, planFrom } from './collect-plan.ts';
import type { Console } from './console.ts';
import { installAdb } from './install-adb.ts';
import { watchInterrupts } from './interrupts.ts';
import { readPackageFacts } from './package-facts.ts';
import { safeNameFrom } from './safe-name.ts';
import { showSteps, type StepDisplay } from './show-steps.ts';
import { openStation } from './station/open-station.ts';
import type { Station } from './station/station.ts';

/** A capture that was made: its folder and the name of its session. */
export type Recorded = {
  readonly folder: string;
  readonly id: string;
  /** The line that stands first in every output of a twin run, else null. */
  readonly notice: string | null;
};

type Started = { readonly id: string; readonly startedAt: string };

/** `20261126-034512-redmi-class-33-7f3a`: when, what, and four digits so that two at once differ. */
const startedNow = ({ firmware, handset }: Station): Started => {
  const startedAt = new Date().toISOString();
  const [date = '', time = ''] = startedAt.replaceAll(/[-:]|\..*$/gu, '').split('T');
  const name = safeNameFrom(firmware ?? handset.codename);
  return { id: `${date}-${time}-${name}-${randomBytes(2).toString('hex')}`, startedAt };
};

type Bench = {
  readonly plan: CollectPlan;
  readonly station: Station;
  readonly writer: CaptureWriter;
  readonly started: Started;
  readonly signal: AbortSignal;
  readonly display: StepDisplay;
  readonly restoreFirst: boolean;
};

/** The driver's stack is loaded only here: it takes longer than to find a mistake on the command line. */
const collectAt = async (bench: Bench): Promise<Collected> => {
  const { plan, station, writer, started, signal, display, restoreFirst } = bench;
  const { collect } = await import('#collect/collect');
  const { scenarioSha256, ...planned } = plan;
  const { adb, serial, handset, lab, surroundings, seed, environment, simulated, firmware } = station;
  return collect({
    ...planned,
    ...{ adb, serial, handset, lab, surroundings, seed, environment, restoreFirst },
    signal: AbortSignal.any([signal, station.gone]),
    recording: writer,
    session: { ...started, simulated, firmware, scenarioSha256, version: readPackageFacts().version },
    caFolder: resolve('.phonehome', 'ca'),
    onPhase: display.onPhase,
    onStep: (progress) => {
      // A disk that takes nothing more makes every further step worthless.
      const fault = writer.failure();
      if (fault !== null) throw fault;
      display.onStep(progress);
    },
  });
};

/** Failures that may come of something beside the handset having ended. */
const FOLLOWS_A_LOSS: ReadonlySet<FailureCode> = new Set([
  'handset-lost',
  'handset-refused',
  'environment',
  'interrupted',
]);

/** What failed first: where the world around the handset is gone, that and not what the handset seemed to do. */
const firstFault = async (failure: Failure, { station, signal }: Bench): Promise<Failure> =>
  signal.aborted || !FOLLOWS_A_LOSS.has(failure.code) ? failure : ((await station.lost()) ?? failure);

const becameOf = (restored: boolean, { endsWithRun }: Station): string => {
  if (restored) return 'the handset was put back';
  return endsWithRun
    ? 'nothing is left to be put back: the twin ends with its run'
    : 'the handset was not put back: phonehome restore';
};

/** The failure of a collection, with what became of the handset and where the capture is. */
const failureOf = async ({ failure, restored }: Collected, bench: Bench): Promise<Failure | null> => {
  if (failure === null) return null;
  const { station, writer } = bench;
  const first = await firstFault(failure, bench);
  const kept = `what was recorded until then is kept: phonehome audit ${relative('.', writer.folder)}`;
  const remedy = [first.remedy, becameOf(restored, station), kept]
    .filter((line) => line !== undefined)
    .join('\n  ');
  return new Failure(first.code, first.message, { place: first.place, remedy, cause: failure });
};

/** Collects into an open capture and seals it; a run in which no handset was opened leaves no folder. */
const collectInto = async (bench: Bench, console: Console): Promise<Failure | null> => {
  const { writer, station } = bench;
  let collected: Collected;
  try {
    collected = await collectAt(bench);
  } catch (fault) {
    await writer.close().catch(() => undefined);
    await rm(writer.folder, { recursive: true, force: true });
    throw fault;
  }
  const notes = await station
    .finish(writer.folder, collected.session.leftChanged ?? [])
    .catch((fault: unknown) => [
      `the twin's ledger could not be kept: ${fault instanceof Error ? fault.name : 'unknown fault'}`,
    ]);
  for (const note of notes) console.note(note);
  await writer.close().catch(() => undefined);
  const { failure } = collected;
  return failureOf({ ...collected, failure: failure ?? writer.failure() }, bench);
};

/**
 * Makes one capture under `captures/` of the working directory or of `--out`.
 * @throws Failure of options, files, handset or a step; the capture is kept once a handset was opened
 */
export const recordSession = async (options: CollectCommandOptions, console: Console): Promise<Recorded> => {
  const plan = await planFrom(options);
  const captures = resolve(options.out ?? '.', 'captures');
  await checkOutput(captures, 'captures');
  if (options.install === true) await installAdb(console);
  using interrupts = watchInterrupts(() => {
    console.note('interrupted: putting the handset back');
  });
  await using station = await openStation(options, console);
  if (station.simulated) console.note(SIMULATED_NOTICE);
  const started = startedNow(station);
  const folder = join(captures, started.id);
  const writer = await openWriter(folder, station.surroundings.clock);
  using display = showSteps(console);
  const restoreFirst = options.restoreFirst ?? false;
  const bench = { plan, station, writer, started, signal: interrupts.signal, display, restoreFirst };
  const failure = await collectInto(bench, console);
  if (failure !== null) throw failure;
  return { folder, id: started.id, notice: station.simulated ? SIMULATED_NOTICE : null };
};
