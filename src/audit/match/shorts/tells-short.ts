import type { DataClass } from '#model/data-class';
import { resolveRoute } from '../../decode/resolve-route.ts';
import { type Found, textAt } from '../found.ts';
import { keyTells } from '../shapes/keys.ts';

/** A whole field with this many digits says enough by itself. */
const TELLING_DIGITS = 6;

/** Whether a short value that fills its field says enough to be known by: by itself, or with its field's name. */
export const tellsShort = (dataClass: DataClass, found: Found): boolean => {
  const text = textAt(found);
  if (/^[0-9]+$/.test(text) ? text.length >= TELLING_DIGITS : isDistinctive(dataClass, text)) return true;
  const { keys } = resolveRoute(found.layer, found.offset, found.length);
  return keyTells(dataClass, keys);
};

// A name of two words or in another script is no word of a protocol; `home` and `Anna` are.
const isDistinctive = (dataClass: DataClass, text: string): boolean =>
  (dataClass === 'contact.name' || dataClass === 'sms.body') && /[\s\u0080-\u{10ffff}]/u.test(text);
