import { isLetter } from '../../decode/text/characters.ts';
import { toBuffer } from '../../decode/buffer.ts';
import type { Found } from '../found.ts';
import { SERVER_WORDS } from './key-table.ts';

/** Longer names are looked for by their field. */
const MOST_NAME_BYTES = 64;

const QUOTE = 0x22;
const COLON = 0x3a;
const EQUALS = 0x3d;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const SEMICOLON = 0x3b;
const COMMA = 0x2c;
/** Quotes or blanks between a name, its mark and its value. */
const MOST_BETWEEN = 2;

const NAME_BYTES = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_.-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

const textOf = (bytes: Uint8Array, from: number, to: number): string | null => {
  if (to === from || to - from > MOST_NAME_BYTES) return null;
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
};

/** Where the name begins that ends before a byte. */
export const startOfName = (bytes: Uint8Array, end: number): number => {
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

const isQuote = (byte: number | undefined): boolean =>
  byte === QUOTE || byte === APOSTROPHE || byte === BACKSLASH || byte === 0x5b || byte === 0x5d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

const skipped = (bytes: Uint8Array, at: number, isSkipped: (byte: number | undefined) => boolean): number => {
  let before = at;
  while (at - before < MOST_BETWEEN && isSkipped(bytes[before - 1])) before--;
  return before;
};

// `server ip: …` is another name than `ip: …`.
const withServer = (bytes: Uint8Array, from: number, name: string): string => {
  const end = skipped(bytes, from, isBlank);
  let start = end;
  while (end - start < MOST_NAME_BYTES && isLetter(bytes[start - 1])) start--;
  const word = end === from ? null : textOf(bytes, start, end);
  return word !== null && SERVER_WORDS.has(word.toLowerCase()) ? `${word} ${name}` : name;
};

const looseName = (bytes: Uint8Array, valueStart: number): string | null => {
  const mark = skipped(bytes, skipped(bytes, valueStart, isQuote), isBlank) - 1;
  if (bytes[mark] !== EQUALS && bytes[mark] !== COLON) return null;
  const end = skipped(bytes, skipped(bytes, mark, isBlank), isQuote);
  const from = startOfName(bytes, end);
  const property = bytes[mark] === COLON ? propertyName(bytes, from, mark) : null;
  if (property !== null) return property;
  const name = textOf(bytes, from, end);
  return name === null || !isLetter(bytes[from]) ? null : withServer(bytes, from, name);
};

const MOST_PROPERTY_BYTES = 100;
const PROPERTY = /(?:^|[\r\n])(?:[\w-]{1,20}\.)?([A-Z]{2,12})(?:;[^;:\r\n]{1,40}){1,5}$/;
/** Before the last word of parameters: `;CELL:`, `;TYPE=CELL:`, `;TYPE=VOICE,CELL:`, `;TYPE="VOICE,CELL":`. */
const PARAMETER_MARKS: ReadonlySet<number | undefined> = new Set([SEMICOLON, EQUALS, COMMA]);

// `TEL;CELL;PREF:`, `TEL;TYPE=CELL:`: a property of a vCard or calendar has its parameters between its name and its value
// (vCard 2.1 §2.1.1, RFC 6350 §3.3).
const propertyName = (bytes: Uint8Array, from: number, mark: number): string | null => {
  if (!PARAMETER_MARKS.has(bytes[from - 1])) return null;
  const before = toBuffer(bytes).toString('latin1', Math.max(0, mark - MOST_PROPERTY_BYTES), mark);
  return PROPERTY.exec(before)?.[1] ?? null;
};

// `/imei/8612…`
const segmentName = ({ layer, offset }: Found): string | null => {
  const { bytes, link, parent } = layer;
  if (link.step !== 'path' || parent !== null || bytes[offset - 1] !== SLASH) return null;
  return textOf(bytes, startOfName(bytes, offset - 1), offset - 1);
};

/**
 * The name that stands before some bytes in text that is no document: `imei = 8612…`, `androidId='4f1c…'`, `mac: 7c:…`
 * after whatever else the line holds, or the segment before them in a path. Null where none does. Text that merely looks so is
 * common: it names a field only where it tells of something.
 */
export const looseKey = (found: Found): string | null =>
  segmentName(found) ?? looseName(found.layer.bytes, found.offset);

const ENDS_LOOSE = /^["'\\]{0,2}(?:[\s|;,}\])&#<]|$)/;

/** Whether some bytes are all of the value behind a name that `looseKey` reads. */
export const isLooseValue = (found: Found): boolean => {
  const { layer, offset, length } = found;
  const to = offset + length;
  return looseKey(found) !== null && ENDS_LOOSE.test(toBuffer(layer.bytes).toString('latin1', to, to + 3));
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
