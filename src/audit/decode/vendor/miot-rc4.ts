import { createHash } from 'node:crypto';
import type { Child } from '../../layer.ts';
import type { Context, Decoder, View } from '../decoder.ts';
import { toBuffer } from '../buffer.ts';
import { isPlainText } from '../plausible.ts';
import { isText } from '../traits.ts';
import { formWith } from './form-values.ts';

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

type Values = ReadonlyMap<string, string>;

/** Added once the rest is signed. */
const UNSIGNED: ReadonlySet<string> = new Set(['signature', 'ssecurity', '_nonce']);

/** Gateways put this before the path that the client signs. */
const PREFIX = /^\/app(?=\/)/;

// The encrypted values as they are sent, and by name: what they are signed as depends on the client.
const ordersOf = (values: Values): readonly string[] => {
  const sent = [...values].filter(([name]) => !UNSIGNED.has(name));
  const sorted = sent.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...new Set([sent, sorted].map((order) => order.map((pair) => pair.join('=')).join('&')))];
};

/**
 * Whether the `signature` of a form was made with this key: base64 of SHA-1 over method, path, `name=value` as encrypted
 * and the key in base64, joined by `&`. Source: Xiaomi-cloud-tokens-extractor, generate_enc_signature.
 */
const isSigned = ({ roots }: Context, values: Values, key: Buffer): boolean => {
  const signature = values.get('signature');
  const root = roots.find(({ link }) => link.step === 'path');
  if (signature === undefined || root === undefined) return false;
  const path = toBuffer(root.bytes).toString('latin1');
  const heads = ['POST', 'GET'].flatMap((method) =>
    [path, path.replace(PREFIX, '')].map((signed) => `${method}&${signed}&`),
  );
  const end = `&${key.toString('base64')}`;
  const signs = (head: string, order: string): boolean =>
    createHash('sha1').update(head).update(order).update(end).digest('base64') === signature;
  return ordersOf(values).some((order) => heads.some((head) => signs(head, order)));
};

// Every value of a form asks, and the form may be long.
const answers = new WeakMap<Values, Map<string, boolean>>();

const isSignedOnce = (context: Context, values: Values, key: Buffer): boolean => {
  const known = answers.get(values) ?? new Map<string, boolean>();
  answers.set(values, known);
  const name = key.toString('latin1');
  const answer = known.get(name) ?? isSigned(context, values, key);
  known.set(name, answer);
  return answer;
};

/** Of a key that handsets are given: 16 bytes. */
const KEY_TEXT = /^[A-Za-z0-9+/]{22}(?:==)?$/;

// Clients send the key with what it encrypts, so that a sign-in need not be known; those of sign-ins, newest first.
const ssecuritiesOf = (values: Values, { secrets }: Context): readonly string[] => {
  const own = values.get('ssecurity') ?? '';
  const learnt = secrets.ssecurities.toReversed();
  return KEY_TEXT.test(own) ? [own, ...learnt] : learnt;
};

const decode = ({ layer, bytes, traits, context }: View): readonly Child[] => {
  if (layer.parent === null || isText(traits)) return [];
  const values = formWith(layer, ['_nonce', 'rc4_hash__']);
  if (values === null) return [];
  for (const ssecurity of ssecuritiesOf(values, context)) {
    const key = signedNonce(ssecurity, values.get('_nonce') ?? '');
    const plain = rc4(bytes, key);
    if (!isPlainText(plain)) continue;
    const proof = isSignedOnce(context, values, key) ? { path: 'signature' } : {};
    return [{ bytes: plain, link: { step: 'xiaomi-miot-rc4', ...proof, offset: 0, length: bytes.length } }];
  }
  return [];
};

/**
 * `data` of Xiaomi's device cloud (`MIOT-ENCRYPT-ALGORITHM: ENCRYPT-RC4`). Where the request's own signature comes out
 * with the key, the route says `signature`; else nothing shows that it is right but a plain text.
 * Source: PiotrMachowski/Xiaomi-cloud-tokens-extractor; Squachen/micloud.
 */
export const MIOT_RC4: Decoder = { name: 'xiaomi-miot-rc4', decode };
