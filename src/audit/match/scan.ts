import type { Layer } from '../layer.ts';
import { linkOfField } from '../decode/route/locate.ts';
import { makeTokenScanner } from './scan-digests.ts';
import { makeKnownScanner, type KnownScanner } from './scan-known.ts';
import { type Finds, isEmpty, noFinds } from './finds.ts';
import type { Match } from './match.ts';
import { matchPackages } from './packages.ts';
import { matchPairs } from './pairs.ts';
import { forEachDotted } from './places/dotted-reader.ts';
import { addCoordinate, isMirroredCoordinate } from './places/known-places.ts';
import { type OpenTokens, searchSalted } from './salted/search-salted.ts';
import { isNamedBehind, mayShapeBackwards } from './shapes/backwards.ts';
import { makeShapeScanner, type ShapeScanner } from './shapes/scan-shapes.ts';
import { isDocument, isSentForwards } from './shapes/sent-forwards.ts';
import { forEachWord } from './tokens/token-reader.ts';
import type { Needles } from './compile.ts';
import { type KindCount, makeTokenCounts, type TokenCounts } from './tokens/token-counts.ts';

/** What was found in one flow's layers. */
export type Scan = {
  readonly matches: readonly Match[];
  /** Whole hash-like tokens seen, by `<alphabet>:<length>`: the chance formula counts them over the capture. */
  readonly tokens: ReadonlyMap<string, number>;
  /** Tokens of digest length that the salted search could not explain within its budget. */
  readonly unexplainedDigests: number;
  /** Whether there was more than is kept. */
  readonly isCut: boolean;
};

/** When the flow was sent: ms since the epoch, null where unknown. */
export type Moment = { readonly wallMs: number | null };

/** What the search of a layer comes to that holds nothing: tokens that were counted, and fields that were named. */
export type Trace = { readonly tokens: readonly KindCount[]; readonly named: number };

/** The search of one flow, layer by layer. */
export type Scanner = {
  /** Searches one layer; true where something in it may read backwards. */
  readonly take: (layer: Layer) => boolean;
  /** What was counted so far; null where anything was found, or may be together with something else. */
  readonly trace: () => Trace | null;
  /** Counts what was counted in a layer like one of this flow, in place of searching it. */
  readonly follow: (trace: Trace) => void;
  /** What was found, once all layers were taken. */
  readonly finish: (layers: readonly Layer[], moment: Moment) => Scan;
};

// One scanner per compiled set: its workspace is reused from layer to layer.
const scanners = new WeakMap<Needles, KnownScanner>();

const scannerOf = (needles: Needles): KnownScanner => {
  const known = scanners.get(needles) ?? makeKnownScanner(needles);
  scanners.set(needles, known);
  return known;
};

// Digits read backwards are no number of the field they stand in: the name has to be reversed with them.
const isNamedAlike = ({ layer, offset, length }: Match): boolean =>
  layer.link.step !== 'reverse' || linkOfField(layer, offset, length) !== null;

type Work = {
  readonly needles: Needles;
  readonly finds: Finds;
  readonly counts: TokenCounts;
  readonly shapes: ShapeScanner;
};

/** How a layer is looked at: for shapes at all, and for shapes that read backwards. */
type Look = { readonly isShaped: boolean; readonly isMirrorShaped: boolean };

const lookAt = (layer: Layer): Look => {
  const isShaped = !isSentForwards(layer);
  return { isShaped, isMirrorShaped: layer.link.step !== 'reverse' && !isDocument(layer.bytes) };
};

const scanDotted = ({ needles, finds, shapes }: Work, layer: Layer, look: Look): boolean => {
  const { bytes } = layer;
  let isBackwards = false;
  forEachDotted(bytes, {
    onDecimal: (from, to) => {
      addCoordinate(needles, { layer, offset: from, length: to - from }, finds);
      if (look.isShaped) shapes.takeDecimal(layer, from, to);
    },
    onMirrored: (from, to) => {
      isBackwards ||=
        (look.isMirrorShaped && isNamedBehind(bytes, to)) ||
        isMirroredCoordinate(needles, { layer, offset: from, length: to - from });
    },
    onAddress: (from, to) => {
      if (look.isShaped) shapes.takeAddress(layer, from, to);
      isBackwards ||= look.isMirrorShaped && isNamedBehind(bytes, to);
    },
  });
  return isBackwards;
};

const scanWords = (work: Work, layer: Layer, look: Look): boolean => {
  const { needles, shapes } = work;
  const tokens = makeTokenScanner(needles, layer, work);
  let isBackwards = false;
  forEachWord(layer.bytes, {
    onToken: (alphabet, from, to) => {
      tokens.take(alphabet, from, to);
    },
    onUuid: (from, to) => {
      tokens.takeUuid(from, to);
      if (look.isShaped) shapes.takeUuid(layer, from, to);
      isBackwards ||= look.isMirrorShaped && isNamedBehind(layer.bytes, to);
    },
    onId: (kind, from, to) => {
      if (look.isShaped) shapes.takeId(layer, kind, from, to);
      isBackwards ||= look.isMirrorShaped && isNamedBehind(layer.bytes, to);
    },
  });
  return tokens.finish() || isBackwards;
};

// Of bytes that are no text the known ones, and digests.
const scanSealed = (work: Work, layer: Layer): boolean => {
  scannerOf(work.needles)(layer, work.finds);
  makeTokenScanner(work.needles, layer, work).finish();
  return false;
};

const scanLayer = (work: Work, layer: Layer): boolean => {
  if (layer.isSealed === true) return scanSealed(work, layer);
  const look = lookAt(layer);
  const isKnown = scannerOf(work.needles)(layer, work.finds);
  const isWord = scanWords(work, layer, look);
  const isDotted = (look.isShaped || work.needles.coordinates.length > 0) && scanDotted(work, layer, look);
  work.shapes.takeLayer(layer);
  return isKnown || isWord || isDotted || (look.isMirrorShaped && mayShapeBackwards(layer.bytes));
};

const openOf = ({ open, cut }: Finds): OpenTokens => ({
  whole: [...open.values()],
  cut: [...cut.values()],
});

/** A search of one flow's layers for the known values, their digests, and shapes of unknown ones. */
export const makeScanner = (needles: Needles, roots: readonly Layer[]): Scanner => {
  const work = { needles, finds: noFinds(), counts: makeTokenCounts(), shapes: makeShapeScanner(roots) };
  const { finds, shapes, counts } = work;
  const finish = (layers: readonly Layer[], { wallMs }: Moment): Scan => {
    const salted = searchSalted(needles, layers, openOf(finds), wallMs);
    const matches = [
      ...finds.kept.matches,
      ...salted.matches,
      ...matchPairs(needles, finds.pairs),
      ...matchPackages(needles, finds.packages),
      ...shapes.matches().filter(isNamedAlike),
    ];
    const isCut = finds.kept.isCut || shapes.isCut();
    return { matches, tokens: counts.toMap(), unexplainedDigests: salted.unexplained, isCut };
  };
  return {
    take: (layer) => scanLayer(work, layer),
    trace: () =>
      isEmpty(finds) && shapes.isEmpty() ? { tokens: counts.all(), named: shapes.names.spent() } : null,
    follow: (trace) => {
      counts.addAll(trace.tokens);
      shapes.names.spend(trace.named);
    },
    finish,
  };
};
