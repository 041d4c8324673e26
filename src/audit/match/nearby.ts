import type { Layer } from '../layer.ts';
import type { Found } from './found.ts';
import { lineAround } from './whole-field.ts';

/** Levels of decoding that two parts of one value may be apart from the layer which holds both. */
const MOST_LEVELS = 3;
/** Bytes that may lie between them: a neighbouring field, not another record. */
const MOST_BYTES_BETWEEN = 160;

/** Where some bytes stand in their own layer and in the layers that led to it. */
const placesOf = (found: Found): readonly Found[] => {
  const places = [found];
  let { layer, offset } = found;
  while (layer.parent !== null && places.length <= MOST_LEVELS) {
    const source = sourceIn(layer, offset);
    offset = source.offset;
    layer = layer.parent;
    places.push({ layer, ...source });
  }
  return places;
};

const sourceIn = ({ link, pieces, parent }: Layer, offset: number): { offset: number; length: number } => {
  if (pieces === undefined)
    return { offset: link.offset ?? 0, length: link.length ?? parent?.bytes.length ?? 0 };
  const { index } = lineAround(pieces, offset);
  const from = pieces.sources[index * 2] ?? 0;
  return { offset: from, length: (pieces.sources[index * 2 + 1] ?? from) - from };
};

/** Bytes between two parts that stand alone: a form of a few dozen fields, not another request. */
export const FAR_BYTES = 1000;

const spanOver = (a: Found, b: Found, most: number): Found | null => {
  const from = Math.min(a.offset, b.offset);
  const to = Math.max(a.offset + a.length, b.offset + b.length);
  const between = Math.max(a.offset, b.offset) - Math.min(a.offset + a.length, b.offset + b.length);
  return between < 0 || between > most ? null : { layer: a.layer, offset: from, length: to - from };
};

/**
 * The bytes from one find to another, in the innermost layer that holds both; null where they are not neighbours: `most`
 * bytes between them.
 */
export const spanOf = (a: Found, b: Found, most = MOST_BYTES_BETWEEN): Found | null => {
  for (const place of placesOf(a))
    for (const other of placesOf(b)) {
      const span = place.layer === other.layer ? spanOver(place, other, most) : null;
      if (span !== null) return span;
    }
  return null;
};
