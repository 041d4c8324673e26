import type { Budget, Child, Limits } from '../layer.ts';

/** A fresh account of work. */
export const makeBudget = (limits: Limits): Budget => ({ limits, layers: 0, bytes: 0, hit: new Set() });

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
