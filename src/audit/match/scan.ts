import type { Layer } from '../layer.ts';
import { locate } from '../decode/locate.ts';
import { makeTokenScanner } from './scan-digests.ts';
import { makeKnownScanner, type KnownScanner } from './scan-known.ts';
import { type Finds, noFinds } from './finds.ts';
import { textAt } from './found.ts';
import type { Match } from './match.ts';
import { matchPackages } from './packages.ts';
import { matchPairs } from './pairs.ts';
import { forEachDotted } from './places/dotted-reader.ts';
import { addCoordinate } from './places/known-places.ts';
import { type OpenToken, searchSalted } from './salted/search-salted.ts';
import { makeShapeScanner, type ShapeScanner } from './shapes/scan-shapes.ts';
import { isSentForwards } from './shapes/sent-forwards.ts';
import { forEachWord } from './tokens/token-reader.ts';
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

const UUID_LENGTH = 36;

// A token that decoding leaves as it is stands in several layers; the deepest is the one to tell of.
const distinctTokens = (open: readonly OpenToken[]): readonly OpenToken[] => {
  const byText = new Map<string, OpenToken>();
  for (const token of open) byText.set(textAt(token.found), token);
  return [...byText.values()];
};

// Digits read backwards are no number of the field they stand in: the name has to be reversed with them.
const isNamedAlike = ({ layer, offset, length }: Match): boolean =>
  layer.link.step !== 'reverse' || locate(layer, offset, length) !== null;

type Dotted = { readonly finds: Finds; readonly shapes: ShapeScanner; readonly isShaped: boolean };

const scanDotted = (needles: Needles, layer: Layer, { finds, shapes, isShaped }: Dotted): void => {
  forEachDotted(layer.bytes, {
    onDecimal: (from, to) => {
      addCoordinate(needles, { layer, offset: from, length: to - from }, finds);
      if (isShaped) shapes.takeDecimal(layer, from, to);
    },
    onAddress: (from, to) => {
      if (isShaped) shapes.takeAddress(layer, from, to);
    },
  });
};

/** Searches all layers of one flow for the known values, their digests, and shapes of unknown ones. */
export const scanLayers = (needles: Needles, layers: readonly Layer[], moment: Moment): Scan => {
  const scanKnown = scannerOf(needles);
  const finds = noFinds();
  const counts = makeTokenCounts();
  const shapes = makeShapeScanner(layers);
  for (const layer of layers) {
    scanKnown(layer, finds);
    const tokens = makeTokenScanner(needles, layer, counts);
    const isShaped = !isSentForwards(layer);
    forEachWord(layer.bytes, {
      onToken: (alphabet, from, to) => {
        tokens.take(alphabet, from, to);
        if (to - from !== UUID_LENGTH) return;
        tokens.takeUuid(from, to);
        if (isShaped) shapes.takeUuid(layer, from, to);
      },
      onId: (kind, from, to) => {
        if (isShaped) shapes.takeId(layer, kind, from, to);
      },
    });
    tokens.finish(finds);
    if (isShaped || needles.coordinates.length > 0) scanDotted(needles, layer, { finds, shapes, isShaped });
    shapes.takeLayer(layer);
  }
  const salted = searchSalted(needles, layers, distinctTokens(finds.open), moment.wallMs);
  const matches = [
    ...finds.matches,
    ...salted.matches,
    ...matchPairs(needles, finds.pairs),
    ...matchPackages(needles, finds.packages),
    ...shapes.matches().filter(isNamedAlike),
  ];
  return { matches, tokens: counts.toMap(), unexplainedDigests: salted.unexplained };
};
