import type { Mark } from '#model/session';

/** A mark at the start of a step, with no consent known. */
export const makeMark = (overrides: Partial<Mark> = {}): Mark => ({
  atMs: 0,
  hostMs: 0,
  kind: 'step-start',
  step: 'step-1',
  consent: {},
  ...overrides,
});
