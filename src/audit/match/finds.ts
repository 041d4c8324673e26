import type { Layer } from '../layer.ts';
import { type Found, textAt } from './found.ts';
import { type Kept, makeKept } from './kept.ts';
import type { Match } from './match.ts';
import type { OpenToken } from './salted/open-token.ts';

/** One of the two numbers of a place or cell. `canary` is an index. */
export type PairFind = {
  readonly found: Found;
  readonly canary: number;
  readonly axis: number;
  readonly recipe: string;
};

/** The installed packages that a layer names, or whose digests it holds. `canaries` are indexes. */
export type PackageFinds = {
  readonly canaries: Set<number>;
  /** The one that stands first. */
  first: Match;
  /** Where the last one ends. */
  end: number;
};

/** Finds of one number that are compared with those of the other; a value sent more often is told once per field. */
const MOST_PAIR_FINDS = 200;
/** Different tokens of digest length that are kept of one flow. */
const MOST_OPEN = 100_000;
/** As many as are tried: hardly any of them was ever a digest. */
const MOST_CUT = 64;

/** What is found in one flow: matches, and what becomes a match only together with others. Bounded. */
export type Finds = {
  readonly kept: Kept;
  /** By canary and axis. */
  readonly pairs: Map<string, PairFind[]>;
  readonly packages: Map<Layer, PackageFinds>;
  /**
   * Tokens of digest length that are no digest of a known value alone, by their text. A token that decoding leaves as it
   * is stands in several layers; the deepest is the one to tell of.
   */
  readonly open: Map<string, OpenToken>;
  /** Tokens that may be such digests cut short, likewise: the first few. */
  readonly cut: Map<string, OpenToken>;
};

/** Nothing found yet. */
export const noFinds = (): Finds => ({
  kept: makeKept(),
  pairs: new Map(),
  packages: new Map(),
  open: new Map(),
  cut: new Map(),
});

/** Whether nothing was found, by itself or to be put together. */
export const isEmpty = ({ kept, pairs, packages, open, cut }: Finds): boolean =>
  kept.matches.length + pairs.size + packages.size + open.size + cut.size === 0;

/** Takes in one number of a pair. */
export const addPairFind = ({ pairs }: Finds, find: PairFind): void => {
  const key = `${String(find.canary)}:${String(find.axis)}`;
  const own = pairs.get(key) ?? [];
  pairs.set(key, own);
  if (own.length < MOST_PAIR_FINDS) own.push(find);
};

/** Takes in an installed package: its name or digest. `canary` is an index. */
export const addPackage = ({ packages }: Finds, canary: number, match: Match): void => {
  const end = match.offset + match.length;
  const known = packages.get(match.layer);
  if (known === undefined) {
    packages.set(match.layer, { canaries: new Set([canary]), first: match, end });
    return;
  }
  known.canaries.add(canary);
  if (match.offset < known.first.offset) known.first = match;
  known.end = Math.max(known.end, end);
};

/** Whether one more token that may be a digest cut short would be kept. */
export const hasRoomForCut = ({ cut }: Finds): boolean => cut.size < MOST_CUT;

/** Takes in a token that may be a digest cut short. */
export const addCut = ({ cut }: Finds, token: OpenToken): void => {
  cut.set(textAt(token.found), token);
};

/** Takes in a token of digest length. */
export const addOpen = ({ open, kept }: Finds, token: OpenToken): void => {
  const text = textAt(token.found);
  if (open.size < MOST_OPEN || open.has(text)) open.set(text, token);
  else kept.isCut = true;
};
