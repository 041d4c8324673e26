import type { Layer } from '#audit/layer';
import type { Needles } from '#audit/match/compile';
import { makeScanner, type Moment, type Scan } from '#audit/match/scan';

/** Searches all layers of one flow, roots first. */
export const scanLayers = (needles: Needles, layers: readonly Layer[], moment: Moment): Scan => {
  const scanner = makeScanner(needles, layers);
  for (const layer of layers) scanner.take(layer);
  return scanner.finish(layers, moment);
};
