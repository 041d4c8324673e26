import type { StepName } from '#model/route';
import { undoWith, type UndoInto } from './gather.ts';
import { formInto, percentInto } from './percent.ts';
import { unescapeInto } from './unescape.ts';

const UNDO = new Map<StepName, UndoInto>([
  ['json', unescapeInto],
  ['escape', unescapeInto],
  ['form', formInto],
  ['percent', percentInto],
]);

/** The bytes of a field, undone: the steps that only cut a field out leave them as they are. */
export const undoField = (step: StepName, bytes: Buffer): Buffer => {
  const undo = UNDO.get(step);
  return undo === undefined ? bytes : undoWith(undo, bytes);
};
