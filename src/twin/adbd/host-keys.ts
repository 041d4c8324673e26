import { constants, createPublicKey, type KeyObject, publicDecrypt } from 'node:crypto';

/** The hosts that the owner has allowed for good. */
export type HostKeys = {
  /** Remembers the public key that a host sent; false when it cannot be read. */
  readonly allow: (sent: Buffer) => boolean;
  /** Whether a token was signed by an allowed host. */
  readonly knows: (token: Buffer, signature: Buffer) => boolean;
};

const MODULUS_OFFSET = 8;
const MODULUS_LENGTH = 256;
const EXPONENT_OFFSET = MODULUS_OFFSET + 2 * MODULUS_LENGTH;
const KEY_LENGTH = EXPONENT_OFFSET + 4;

/** A key in Android's form: words, n0inv, modulus and R² little-endian, exponent. Source: AOSP android_pubkey.cpp. */
const keyFrom = (sent: Buffer): KeyObject | null => {
  const [text = ''] = sent.toString('latin1').split(' ');
  const bytes = Buffer.from(text.replace(/\0+$/, ''), 'base64');
  if (bytes.length !== KEY_LENGTH) return null;
  const modulus = Buffer.from(bytes.subarray(MODULUS_OFFSET, MODULUS_OFFSET + MODULUS_LENGTH)).reverse();
  const exponent = Buffer.alloc(4);
  exponent.writeUInt32BE(bytes.readUInt32LE(EXPONENT_OFFSET));
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.subarray(1).toString('base64url') };
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
};

/** A signature holds the token behind the DigestInfo of SHA-1, as if the token were a digest. */
const signs = (key: KeyObject, token: Buffer, signature: Buffer): boolean => {
  try {
    const opened = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return opened.subarray(-token.length).equals(token);
  } catch {
    return false;
  }
};

/** No host is known yet. */
export const createHostKeys = (): HostKeys => {
  const keys: KeyObject[] = [];
  return {
    allow: (sent) => {
      const key = keyFrom(sent);
      if (key !== null) keys.push(key);
      return key !== null;
    },
    knows: (token, signature) => keys.some((key) => signs(key, token, signature)),
  };
};
