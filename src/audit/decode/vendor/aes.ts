import { createDecipheriv } from 'node:crypto';

/** The block of AES, in bytes. */
export const BLOCK = 16;

const paddingOf = (plain: Buffer): number => {
  const count = plain.at(-1) ?? 0;
  if (count === 0 || count > BLOCK) return 0;
  for (const byte of plain.subarray(plain.length - count)) if (byte !== count) return 0;
  return count;
};

/**
 * Undoes AES-128 with PKCS#5 padding, CBC with an IV and ECB without; null where the key or the cut of the bytes
 * does not fit, or the padding is none. Never throws.
 */
export const decryptAes = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer | null => {
  if (bytes.length === 0 || bytes.length % BLOCK !== 0 || key.length !== BLOCK) return null;
  if (iv !== null && iv.length !== BLOCK) return null;
  const decipher = createDecipheriv(iv === null ? 'aes-128-ecb' : 'aes-128-cbc', key, iv);
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const padding = paddingOf(plain);
  return padding === 0 || padding === plain.length ? null : plain.subarray(0, plain.length - padding);
};
