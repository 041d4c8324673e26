import { HEX_VALUE } from './characters.ts';

/** Characters of a UUID in the usual form. */
export const UUID_CHARACTERS = 36;

const DASH = 0x2d;

/** Whether 36 characters are 8, 4, 4, 4 and 12 hexadecimal digits with dashes between (RFC 9562 §4). */
export const isUuidAt = (bytes: Uint8Array, start: number): boolean => {
  if (bytes[start + 8] !== DASH || bytes[start + 13] !== DASH) return false;
  if (bytes[start + 18] !== DASH || bytes[start + 23] !== DASH) return false;
  for (let index = 0; index < UUID_CHARACTERS; index++) {
    if (index === 8 || index === 13 || index === 18 || index === 23) continue;
    if (HEX_VALUE[bytes[start + index] as number] === 255) return false;
  }
  return true;
};
