import { type DataClass, PHONE_CLASSES } from '#model/data-class';
import { resolveRoute } from '../../decode/route/resolve-route.ts';
import { isShortHanName, isSingleWord } from '../algebra/word.ts';
import { type Found, textAt } from '../found.ts';
import { isUnnamed, keyTells } from '../shapes/keys.ts';

/** A whole field with this many digits says enough by itself. */
const TELLING_DIGITS = 6;

/** How much a text says by itself: enough under any name, enough where no name says otherwise, or nothing. */
type Weight = 'enough' | 'unless-named' | 'nothing';

// Durations and counts have as many digits as local numbers.
const weightOfDigits = (dataClass: DataClass, digits: string): Weight => {
  if (digits.length < TELLING_DIGITS) return 'nothing';
  return PHONE_CLASSES.has(dataClass) ? 'unless-named' : 'enough';
};

// A name of two words is no word of a protocol; `home` and `Anna` are, and `安全` is one of an app's.
const weightOfName = (text: string): Weight => {
  if (!isSingleWord(text) || isShortHanName(text)) return 'enough';
  return /[a-z]/i.test(text) ? 'nothing' : 'unless-named';
};

const weightOf = (dataClass: DataClass, text: string): Weight => {
  if (/^[0-9]+$/.test(text)) return weightOfDigits(dataClass, text);
  if (dataClass === 'contact.name') return weightOfName(text);
  return dataClass === 'sms.body' && /[\s\u0080-\u{10ffff}]/u.test(text) ? 'enough' : 'nothing';
};

/** Whether a short value that fills its field says enough to be known by: by itself, or with its field's name. */
export const tellsShort = (dataClass: DataClass, found: Found): boolean => {
  const weight = weightOf(dataClass, textAt(found));
  if (weight === 'enough') return true;
  const { keys } = resolveRoute(found.layer, found.offset, found.length);
  return keyTells(dataClass, keys) || (weight === 'unless-named' && isUnnamed(keys));
};
