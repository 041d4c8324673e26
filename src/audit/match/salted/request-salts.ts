import type { Layer } from '../../layer.ts';
import type { Found } from '../found.ts';

const MIN_BYTES = 3;
const MOST_BYTES = 64;
/** Longer layers are searched up to here: salts stand beside the digest, not in a payload. */
const MOST_LAYER_BYTES = 32_768;
/** More than the search can try with a single value within its bound. */
const MOST_SALTS = 12_501;

const EQUALS = 0x3d;
const COLON = 0x3a;
const SPACE = 0x20;
const QUOTE = 0x22;
const DELIMITERS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || '&=,;{}[]"\'<>|?'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

const isName = (body: Uint8Array, end: number): boolean =>
  body[end] === EQUALS || body[end] === COLON || (body[end] === QUOTE && body[end + 1] === COLON);

const trimmed = (body: Uint8Array, from: number, to: number): readonly [number, number] => {
  let start = from;
  let end = to;
  while (start < end && (body[start] === 0x20 || body[start] === COLON)) start++;
  while (end > start && body[end - 1] === 0x20) end--;
  return [start, end];
};

const addFrom = (layer: Layer, salts: Map<string, Found>): void => {
  const { bytes } = layer;
  const last = Math.min(bytes.length, MOST_LAYER_BYTES);
  for (let from = 0, at = 0; at <= last && salts.size < MOST_SALTS; at++) {
    if (at < last && DELIMITERS[bytes[at] ?? 0] === 0 && !(bytes[at] === COLON && bytes[at + 1] === SPACE))
      continue;
    const [start, end] = trimmed(bytes, from, at);
    from = at + 1;
    if (end - start < MIN_BYTES || end - start > MOST_BYTES || isName(bytes, at)) continue;
    const text = Buffer.from(bytes.subarray(start, end)).toString('latin1');
    if (!salts.has(text)) salts.set(text, { layer, offset: start, length: end - start });
  }
};

/** The values of a request, in order, that may have been hashed together with another; names are left out. */
export const requestSalts = (layers: readonly Layer[]): ReadonlyMap<string, Found> => {
  const salts = new Map<string, Found>();
  for (const layer of layers) addFrom(layer, salts);
  return salts;
};
