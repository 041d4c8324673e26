import { PUBLIC_CLASSES } from '#model/data-class';
import type { Match } from './match/match.ts';
import { sourceSpan } from './decode/route/source-span.ts';

/** Shorter texts are words that may stand anywhere. */
const SHORTEST = 8;
/** Longer ones are no name, and stand in no URL that is shown. */
const LONGEST = 400;
const MOST = 20_000;

const addText = (texts: Set<string>, bytes: Uint8Array, offset: number, length: number): void => {
  if (length < SHORTEST || length > LONGEST || texts.size >= MOST) return;
  const text = Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1');
  if (/^[\x21-\x7e]+$/u.test(text)) texts.add(text);
};

/**
 * The texts of a flow that hold what was found, as they stand in each layer on the way to it: a digest, the base64
 * around a value, a shape. Where one stands in a name, a host or a path, it must not be shown.
 */
export const heldTexts = (matches: readonly Match[]): ReadonlySet<string> => {
  const texts = new Set<string>();
  for (const match of matches) {
    if (PUBLIC_CLASSES.has(match.class)) continue;
    let span = { offset: match.offset, length: match.length };
    addText(texts, match.layer.bytes, span.offset, span.length);
    for (let { layer } = match; layer.parent !== null; layer = layer.parent) {
      span = sourceSpan(layer, span.offset, span.length);
      addText(texts, layer.parent.bytes, span.offset, span.length);
    }
  }
  return texts;
};
