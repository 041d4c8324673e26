import { HEX_VALUE } from '../../decode/text/characters.ts';
import type { Telling } from './keys.ts';

const LEAST_DISTINCT = 4;

/** What hex digits are made of: how many letters of either case, and how many different digits. */
type Mix = { readonly small: number; readonly capital: number; readonly distinct: number };

// Null where something is no hex digit. Letters of either case are one digit here.
const mixOf = (text: string): Mix | null => {
  let small = 0;
  let capital = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) seen |= 1 << (unit - 0x30);
    else {
      const letter = (unit | 0x20) - 0x61;
      if (letter < 0 || letter > 5) return null;
      seen |= 1 << (letter + 10);
      if (unit >= 0x61) small++;
      else capital++;
    }
  }
  let distinct = 0;
  for (; seen !== 0; seen &= seen - 1) distinct++;
  return { small, capital, distinct };
};

const PLACEHOLDER_IDS: ReadonlySet<string> = new Set([
  // The Android 2.2 emulator and a batch of handsets shared one (code.google.com/p/android/issues/10603).
  '9774d56d682e549c',
  // Reference firmware, as its serial number.
  '0123456789abcdef',
]);

const COUNTED_SHARE = 0.75;
const DECIMAL = 10;
const HEX = 16;

const valueAt = (digits: string, at: number): number => HEX_VALUE[digits.charCodeAt(at)] as number;

// The share of digits that are next to, or as, the one so many before them; behind 9 comes 0, and so it does behind f.
const countedShare = (digits: string, stride: number): number => {
  let counted = 0;
  for (let at = stride; at < digits.length; at++) {
    const step = valueAt(digits, at) - valueAt(digits, at - stride);
    if (Math.abs(step) <= 1 || step === 1 - DECIMAL || step === 1 - HEX) counted++;
  }
  return counted / (digits.length - stride);
};

/** Whether hexadecimal digits are counted up, down or repeated, as people type them for an example: `12345678-1234-…`, `a1b2c3d4`. */
export const isCounted = (digits: string): boolean =>
  digits.length > 2 && (countedShare(digits, 1) >= COUNTED_SHARE || countedShare(digits, 2) >= COUNTED_SHARE);

/** Whether 16 hex digits may be an Android id; under a weak name only a well mixed one. */
export const isAndroidId = (text: string, telling: Telling): boolean => {
  if (telling === 'none' || text.length !== 16) return false;
  const mix = mixOf(text);
  if (mix === null || (mix.small > 0 && mix.capital > 0)) return false;
  const least = telling === 'strong' ? 1 : 2;
  const letters = mix.small + mix.capital;
  if (letters < least || 16 - letters < least || mix.distinct <= LEAST_DISTINCT) return false;
  return !isCounted(text) && !PLACEHOLDER_IDS.has(text.toLowerCase());
};

/** The advertising id that Google's own documents show (developers.google.com, AdMob and Tag Manager). */
const EXAMPLE_UUID = '384000008cf011bdb23e10b96e40000d';

/** Whether the text of a UUID stands for one thing: not nil, not all the same, not counted, no example. */
export const isUuid = (text: string): boolean => {
  const digits = text.replaceAll('-', '');
  const mix = mixOf(digits);
  if (mix === null || mix.distinct <= LEAST_DISTINCT || isCounted(digits)) return false;
  return digits.toLowerCase() !== EXAMPLE_UUID;
};

const PLACEHOLDER_MACS: ReadonlySet<string> = new Set([
  // What Android gives to apps without permission, and what people type.
  ...[
    '020000000000',
    '0123456789ab',
    '112233445566',
    'aabbccddeeff',
    '001122334455',
    '123456789abc',
    'abcdef123456',
  ],
  ...['deadbeef0000', 'deadbeefcafe', '00deadbeef00', '665544332211'],
]);

/** Whether 12 hex digits are the address of one network interface: no group address, no placeholder. */
export const isMacAddress = (hex: string): boolean => {
  const digits = hex.toLowerCase();
  const isGroup = (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1;
  // 00-00-5E-00-53 is for documentation (RFC 7042 §2.1.2).
  const isDocumented = digits.startsWith('00005e0053');
  const isFiller = digits.startsWith('000000') || new Set(digits).size <= 2;
  return !isGroup && !isDocumented && !isFiller && !isCounted(digits) && !PLACEHOLDER_MACS.has(digits);
};
