import { createCipheriv } from 'node:crypto';

/** RC4 (as in the expired draft-kaukonen-cipher-arcfour), the first `drop` bytes of the key stream thrown away. */
const rc4 = (bytes: Buffer, key: Buffer, drop: number): Buffer => {
  const box = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => box[index & 0xff] ?? 0;
  const swap = (a: number, b: number): void => {
    const held = at(a);
    box[a & 0xff] = at(b);
    box[b & 0xff] = held;
  };
  for (let i = 0, j = 0; i < 256; i++) swap(i, (j = (j + at(i) + (key[i % key.length] ?? 0)) & 0xff));
  let [i, j] = [0, 0];
  const next = (): number => {
    i = (i + 1) & 0xff;
    j = (j + at(i)) & 0xff;
    swap(i, j);
    return at(at(i) + at(j));
  };
  for (let left = drop; left > 0; left--) next();
  return Buffer.from(bytes.map((byte) => byte ^ next()));
};

export type Cipher = {
  readonly cipher: 'aes-128-cbc' | 'aes-128-ecb' | 'aes-256-cbc' | 'rc4';
  readonly key: Buffer;
  readonly iv: Buffer | null;
  readonly drop: number;
};

/** Encrypts bytes; AES with PKCS#7 padding. @throws when key or IV have not the cipher's length */
export const encrypt = (bytes: Buffer, { cipher, key, iv, drop }: Cipher): Buffer => {
  if (cipher === 'rc4') return rc4(bytes, key, drop);
  const made = createCipheriv(cipher, key, iv);
  return Buffer.concat([made.update(bytes), made.final()]);
};
