import type { Child } from '../layer.ts';
import type { View } from './decoder.ts';
import { hasReversedReference } from './entity.ts';
import { hasReversedPairs } from './hex-pairs.ts';
import { hasReversedRun } from './base64.ts';
import { hasReversedPercent } from './percent.ts';
import { hasReversedQuotes } from './quoted-printable.ts';
import { hasReversedEscape } from './unescape.ts';
import { TRAIT } from './traits.ts';

// Text in a charset of two bytes has them swapped when it is read backwards.
const isForeign = ({ traits }: View): boolean =>
  (traits & TRAIT.notUtf8) !== 0 && (traits & TRAIT.control) === 0;

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
  hasReversedRun(view, new Set(children.map(({ link }) => link.offset ?? 0)));
