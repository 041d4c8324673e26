import type { Found } from '../found.ts';

/** Longer names are looked for by their field. */
const MOST_NAME_BYTES = 64;

const QUOTE = 0x22;
const COLON = 0x3a;
const EQUALS = 0x3d;

const NAME_BYTES = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_.-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

const textOf = (bytes: Uint8Array, from: number, to: number): string | null => {
  if (to === from || to - from > MOST_NAME_BYTES) return null;
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
};

const startOfName = (bytes: Uint8Array, end: number): number => {
  let from = end;
  while (from > 0 && end - from <= MOST_NAME_BYTES && NAME_BYTES[bytes[from - 1] ?? 0] === 1) from--;
  return from;
};

// `"name":"` or `"name":` right before a value of JSON.
const jsonName = (bytes: Uint8Array, valueStart: number): string | null => {
  let at = valueStart;
  if (bytes[at - 1] === QUOTE) at--;
  if (bytes[at - 1] === 0x20) at--;
  if (bytes[at - 1] !== COLON || bytes[at - 2] !== QUOTE) return null;
  const from = startOfName(bytes, at - 2);
  return bytes[from - 1] === QUOTE ? textOf(bytes, from, at - 2) : null;
};

const isPairStart = (byte: number | undefined): boolean =>
  byte === undefined || byte === 0x26 || byte === 0x3b || byte === 0x3f || byte === 0x0a;

// `name=` right before a value of a form or query.
const formName = (bytes: Uint8Array, valueStart: number): string | null => {
  if (bytes[valueStart - 1] !== EQUALS) return null;
  const from = startOfName(bytes, valueStart - 1);
  return isPairStart(bytes[from - 1]) ? textOf(bytes, from, valueStart - 1) : null;
};

/**
 * The name that plainly stands right before some bytes, as `"name":"…`, `"name":…` or `name=…`; null where none does
 * and the field has to be located. Of reversed text, the name before the same bytes as they were sent.
 */
export const ownKey = (found: Found): string | null => {
  const { layer, offset } = found;
  return jsonName(layer.bytes, offset) ?? formName(layer.bytes, offset) ?? forwardKey(found);
};

/** Of reversed text, the name that stands before the same bytes as they were sent; null for any other layer. */
export const forwardKey = ({ layer: { link, parent, pieces }, offset, length }: Found): string | null => {
  if (link.step !== 'reverse' || parent === null || pieces !== undefined) return null;
  const start = parent.bytes.length - offset - length;
  return jsonName(parent.bytes, start) ?? formName(parent.bytes, start);
};
