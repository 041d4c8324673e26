import { TRAIT } from '../traits.ts';

const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const NEWLINE = 0x0a;
const NAME_BYTES = 200;

const IN_NAME = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-[]%+$:@*!~')
  IN_NAME[character.charCodeAt(0)] = 1;
for (let byte = 128; byte < 256; byte++) IN_NAME[byte] = 1;

/** Whether bytes read as `name=value&name=value`, as a query or a form does. */
export const isForm = (bytes: Uint8Array, traits: number): boolean => {
  if ((traits & TRAIT.equals) === 0) return false;
  let at = 0;
  while (at < bytes.length && at < NAME_BYTES && IN_NAME[bytes[at] as number] === 1) at++;
  if (at > 0 && bytes[at] === AMPERSAND) return true;
  return at > 0 && bytes[at] === EQUALS && !isPadding(bytes, at);
};

// `QUJDRA==` is base64 and no form, also as the first line of several.
const isPadding = (bytes: Uint8Array, at: number): boolean =>
  at >= 12 && (isLineEnd(bytes, at + 1) || (bytes[at + 1] === EQUALS && isLineEnd(bytes, at + 2)));

const isLineEnd = (bytes: Uint8Array, at: number): boolean => at === bytes.length || bytes[at] === NEWLINE;

/** Fields of one form that are told apart; what follows them is taken for one field without a name. */
export const MOST_FIELDS = 1_000_000;

/** The values of a form, up to a bound: name start, name end, value start, value end for each, in order. */
export const formFields = (bytes: Buffer): number[] => {
  const fields: number[] = [];
  let equals = bytes.indexOf(EQUALS);
  let start = 0;
  while (start <= bytes.length && fields.length < 4 * MOST_FIELDS) {
    const found = bytes.indexOf(AMPERSAND, start);
    const end = found === -1 ? bytes.length : found;
    if (equals !== -1 && equals < start) equals = bytes.indexOf(EQUALS, start);
    if (equals !== -1 && equals < end) fields.push(start, equals, equals + 1, end);
    else if (end > start) fields.push(start, start, start, end);
    start = end + 1;
  }
  if (start < bytes.length) fields.push(start, start, start, bytes.length);
  return fields;
};
