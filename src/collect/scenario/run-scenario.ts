import type { ConsentMap } from '#model/consent';
import { Failure } from '#model/failure';
import type { Step } from '#model/scenario';
import type { Mark } from '#model/session';
import { makeChoices } from './choose.ts';
import { noChoices } from './consents.ts';
import type { ScenarioContext } from './context.ts';
import { makeScreenKeeper, type ScreenKeeper } from './keep-screen.ts';
import { makeMoves, movesFor } from './perform.ts';
import { plantFor, type Planting } from './plant-step.ts';
import type { Values } from './values.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration such as 90s, 10m or 2h. */
const durationMs = (text: string): number => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);

const accountValues = ({ lab }: ScenarioContext): Values =>
  lab?.account === undefined
    ? new Map()
    : new Map([
        ['account.name', lab.account.name],
        ['account.password', lab.account.password],
      ]);

type Running = {
  readonly context: ScenarioContext;
  readonly startMs: number;
  readonly keeper: ScreenKeeper;
  consent: ConsentMap;
};

const mark = (
  running: Running,
  kind: Mark['kind'],
  step: Pick<Step, 'id' | 'title'>,
  more: Partial<Mark> = {},
): void => {
  const { recording } = running.context;
  recording.mark({
    atMs: recording.atMs(),
    hostMs: Math.round(performance.now() - running.startMs),
    kind,
    step: step.id,
    title: step.title,
    consent: { ...running.consent },
    ...more,
  });
};

const stimulate = async (
  context: ScenarioContext,
  step: Extract<Step, { stimulate: string }>,
  values: Values,
): Promise<void> => {
  const from = values.get('peer.number') ?? '';
  const text = values.get('message.text') ?? '';
  const stimulus =
    step.stimulate === 'incoming-sms' ? { kind: step.stimulate, from, text } : { kind: step.stimulate, from };
  await context.surroundings.stimulate(stimulus, context.signal);
  if (step.then !== undefined)
    await makeMoves(context.screens, movesFor(context.handset, step.then), values, context.signal);
};

const perform = async (running: Running, step: Step, values: Values): Promise<void> => {
  const { context } = running;
  if ('do' in step)
    return makeMoves(context.screens, movesFor(context.handset, step.do), values, context.signal);
  if ('stimulate' in step) return stimulate(context, step, values);
  if ('idle' in step)
    return context.surroundings.wait(context.idleMs ?? durationMs(step.idle), context.signal);
  const chosen = await makeChoices(context, running.keeper, step, values);
  running.consent = { ...running.consent, ...chosen.consent };
  mark(running, 'consent', step, { readBack: chosen.readBack });
};

/** Canaries and rows are on the disk before anything is entered: a run that is cut off can still be audited and undone. */
const prepare = async (context: ScenarioContext, planting: Planting): Promise<void> => {
  await context.recording.canaries([...context.identity, ...context.planter.canaries()]);
  for (const row of planting.rows) await context.journal.intend(row);
};

const runStep = async (running: Running, step: Step): Promise<void> => {
  const { context } = running;
  const planting = plantFor(context, step);
  await prepare(context, planting);
  const entered = context.planter.enteredBy(step.id);
  mark(running, 'step-start', step, entered.length === 0 ? {} : { canaries: [...entered] });
  await perform(running, step, new Map([...accountValues(context), ...planting.values]));
  mark(running, 'step-end', step);
};

/**
 * Runs a scenario to its end, writing a mark at each step's start and end, at each consent decision and at the end.
 * @throws Failure of the step that could not be done; what was recorded until then stays.
 */
export const runScenario = async (context: ScenarioContext): Promise<ConsentMap> => {
  const { scenario, handset } = context;
  const keeper = makeScreenKeeper(context.recording.folder, context.screens);
  const running: Running = { context, startMs: performance.now(), keeper, consent: noChoices(handset) };
  for (const [index, step] of scenario.steps.entries()) {
    if (context.signal.aborted) throw new Failure('interrupted', 'interrupted');
    context.onStep({ index, count: scenario.steps.length, title: step.title });
    await runStep(running, step);
  }
  mark(running, 'end', { id: 'end', title: 'the scenario has ended' });
  return running.consent;
};
