import { isWrittenAsName } from './algebra/capitals.ts';
import type { Boundary } from './algebra/form.ts';
import type { NeedleCanary } from './compile.ts';
import { type Found, textAt } from './found.ts';
import { isCounted, isCountedBehind, standsAlone } from './neighbours.ts';
import { tellsShort } from './shorts/tells-short.ts';
import { isWholeField } from './whole-field.ts';

// `page_body` and `MAX_SMALL` name something; `Page_Body` is how an encoded word of a mail header writes a name.
const isIdentifier = (canary: NeedleCanary | undefined, found: Found): boolean => {
  if (canary?.class !== 'contact.name') return false;
  const text = textAt(found);
  if (!text.includes('_') || canary.value.includes('_')) return false;
  return text === text.toUpperCase() || !isWrittenAsName(text, canary.value);
};

// In running text a short name has its capitals: `will call` is no call to Will.
const standsInText = (canary: NeedleCanary | undefined, boundary: Boundary, found: Found): boolean => {
  const { layer, offset, length } = found;
  if (boundary === 'field' || boundary === 'named' || isIdentifier(canary, found)) return false;
  const hasLength = layer.link.step === 'reverse' ? isCountedBehind : isCounted;
  if (hasLength(layer.bytes, offset, offset + length)) return true;
  return (
    standsAlone(layer.bytes, offset, offset + length, boundary) &&
    (canary?.class !== 'contact.name' || isWrittenAsName(textAt(found), canary.value))
  );
};

/** Whether some bytes that spell a known value are that value, by what stands beside them or by their field. */
export const stands = (canary: NeedleCanary | undefined, boundary: Boundary, found: Found): boolean => {
  const { layer, offset, length } = found;
  if (standsInText(canary, boundary, found)) return true;
  if (!isWholeField(layer, offset, length) || isIdentifier(canary, found)) return false;
  return boundary !== 'named' || canary === undefined || tellsShort(canary.class, found);
};
