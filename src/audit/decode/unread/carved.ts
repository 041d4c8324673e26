import type { Layer } from '../../layer.ts';
import { isMedia } from './media.ts';
import { looksRandom } from './noise.ts';

// Steps that undo text. In noise they find a quote, a backslash or an equals sign now and then.
const TEXT_STEPS: ReadonlySet<string> = new Set([
  ...['form', 'percent', 'entity', 'json', 'escape', 'json-lines', 'pair', 'xml', 'quoted-printable'],
  'charset',
]);

const isWithinMedia = (layer: Layer): boolean => {
  for (let around = layer.parent; around !== null; around = around.parent)
    if (isMedia(around.bytes)) return true;
  return false;
};

const isNoiseInParent = ({ parent, link }: Layer): boolean => {
  const offset = link.offset ?? 0;
  return parent !== null && looksRandom(parent.bytes.subarray(offset, offset + (link.length ?? 0)));
};

const forwardSide = (layer: Layer): Layer =>
  layer.link.step === 'reverse' && layer.parent !== null ? layer.parent : layer;

type Judge = (layer: Layer) => boolean;

/**
 * Tells whether a layer is but a stretch of noise, or of a picture, a sound or a program, that a reader of text took
 * for its own: `isNoise` tells the layers that are noise themselves.
 */
export const makeIsCarved = (isNoise: Judge): Judge => {
  const judged = new Map<Layer, boolean>();
  const judge = (layer: Layer): boolean => {
    if (layer.parent === null) return false;
    const whole = forwardSide(layer.parent);
    const isSuspect = TEXT_STEPS.has(layer.link.step) && (isNoise(whole) || isWithinMedia(layer));
    return (isSuspect && isNoiseInParent(layer)) || isCarved(whole);
  };
  const isCarved = (layer: Layer): boolean => {
    const known = judged.get(layer) ?? judge(layer);
    judged.set(layer, known);
    return known;
  };
  return isCarved;
};

type Span = { readonly from: number; readonly to: number };

const spansOf = ({ link, pieces, parent }: Layer): readonly Span[] => {
  if (pieces === undefined) {
    const from = link.offset ?? 0;
    return [{ from, to: from + (link.length ?? parent?.bytes.length ?? 0) }];
  }
  return Array.from({ length: pieces.sources.length >> 1 }, (_, line) => ({
    from: pieces.sources[2 * line] ?? 0,
    to: pieces.sources[2 * line + 1] ?? 0,
  }));
};

/** How many bytes of their parent some layers were made from, each counted once. */
export const bytesCovered = (children: readonly Layer[]): number => {
  let [sum, done] = [0, 0];
  for (const { from, to } of children.flatMap(spansOf).sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, done));
    done = Math.max(done, to);
  }
  return sum;
};
