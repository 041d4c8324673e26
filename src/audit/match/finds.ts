import type { Found } from './found.ts';
import type { Match } from './match.ts';
import type { OpenToken } from './salted/search-salted.ts';

/** One of the two numbers of a place or cell. `canary` is an index. */
export type PairFind = {
  readonly found: Found;
  readonly canary: number;
  readonly axis: number;
  readonly recipe: string;
};

/** One installed package's name or its digest. `canary` is an index. */
export type PackageFind = { readonly found: Found; readonly canary: number; readonly match: Match };

/** What is found in one flow: matches, and what becomes a match only together with others. */
export type Finds = {
  readonly matches: Match[];
  readonly pairs: PairFind[];
  readonly packages: PackageFind[];
  /** Tokens of digest length that are no digest of a known value alone. */
  readonly open: OpenToken[];
};

/** Nothing found yet. */
export const noFinds = (): Finds => ({ matches: [], pairs: [], packages: [], open: [] });
