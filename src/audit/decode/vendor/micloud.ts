import { createHash, createHmac } from 'node:crypto';
import type { Child } from '../../layer.ts';
import type { Context, Decoder, View } from '../decoder.ts';
import { toBuffer } from '../buffer.ts';
import { isPlainText } from '../plausible.ts';
import { isText } from '../traits.ts';
import { decryptAes, plainUnder } from './aes.ts';
import { formValues } from './form-values.ts';
import { XIAOMI_IV } from './miota.ts';

const XIAOMI = /(?:^|\.)(?:xiaomi\.(?:com|net)|mi\.com|miui\.com)$/;

/** What shows that the key is right, beside a plain text: of what was cut off nothing does, and `text` says so. */
type Proof = 'signature' | 'hmac' | 'padding' | 'text';

const stepFor = ({ host }: Context): 'xiaomi-passport' | 'xiaomi-micloud' =>
  host.includes('account.') ? 'xiaomi-passport' : 'xiaomi-micloud';

/**
 * The `signature` of a request: base64 of SHA-1 over method, encoded path, `name=value` by name and ssecurity,
 * joined by `&`. Source: AyraHikari/XiaomiAppsPort, micloudsdk/utils/Coder.smali, generateSignature.
 */
const signatureOf = (
  method: string,
  path: string,
  values: ReadonlyMap<string, string>,
  ssecurity: string,
): string => {
  const names = [...values.keys()].filter((name) => name !== 'signature').sort();
  const pairs = names.map((name) => `${name}=${values.get(name) ?? ''}`);
  return createHash('sha1')
    .update([method, path, ...pairs, ssecurity].join('&'))
    .digest('base64');
};

const isSigned = ({ roots }: Context, ssecurity: string): boolean => {
  const signed = roots.filter(({ link }) => link.step === 'query' || link.step === 'body');
  const values = new Map(signed.flatMap((root) => [...formValues(root)]));
  const signature = values.get('signature');
  const path = roots.find(({ link }) => link.step === 'path');
  if (signature === undefined || path === undefined) return false;
  const text = toBuffer(path.bytes).toString('latin1');
  return ['GET', 'POST'].some((method) => signatureOf(method, text, values, ssecurity) === signature);
};

const proofOf = (context: Context, ssecurity: string, isCut: boolean): Proof => {
  if (isCut) return 'text';
  return isSigned(context, ssecurity) ? 'signature' : 'padding';
};

const applies = ({ host, secrets }: Context): boolean => secrets.ssecurities.length > 0 && XIAOMI.test(host);

const decode = ({ layer, bytes, traits, context }: View): readonly Child[] => {
  if (layer.parent === null || isText(traits) || !applies(context)) return [];
  for (const ssecurity of context.secrets.ssecurities.toReversed()) {
    const found = plainUnder(bytes, Buffer.from(ssecurity, 'base64'), XIAOMI_IV);
    if (found === null) continue;
    const path = proofOf(context, ssecurity, found.isCut);
    return [{ bytes: found.bytes, link: { step: stepFor(context), path, offset: 0, length: found.length } }];
  }
  return [];
};

/**
 * Parameters of Xiaomi's account and cloud: AES-CBC under the session's ssecurity and a fixed IV.
 * Source: AyraHikari/XiaomiAppsPort, accountsdk/utils/AESCoder.smali and SecureRequest.smali.
 */
export const MICLOUD: Decoder = { name: 'xiaomi-micloud', decode };

const SEALED = /1:([\w-]{22}):((?:[A-Za-z0-9+/]{4}){5,}[A-Za-z0-9+/=]{4})/g;
const MAX_SEALED = 1000;

/** Undoes `1:<iv>:<data>`, both base64: the form of AESWithIVCoder; null where the key does not fit. */
const unseal = (text: string, ssecurity: string): Buffer | null => {
  const [version, iv, content] = text.split(':');
  if (version !== '1' || iv === undefined || content === undefined) return null;
  const key = Buffer.from(ssecurity, 'base64');
  return decryptAes(Buffer.from(content, 'base64'), key, Buffer.from(iv, 'base64url'));
};

const macProof = (text: string, sealed: string, ssecurity: string): Proof => {
  const found = /"S"\s{0,2}:\s{0,2}"([^":]{1,64}):([\w-]{27})"/.exec(text);
  const key = Buffer.from(ssecurity, 'base64');
  const mac = createHmac('sha1', key)
    .update(`${found?.[1] ?? ''}:${sealed}`)
    .digest('base64url');
  return mac === found?.[2] ? 'hmac' : 'padding';
};

const decodeSealed = ({ bytes, traits, context }: View): readonly Child[] => {
  if (!isText(traits) || !applies(context) || !bytes.includes('1:')) return [];
  const text = bytes.toString('latin1');
  const children: Child[] = [];
  for (const match of text.matchAll(SEALED)) {
    if (children.length >= MAX_SEALED) break;
    const [sealed] = match;
    for (const ssecurity of context.secrets.ssecurities.toReversed()) {
      const plain = unseal(sealed, ssecurity);
      if (plain === null || !isPlainText(plain)) continue;
      const path = macProof(text, sealed, ssecurity);
      children.push({
        bytes: plain,
        link: { step: 'xiaomi-micloud', path, offset: match.index, length: sealed.length },
      });
      break;
    }
  }
  return children;
};

/**
 * The newer form of the cloud's parameters, `{"D": "1:<iv>:<data>", "S": "<x>:<mac>"}`; the MAC is HMAC-SHA1 of
 * `<x>:<D>`. Source: the same, CloudAESWithIVCoder.smali and AESStringDef.
 */
export const MICLOUD_IV: Decoder = { name: 'xiaomi-micloud-iv', decode: decodeSealed };
