import { createHash } from 'node:crypto';
import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { isPlainText } from '../plausible.ts';
import { isText } from '../traits.ts';
import { formAround } from './form-values.ts';

const DROPPED = 1024;

/** RC4 with the first 1,024 bytes of the key stream dropped. */
const rc4 = (bytes: Uint8Array, key: Uint8Array): Buffer => {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number): void => {
    const held = state[a] as number;
    state[a] = state[b] as number;
    state[b] = held;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 0xff;
    swap(i, j);
  }
  const target = Buffer.allocUnsafe(bytes.length);
  for (let n = -DROPPED, i = 0, j = 0; n < bytes.length; n++) {
    i = (i + 1) & 0xff;
    j = (j + (state[i] as number)) & 0xff;
    swap(i, j);
    const stream = state[((state[i] as number) + (state[j] as number)) & 0xff] as number;
    if (n >= 0) target[n] = (bytes[n] as number) ^ stream;
  }
  return target;
};

/** The key of a request: SHA-256 over ssecurity and nonce. Source: Squachen/micloud miutils.py, signed_nonce. */
const signedNonce = (ssecurity: string, nonce: string): Buffer =>
  createHash('sha256').update(Buffer.from(ssecurity, 'base64')).update(Buffer.from(nonce, 'base64')).digest();

const decode = ({ layer, bytes, traits, context }: View): readonly Child[] => {
  const { ssecurities } = context.secrets;
  if (layer.parent === null || ssecurities.length === 0 || isText(traits)) return [];
  const values = formAround(layer);
  const nonce = values.get('_nonce');
  if (nonce === undefined || !values.has('rc4_hash__')) return [];
  for (const ssecurity of ssecurities.toReversed()) {
    const plain = rc4(bytes, signedNonce(ssecurity, nonce));
    if (isPlainText(plain))
      return [{ bytes: plain, link: { step: 'xiaomi-miot-rc4', offset: 0, length: bytes.length } }];
  }
  return [];
};

/**
 * `data` of Xiaomi's device cloud (`MIOT-ENCRYPT-ALGORITHM: ENCRYPT-RC4`).
 * Source: PiotrMachowski/Xiaomi-cloud-tokens-extractor; Squachen/micloud.
 */
export const MIOT_RC4: Decoder = { name: 'xiaomi-miot-rc4', decode };
