import { Failure } from '#model/failure';
import type { Handset, Move } from '#model/handset';
import type { Screens } from '../driver/screens.ts';
import { fillTemplate, type Values } from './values.ts';

const unless = async (optional: boolean | undefined, screens: Screens, element: string): Promise<boolean> =>
  optional === true && !(await screens.isShown(element));

const makeMove = async (screens: Screens, move: Move, values: Values): Promise<void> => {
  if ('open' in move) return screens.open(move.open);
  if ('tap' in move) {
    if (!(await unless(move.optional, screens, move.tap))) await screens.tap(move.tap);
  } else if ('type' in move) {
    if (!(await unless(move.optional, screens, move.type)))
      await screens.type(move.type, fillTemplate(move.text, values));
  } else if ('dial' in move) await screens.dial(fillTemplate(move.dial, values));
  else if ('expect' in move) await screens.waitFor(move.expect);
  else if ('toggle' in move) await screens.toggle(move.toggle, move.to === 'on');
  else for (let times = 0; times < move.back; times += 1) await screens.back();
};

/** Makes moves in order. @throws Failure of the first that cannot be made, or `interrupted`. */
export const makeMoves = async (
  screens: Screens,
  moves: readonly Move[],
  values: Values,
  signal: AbortSignal,
): Promise<void> => {
  for (const move of moves) {
    if (signal.aborted) throw new Failure('interrupted', 'interrupted');
    await makeMove(screens, move, values);
  }
};

/** How a handset does what a scenario asks for. @throws Failure `not-found`. */
export const movesFor = (handset: Handset, intention: string): readonly Move[] => {
  const moves = handset.intentions[intention];
  if (moves !== undefined) return moves;
  throw new Failure('not-found', `the handset file ${handset.codename} does not say how to "${intention}"`, {
    remedy: `add it to intentions in devices/handsets/${handset.codename}.yaml`,
  });
};
