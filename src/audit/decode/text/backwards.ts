import type { Child } from '../../layer.ts';
import type { View } from '../decoder.ts';
import { hasReversedReference } from './entity.ts';
import { hasReversedPairs } from './hex-pairs.ts';
import { hasReversedRun } from './base64-reversed.ts';
import { hasReversedPercent } from './percent.ts';
import { hasReversedQuotes } from './quoted-printable.ts';
import { hasMagic, isPlainText } from '../plausible.ts';
import { toBuffer } from '../buffer.ts';
import { hasReversedEscape } from './unescape.ts';
import { TRAIT } from '../traits.ts';

// Text in a charset of two bytes has them swapped when it is read backwards.
const isForeign = ({ traits }: View): boolean =>
  (traits & TRAIT.notUtf8) !== 0 && (traits & TRAIT.control) === 0;

// Where runs begin that are surely written forwards: what is in them is text, or begins as a known form does.
const openedAt = (children: readonly Child[]): ReadonlySet<number> => {
  const opened = new Set<number>();
  for (const { bytes, link } of children)
    if (hasMagic(bytes) || isPlainText(toBuffer(bytes))) opened.add(link.offset ?? 0);
  return opened;
};

/**
 * Whether some encoding in a layer reads backwards, so that the layer is worth reversing. It is told on the bytes as
 * they stand: most layers hold none, and a reversed copy of each would double all work.
 */
export const opensBackwards = (view: View, children: readonly Child[]): boolean =>
  isForeign(view) ||
  hasReversedPercent(view) ||
  hasReversedEscape(view) ||
  hasReversedReference(view) ||
  hasReversedQuotes(view) ||
  hasReversedPairs(view) ||
  hasReversedRun(view, openedAt(children));
