import { createHash, createHmac } from 'node:crypto';
import { decrypted, decryptedBlocks, firstText, firstTextSoFar, XIAOMI_IV } from './aes.ts';
import type { Scene, Signed, Undo } from './undo.ts';

/** Methods that the client may have signed with: the one it sent, or the one that its own code named. */
export const methodsOf = (method: string): ReadonlySet<string> =>
  new Set([method.toUpperCase(), 'GET', 'POST']);

/** The key as the sign-in handed it out: base64, whose padding may be left out. */
const textsOf = (key: Buffer): readonly string[] => {
  const text = key.toString('base64');
  return [text, text.replace(/={1,2}$/, '')];
};

/**
 * Whether the request's `signature` was made with this key: base64 of SHA-1 over method, path, `name=value` by name and
 * the key's text, joined by `&` (XiaomiAppsPort, micloudsdk/utils/Coder.smali).
 */
const isSigned = (signed: Signed, key: Buffer): boolean =>
  signed.values.some((values) => isSignedOver(signed, values, key));

const isSignedOver = (signed: Signed, values: ReadonlyMap<string, string>, key: Buffer): boolean => {
  const signature = values.get('signature');
  if (signature === undefined) return false;
  const pairs = [...values]
    .filter(([name]) => name !== 'signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return [...methodsOf(signed.method)].some((method) =>
    textsOf(key).some((text) => {
      const parts = [method, signed.path, ...pairs, text];
      return createHash('sha1').update(parts.join('&')).digest('base64') === signature;
    }),
  );
};

const MAC = /"S"\s{0,2}:\s{0,2}"([^":]{1,64}):([\w-]{27})"/g;
/** A document seals one value; more of them than this are not looked at. */
const MOST_MACS = 64;

/** Whether `S` beside sealed data is its HMAC-SHA1 under this key (XiaomiAppsPort, CloudAESWithIVCoder.smali). */
const isAuthentic = ({ trail }: Scene, sealed: string, key: Buffer): boolean =>
  trail.some((layer) => {
    const text = layer.toString('latin1');
    const at = text.indexOf(sealed);
    if (at === -1) return false;
    const macs = [...text.matchAll(MAC)].slice(0, MOST_MACS);
    return macs.some(
      ([, x = '', mac]) => createHmac('sha1', key).update(`${x}:${sealed}`).digest('base64url') === mac,
    );
  });

const isRight = (taken: Buffer, scene: Scene): ((key: Buffer) => boolean) => {
  switch (scene.path) {
    case 'signature':
      return (key) => isSigned(scene.signed(), key);
    case 'hmac':
      return (key) => isAuthentic(scene, taken.toString('latin1'), key);
    default:
      return () => scene.path === 'padding';
  }
};

const SEALED = /^1:([\w-]{22}):([A-Za-z0-9+/]+=*)$/;

/**
 * A parameter of Xiaomi's account or cloud, under the `ssecurity` of a captured sign-in: AES-CBC with a fixed initial
 * vector, or `1:<iv>:<data>` (XiaomiAppsPort, AESCoder.smali and CloudAESWithIVCoder.smali). Where the route says that
 * the request's signature or MAC shows the key to be right, that is worked out again with the key; where it says `text`,
 * the padding is not there.
 */
export const fromMicloud: Undo = (taken, scene) => {
  if (scene.path === 'text')
    return firstTextSoFar(scene.keys, (key) => decryptedBlocks(taken, key, XIAOMI_IV));
  const [, iv, content] = SEALED.exec(taken.toString('latin1')) ?? [];
  const bytes = content === undefined ? taken : Buffer.from(content, 'base64');
  const vector = iv === undefined ? XIAOMI_IV : Buffer.from(iv, 'base64url');
  return firstText(scene.keys, (key) => decrypted(bytes, key, vector), isRight(taken, scene));
};
