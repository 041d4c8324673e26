import type { Budget, Limits } from '../layer.ts';

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
