import type { StepName } from '#model/route';
import type { Budget, Child, Limits } from '../layer.ts';

/** Bytes that may be read once more in another way, however few were sent. */
const RECODED_FLOOR = 4 * 1024 * 1024;

/** Steps whose output may be longer than what they undo by any factor. */
export const EXPANDING: ReadonlySet<StepName> = new Set<StepName>([
  'gzip',
  'zlib',
  'deflate',
  'brotli',
  'zstd',
  'snappy',
  'zip',
]);

/** A fresh account of work. */
export const makeBudget = (limits: Limits): Budget => ({
  limits,
  layers: 0,
  bytes: 0,
  given: 0,
  recoded: 0,
  hit: new Set(),
});

/** Bytes that may still be made. */
export const allowance = (budget: Budget): number => Math.max(0, budget.limits.bytes - budget.bytes);

/** Whether so many bytes may still be made; where not, the bound is noted. */
export const canAfford = (budget: Budget, byteLength: number): boolean => {
  if (byteLength <= allowance(budget)) return true;
  budget.hit.add('bytes');
  return false;
};

/** Books work done: bytes made or, in an attempt that failed, bytes looked at. */
export const spend = (budget: Budget, byteLength: number): void => {
  budget.bytes += byteLength;
};

/**
 * Lets a decoder that finds several streams in one layer spend as it makes them, so that they share what is left; what
 * its children hold is booked again when they become layers.
 */
export const bookedTogether = (budget: Budget, make: (own: Budget) => readonly Child[]): readonly Child[] => {
  const own = { ...budget };
  const children = make(own);
  const made = children.reduce((sum, { bytes }) => sum + bytes.length, 0);
  budget.bytes = Math.max(budget.bytes, own.bytes - made);
  return children;
};

/** Whether one more layer can be taken in beside these; where not, the bound is noted. */
export const hasRoomFor = ({ limits, layers, hit }: Budget, children: number): boolean => {
  if (layers + children < limits.layers) return true;
  hit.add('layers');
  return false;
};

/**
 * Whether a child may become a layer: encodings that hardly change the length of what they undo, such as escapes, charsets
 * and reversal, may lead from each into each other. Books it; where there is no room, the bound is noted.
 */
export const takeIn = (budget: Budget, { bytes, link }: Child): boolean => {
  const mostRecoded = Math.max(RECODED_FLOOR, budget.limits.rereads * budget.given);
  if (EXPANDING.has(link.step)) budget.given += bytes.length;
  else if (budget.recoded + bytes.length > mostRecoded) {
    budget.hit.add('bytes');
    return false;
  } else budget.recoded += bytes.length;
  budget.layers++;
  spend(budget, bytes.length);
  return true;
};
