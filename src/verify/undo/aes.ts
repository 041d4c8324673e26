import { isUtf8 } from 'node:buffer';
import { createDecipheriv } from 'node:crypto';

/** The fixed initial vector of Xiaomi's account and cloud code: XiaomiAppsPort, accountsdk/utils/AESCoder.smali. */
export const XIAOMI_IV = Buffer.from('0102030405060708', 'latin1');

type Decrypt = (bytes: Buffer, key: Buffer, iv: Buffer | null) => Buffer | null;

const decryptedWith =
  (isPadded: boolean): Decrypt =>
  (bytes, key, iv) => {
    try {
      const decipher = createDecipheriv(iv === null ? 'aes-128-ecb' : 'aes-128-cbc', key, iv);
      decipher.setAutoPadding(isPadded);
      return Buffer.concat([decipher.update(bytes), decipher.final()]);
    } catch {
      return null;
    }
  };

/** Undoes AES-128 with its padding, CBC with an initial vector and ECB without; null where key or padding do not fit. */
export const decrypted = decryptedWith(true);

/** As `decrypted`, of whole blocks that were cut off before their padding. */
export const decryptedBlocks = decryptedWith(false);

/** Bytes of a character that a cut may leave at the end. */
const CUT_BYTES = [0, 1, 2, 3];

// Text, but for a last character that is cut off.
const isTextSoFar = (plain: Buffer): boolean =>
  CUT_BYTES.some((cut) => plain.length > cut && isUtf8(plain.subarray(0, plain.length - cut)));

type Open = (key: Buffer) => Buffer | null;

const firstPlain = (
  keys: readonly Buffer[],
  open: Open,
  isGood: (plain: Buffer, key: Buffer) => boolean,
): Buffer | null => {
  for (const key of keys) {
    const plain = open(key);
    if (plain !== null && isGood(plain, key)) return plain;
  }
  return null;
};

/** What the first key that fits gives of what was cut off: text as far as it goes. */
export const firstTextSoFar = (keys: readonly Buffer[], open: Open): Buffer | null =>
  firstPlain(keys, open, isTextSoFar);

/** What the first key that fits gives; padding alone fits one key in 256, so the plain text has to be text. */
export const firstText = (
  keys: readonly Buffer[],
  open: Open,
  isRight: (key: Buffer) => boolean = () => true,
): Buffer | null => firstPlain(keys, open, (plain, key) => plain.length > 0 && isUtf8(plain) && isRight(key));
