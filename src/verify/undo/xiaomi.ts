import { createHash } from 'node:crypto';
import { decrypted, decryptedBlocks, firstText, XIAOMI_IV } from './aes.ts';
import { formValues } from './form-values.ts';
import { methodsOf } from './micloud.ts';
import type { Scene, Signed, Undo } from './undo.ts';

/** The updater's key: HegeKen/MRData, scripts/common.py. */
const MIOTA_KEY = Buffer.from('miuiotavalided11', 'latin1');

/** The values of the nearest layer on the way that is a form with all these names. */
const formWith = ({ trail }: Scene, names: readonly string[]): ReadonlyMap<string, string> | null => {
  for (const layer of trail.toReversed()) {
    const values = formValues(layer);
    if (names.every((name) => values.has(name))) return values;
  }
  return null;
};

// The key is beyond doubt, so that a payload that was cut off needs no padding.
const underKnown = (bytes: Buffer, key: Buffer, iv: Buffer | null): Buffer | null =>
  decrypted(bytes, key, iv) ?? decryptedBlocks(bytes, key, iv);

/** `stat_value` of mistat v2: AES-ECB under the MD5 of `seed:<app_id>-<app_key>-<device_id>`, 16 capital digits of it. */
export const fromMistat: Undo = (taken, scene) => {
  const values = formWith(scene, ['app_id', 'app_key', 'device_id']);
  if (values === null) return null;
  const ids = ['app_id', 'app_key', 'device_id'].map((name) => values.get(name) ?? '');
  const digest = createHash('md5')
    .update(`seed:${ids.join('-')}`)
    .digest('hex');
  return underKnown(taken, Buffer.from(digest.toUpperCase().slice(0, 16), 'latin1'), null);
};

/** `q` of the updater (miotaV3): AES-CBC under a key that every build shares. */
export const fromMiota: Undo = (taken) => underKnown(taken, MIOTA_KEY, XIAOMI_IV);

const DROPPED = 1024;

const rc4 = (bytes: Buffer, key: Buffer): Buffer => {
  const state = [...Array(256).keys()];
  const at = (index: number): number => state[index & 0xff] ?? 0;
  const swap = (a: number, b: number): void => {
    [state[a & 0xff], state[b & 0xff]] = [at(b), at(a)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  const target = Buffer.alloc(bytes.length);
  for (let n = 0, j = 0; n < DROPPED + bytes.length; n++) {
    j = (j + at(n + 1)) & 0xff;
    swap(n + 1, j);
    if (n >= DROPPED) target[n - DROPPED] = (bytes[n - DROPPED] ?? 0) ^ at(at(n + 1) + at(j));
  }
  return target;
};

/** Names of what a request says beside what it signs. */
const BESIDE = ['signature', 'ssecurity', '_nonce'];

/**
 * Whether the form's `signature` was made with this key: base64 of SHA-1 over method, path (without the gateway's
 * `/app`), the encrypted `name=value`, sorted or as sent, and the key in base64, joined by `&`
 * (Xiaomi-cloud-tokens-extractor, generate_enc_signature).
 */
const isSignedForm = (form: ReadonlyMap<string, string>, { method, path }: Request, key: Buffer): boolean => {
  const sent = [...form].filter(([name]) => !BESIDE.includes(name));
  const sorted = [...sent].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const verb of methodsOf(method))
    for (const place of [path, path.startsWith('/app/') ? path.slice(4) : path])
      for (const pairs of [sent, sorted]) {
        const text = [verb, place, ...pairs.map((pair) => pair.join('=')), key.toString('base64')].join('&');
        if (createHash('sha1').update(text).digest('base64') === form.get('signature')) return true;
      }
  return false;
};

type Request = Pick<Signed, 'method' | 'path'>;

const KEY_BYTES = 16;

/** The key that the form itself sends along, before those of sign-ins. */
const keysFor = (form: ReadonlyMap<string, string>, keys: readonly Buffer[]): readonly Buffer[] => {
  const own = Buffer.from(form.get('ssecurity') ?? '', 'base64');
  return own.length === KEY_BYTES ? [own, ...keys] : keys;
};

/**
 * `data` of the device cloud: RC4 under SHA-256 of `ssecurity` and the form's `_nonce` (Squachen/micloud, miutils.py).
 * Where the route says that the request's signature shows the key to be right, that is worked out again with the key.
 */
export const fromMiotRc4: Undo = (taken, scene) => {
  const form = formWith(scene, ['_nonce', 'rc4_hash__']);
  const nonce = Buffer.from(form?.get('_nonce') ?? '', 'base64');
  if (form === null || !['', 'signature'].includes(scene.path)) return null;
  const keys = keysFor(form, scene.keys).map((key) =>
    createHash('sha256').update(key).update(nonce).digest(),
  );
  const isRight = (key: Buffer): boolean => scene.path === '' || isSignedForm(form, scene.signed(), key);
  return firstText(keys, (key) => rc4(taken, key), isRight);
};
