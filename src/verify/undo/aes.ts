import { isUtf8 } from 'node:buffer';
import { createDecipheriv } from 'node:crypto';

/** The fixed initial vector of Xiaomi's account and cloud code: XiaomiAppsPort, accountsdk/utils/AESCoder.smali. */
export const XIAOMI_IV = Buffer.from('0102030405060708', 'latin1');

/** Undoes AES-128 with its padding, CBC with an initial vector and ECB without; null where key or padding do not fit. */
export const decrypted = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer | null => {
  try {
    const decipher = createDecipheriv(iv === null ? 'aes-128-ecb' : 'aes-128-cbc', key, iv);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch {
    return null;
  }
};

/** As `decrypted`, of whole blocks that were cut off before their padding. */
export const decryptedBlocks = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer | null => {
  try {
    const decipher = createDecipheriv(iv === null ? 'aes-128-ecb' : 'aes-128-cbc', key, iv);
    decipher.setAutoPadding(false);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch {
    return null;
  }
};

/** Bytes of a character that a cut may leave at the end. */
const CUT_BYTES = [0, 1, 2, 3];

/** Whether bytes are text, but for a last character that is cut off. */
export const isTextSoFar = (plain: Buffer): boolean =>
  CUT_BYTES.some((cut) => plain.length > cut && isUtf8(plain.subarray(0, plain.length - cut)));

/** What the first key that fits gives; padding alone fits one key in 256, so the plain text has to be text. */
export const firstText = (
  keys: readonly Buffer[],
  open: (key: Buffer) => Buffer | null,
  isRight: (key: Buffer) => boolean = () => true,
): Buffer | null => {
  for (const key of keys) {
    const plain = open(key);
    if (plain !== null && plain.length > 0 && isUtf8(plain) && isRight(key)) return plain;
  }
  return null;
};
