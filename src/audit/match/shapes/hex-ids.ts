import type { Telling } from './keys.ts';

const letters = (text: string): number => {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x39) count++;
  return count;
};

/** Whether 16 hex digits may be an Android id; under a weak name only a well mixed one. */
export const isAndroidId = (text: string, telling: Telling): boolean => {
  if (telling === 'none' || !/^(?:[0-9a-f]{16}|[0-9A-F]{16})$/.test(text)) return false;
  const least = telling === 'strong' ? 1 : 2;
  // The Android 2.2 emulator and a batch of handsets shared one (code.google.com/p/android/issues/10603).
  if (text.toLowerCase() === '9774d56d682e549c') return false;
  return letters(text) >= least && 16 - letters(text) >= least && new Set(text).size > 4;
};

/** Whether a text is a UUID that stands for one thing: not nil, not all the same. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) && new Set(text.replaceAll('-', '')).size > 4;

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
  return !isGroup && !isDocumented && !isFiller && !PLACEHOLDER_MACS.has(digits);
};
