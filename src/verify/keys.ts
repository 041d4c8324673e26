import { gunzipSync } from 'node:zlib';
import type { LoadedFlow } from '#model/flow';

const MOST_KEYS = 64;
const MOST_BYTES = 1 << 20;
const KEY_BYTES = 16;
const NAME = '"ssecurity"';

/** The JSON string that follows a name and a colon; null for anything else. */
const stringAfter = (text: string, at: number): string | null => {
  const rest = text.slice(at, at + 200);
  const [literal] = /(?<=^\s*:\s*)"(?:[^"\\]|\\.)*"/.exec(rest) ?? [];
  try {
    const value: unknown = literal === undefined ? null : JSON.parse(literal);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
};

const keysIn = (text: string): readonly Buffer[] => {
  const keys: Buffer[] = [];
  for (let at = text.indexOf(NAME); at !== -1 && keys.length < MOST_KEYS; at = text.indexOf(NAME, at + 1)) {
    const key = Buffer.from(stringAfter(text, at + NAME.length) ?? '', 'base64');
    if (key.length === KEY_BYTES) keys.push(key);
  }
  return keys;
};

const textOf = (body: Uint8Array): string => {
  if (body.length > MOST_BYTES) return '';
  const bytes = Buffer.from(body);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('latin1');
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('latin1');
  } catch {
    return '';
  }
};

/** Who hands them out; other answers could push the right ones out of the list. */
const GIVERS = /(?:^|\.)(?:xiaomi\.(?:com|net)|mi\.com|miui\.com)$/i;

/** The keys known so far and those that one more answer hands out, newest first: `ssecurity` of a Xiaomi sign-in. */
export const learnKeys = (
  known: readonly Buffer[],
  { flow, responseBody }: LoadedFlow,
): readonly Buffer[] => {
  if (flow.kind !== 'http') return known;
  const { host, sni } = flow.destination;
  if (![host, sni ?? ''].some((name) => GIVERS.test(name))) return known;
  const headers = flow.responseHeaders.flatMap(([, value]) => keysIn(value));
  const found = [...headers, ...keysIn(textOf(responseBody))];
  const fresh = found.filter((key) => !known.some((other) => other.equals(key)));
  return fresh.length === 0 ? known : [...fresh.reverse(), ...known].slice(0, MOST_KEYS);
};
