import { createDecipheriv } from 'node:crypto';
import { isPlainText } from '../plausible.ts';

/** The block of AES, in bytes. */
export const BLOCK = 16;

const paddingOf = (plain: Buffer): number => {
  const count = plain.at(-1) ?? 0;
  if (count === 0 || count > BLOCK) return 0;
  for (const byte of plain.subarray(plain.length - count)) if (byte !== count) return 0;
  return count;
};

const isKeyed = (key: Buffer, iv: Buffer | null): boolean =>
  key.length === BLOCK && (iv === null || iv.length === BLOCK);

const undone = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer => {
  const decipher = createDecipheriv(iv === null ? 'aes-128-ecb' : 'aes-128-cbc', key, iv);
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
};

/** Fewer whole blocks without their padding may be plain text by accident, under a wrong key. */
const LEAST_CUT_BYTES = 4 * BLOCK;

/**
 * Undoes the whole blocks of what was cut off before its padding, as AES-128 does them; null where there are too few of
 * them. That the key fits, only the plain text shows. Never throws.
 */
const decryptCut = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer | null => {
  const whole = bytes.length - (bytes.length % BLOCK);
  return whole < LEAST_CUT_BYTES || !isKeyed(key, iv) ? null : undone(bytes.subarray(0, whole), key, iv);
};

/**
 * Undoes AES-128 with PKCS#5 padding, CBC with an IV and ECB without; null where the key or the cut of the bytes
 * does not fit, or the padding is none. Never throws.
 */
export const decryptAes = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer | null => {
  if (bytes.length === 0 || bytes.length % BLOCK !== 0 || !isKeyed(key, iv)) return null;
  const plain = undone(bytes, key, iv);
  const padding = paddingOf(plain);
  return padding === 0 || padding === plain.length ? null : plain.subarray(0, plain.length - padding);
};

/** The plain text under a key, as far as it goes. */
type Plain = {
  readonly bytes: Buffer;
  readonly isCut: boolean;
  /** Bytes that it was made of. */ readonly length: number;
};

/** The plain text that a key gives, whole or of the blocks that are there; null where it gives none. Never throws. */
export const plainUnder = (bytes: Buffer, key: Buffer, iv: Buffer | null): Plain | null => {
  const whole = decryptAes(bytes, key, iv);
  if (whole !== null) return isPlainText(whole) ? { bytes: whole, isCut: false, length: bytes.length } : null;
  const cut = decryptCut(bytes, key, iv);
  return cut === null || !isPlainText(cut) ? null : { bytes: cut, isCut: true, length: cut.length };
};
