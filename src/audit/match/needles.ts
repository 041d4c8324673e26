import type { DataClass } from '#model/data-class';
import type { NumberTable } from './numbers/number-table.ts';
import type { Filter } from './search/filter.ts';
import type { DigestTable } from './tokens/digest-table.ts';

/** What a match needs to know of a canary. `value` is raw. */
export type NeedleCanary = {
  readonly id: string;
  readonly class: DataClass;
  readonly value: string;
  readonly inversionCandidates: number | null;
};

/** Which canary a form or input is of (index), and its recipe and boundary (indexes), one number of each per form. */
export type Owners = { readonly canary: Int32Array; readonly recipe: Int32Array; readonly boundary: Int32Array };

/** Canaries compiled for search: plain data, its large tables in memory that worker threads share. */
export type Needles = {
  readonly canaries: readonly NeedleCanary[];
  /** Recipes by index, as DECISIONS.md explains them. */
  readonly recipes: readonly string[];
  /** Text and bytes of 7 bytes and more. */
  readonly filter: Filter;
  readonly patternOwners: Owners;
  /** Digit strings of 8 digits and more. */
  readonly numbers: NumberTable;
  readonly numberOwners: Owners;
  /** Digests of every normalised variant. */
  readonly digests: DigestTable;
  readonly inputOwners: Owners;
};
