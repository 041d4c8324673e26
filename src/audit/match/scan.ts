import type { Layer } from '../layer.ts';
import { scanDigests } from './scan-digests.ts';
import { makeKnownScanner, type KnownScanner } from './scan-known.ts';
import { noFinds } from './finds.ts';
import type { Match } from './match.ts';
import { matchPackages } from './packages.ts';
import { matchPairs } from './pairs.ts';
import type { Needles } from './compile.ts';
import { makeTokenCounts } from './tokens/token-counts.ts';

/** What was found in one flow's layers. */
export type Scan = {
  readonly matches: readonly Match[];
  /** Whole hash-like tokens seen, by `<alphabet>:<length>`: the chance formula counts them over the capture. */
  readonly tokens: ReadonlyMap<string, number>;
  /** Tokens of digest length that the salted search could not explain within its budget. */
  readonly unexplainedDigests: number;
};

/** When the flow was sent: ms since the epoch, null where unknown. */
export type Moment = { readonly wallMs: number | null };

// One scanner per compiled set: its workspace is reused from layer to layer.
const scanners = new WeakMap<Needles, KnownScanner>();

const scannerOf = (needles: Needles): KnownScanner => {
  const known = scanners.get(needles) ?? makeKnownScanner(needles);
  scanners.set(needles, known);
  return known;
};

/** Searches all layers of one flow for the known values, their digests, and shapes of unknown ones. */
export const scanLayers = (needles: Needles, layers: readonly Layer[], _moment: Moment): Scan => {
  const scanKnown = scannerOf(needles);
  const finds = noFinds();
  const tokens = makeTokenCounts();
  for (const layer of layers) {
    scanKnown(layer, finds);
    scanDigests(needles, layer, finds, tokens);
  }
  const matches = [
    ...finds.matches,
    ...matchPairs(needles, finds.pairs),
    ...matchPackages(needles, finds.packages),
  ];
  return { matches, tokens: tokens.toMap(), unexplainedDigests: 0 };
};
