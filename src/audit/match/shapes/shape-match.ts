import type { DataClass } from '#model/data-class';
import { bitsOf } from '../bits.ts';
import { type Found, textAt } from '../found.ts';
import type { Match } from '../match.ts';

/** A match of which only the shape is known: level C, with its reason. */
export const shapeMatch = (found: Found, dataClass: DataClass, reasoning: string): Match => ({
  class: dataClass,
  canaryId: null,
  spelling: 'shape',
  recipe: 'shape',
  level: 'C',
  bits: bitsOf(textAt(found)),
  compared: null,
  share: 1,
  reasoning,
  inversionCandidates: null,
  ...found,
});
