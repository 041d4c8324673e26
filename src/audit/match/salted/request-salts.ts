import { isPlainText } from '../../decode/plausible.ts';
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

/** Names of what software hashes together with an id: what is drawn for one request, its time, a key, an app. */
const TELLING =
  /nonce|salt|seed|rand|key|secret|stamp|time|package|bundle|app.?id|request.?id|(?:^|[^a-z])(?:ts|t|app|pkg)$/i;
const MOST_NAME_BYTES = 40;

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');

// Null where there is no name, as between the quote that ends one and its colon.
const isTellingName = (bytes: Uint8Array, start: number, end: number): boolean | null =>
  end > start ? TELLING.test(textOf(bytes, start, Math.min(end, start + MOST_NAME_BYTES))) : null;

type Gathered = { readonly salts: Map<string, RequestSalt>; readonly isTellingOnly: boolean };

const addValue = ({ salts }: Gathered, found: Found, isTelling: boolean): void => {
  const text = textOf(found.layer.bytes, found.offset, found.offset + found.length);
  const known = salts.get(text);
  if (known === undefined || (isTelling && !known.isTelling)) salts.set(text, { found, isTelling });
};

// Between two values stands a delimiter, or a colon with a space behind it.
const isBetween = (bytes: Uint8Array, at: number): boolean =>
  DELIMITERS[bytes[at] ?? 0] === 1 || (bytes[at] === COLON && bytes[at + 1] === SPACE);

// Of binary bytes, what stands between two that look like delimiters is no value.
const isValue = (bytes: Uint8Array, start: number, length: number): boolean =>
  length >= MIN_BYTES &&
  length <= MOST_BYTES &&
  isPlainText(Buffer.from(bytes.buffer, bytes.byteOffset + start, length));

const addFrom = (layer: Layer, gathered: Gathered): void => {
  const { bytes } = layer;
  const last = Math.min(bytes.length, MOST_LAYER_BYTES);
  let isTelling = TELLING.test(layer.link.path ?? '');
  for (let from = 0, at = 0; at <= last && gathered.salts.size < MOST_SALTS; at++) {
    if (at < last && !isBetween(bytes, at)) continue;
    const [start, end] = trimmed(bytes, from, at);
    const length = end - start;
    from = at + 1;
    if (isName(bytes, at)) isTelling = isTellingName(bytes, start, end) ?? isTelling;
    else if ((isTelling || !gathered.isTellingOnly) && isValue(bytes, start, length))
      addValue(gathered, { layer, offset: start, length }, isTelling);
  }
};

/** Where a value stands that may have been hashed together with another, and whether its name tells so. */
export type RequestSalt = { readonly found: Found; readonly isTelling: boolean };

/**
 * The values of a request, in order, that may have been hashed together with another, or those alone whose names tell
 * so; names are left out.
 */
export const requestSalts = (
  layers: readonly Layer[],
  isTellingOnly: boolean,
): ReadonlyMap<string, RequestSalt> => {
  const salts = new Map<string, RequestSalt>();
  for (const layer of layers) addFrom(layer, { salts, isTellingOnly });
  return salts;
};
