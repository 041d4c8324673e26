import type { LoadedFlow } from '#model/flow';
import { gunzipSync } from 'node:zlib';
import { toBuffer } from './buffer.ts';

/** Keys that a session's own sign-in handed out, learnt from what the handset received. Never shown. */
export type Secrets = {
  /** Xiaomi's `ssecurity`: base64 of 16 bytes, newest last. */
  readonly ssecurities: readonly string[];
};

/** Before any sign-in. */
export const NO_SECRETS: Secrets = { ssecurities: [] };

const MAX_SECRETS = 64;
const MAX_BODY = 1 << 20;
const SSECURITY = /"ssecurity"\s{0,4}:\s{0,4}"((?:[A-Za-z0-9+]|\\?\/){16,64}={0,2})"/g;

const found = (text: string): string[] =>
  [...text.matchAll(SSECURITY)].map(([, value = '']) => value.replaceAll('\\/', '/'));

const isSignIn = (bytes: Buffer): boolean => bytes.includes('"ssecurity"');

const bodyText = (body: Uint8Array): string => {
  if (body.length > MAX_BODY) return '';
  const bytes = toBuffer(body);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return isSignIn(bytes) ? bytes.toString('latin1') : '';
  try {
    const plain = gunzipSync(bytes, { maxOutputLength: MAX_BODY });
    return isSignIn(plain) ? plain.toString('latin1') : '';
  } catch {
    return '';
  }
};

const XIAOMI = /(?:^|\.)(?:xiaomi\.(?:com|net)|mi\.com|miui\.com|micloud\.xiaomi\.net)$/;

/**
 * The secrets after one more flow, in the order of the session: `ssecurity` from the answer of a Xiaomi sign-in
 * (`&&&START&&&{…}`) or its `extension-pragma` header, as Yonsm/MiService miaccount.py reads them. Pure.
 */
export const learnSecrets = (secrets: Secrets, loaded: LoadedFlow): Secrets => {
  const { flow } = loaded;
  if (flow.kind !== 'http' || !XIAOMI.test(flow.destination.host.toLowerCase())) return secrets;
  const headers = flow.responseHeaders
    .filter(([name]) => name.toLowerCase() === 'extension-pragma')
    .flatMap(([, value]) => found(value));
  const fresh = [...headers, ...found(bodyText(loaded.responseBody))];
  const added = fresh.filter((value) => !secrets.ssecurities.includes(value));
  if (added.length === 0) return secrets;
  return { ssecurities: [...new Set([...secrets.ssecurities, ...added])].slice(-MAX_SECRETS) };
};
