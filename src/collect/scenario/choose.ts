import type { ConsentMap } from '#model/consent';
import type { Step } from '#model/scenario';
import { agrees, choicesOf, type Choice } from './consents.ts';
import type { ScenarioContext } from './context.ts';
import type { ScreenKeeper } from './keep-screen.ts';
import { makeMoves, movesFor } from './perform.ts';
import type { Values } from './values.ts';

export type ChooseStep = Extract<Step, { choose: unknown }>;

/** What the owner decided, and whether the handset's own settings say the same. */
export type Chosen = { readonly consent: ConsentMap; readonly readBack: Readonly<Record<string, boolean>> };

const choose = async (
  context: ScenarioContext,
  keeper: ScreenKeeper,
  { purpose, state, moves }: Choice,
  values: Values,
): Promise<void> => {
  // The last move is the decision: what stands on the screen before it is what the owner was shown.
  await makeMoves(context.screens, moves.slice(0, -1), values, context.signal);
  await keeper.screen(`${purpose}-${state}-asked`);
  await makeMoves(context.screens, moves.slice(-1), values, context.signal);
  await keeper.screen(`${purpose}-${state}`);
};

const readBackOf = async (
  context: ScenarioContext,
  keeper: ScreenKeeper,
  step: ChooseStep,
  choices: readonly Choice[],
): Promise<Record<string, boolean>> => {
  const agreed: Record<string, boolean> = {};
  const rows = [];
  for (const { purpose, state, consent } of choices) {
    const { readBack } = consent;
    if (readBack === undefined) continue;
    const { table, key } = readBack;
    const value = await context.shell.setting(table, key);
    agreed[purpose] = agrees(readBack, value, state);
    rows.push({ purpose, state, table, key, value, agrees: agreed[purpose] });
  }
  await keeper.readings(`${step.id}-settings`, rows);
  return agreed;
};

/** Makes the choices of a step: each with its screens kept, then all read back from the handset's settings. */
export const makeChoices = async (
  context: ScenarioContext,
  keeper: ScreenKeeper,
  step: ChooseStep,
  values: Values,
): Promise<Chosen> => {
  const { handset, screens, signal } = context;
  if (step.at !== undefined) await makeMoves(screens, movesFor(handset, step.at), values, signal);
  const choices = choicesOf(handset, step.choose);
  for (const choice of choices) await choose(context, keeper, choice, values);
  if (step.then !== undefined) await makeMoves(screens, movesFor(handset, step.then), values, signal);
  const readBack = await readBackOf(context, keeper, step, choices);
  const consent = Object.fromEntries(choices.map(({ purpose, state }) => [purpose, state]));
  return { consent, readBack };
};
