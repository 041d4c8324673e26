import type { Child } from '../../layer.ts';
import { type Decoder, isReversed, sourceOf, type View } from '../decoder.ts';
import { BASE64_VALUE } from './base64-bytes.ts';
import { hexAt, writeCodePoint } from './characters.ts';
import { formFields, isForm } from '../route/form.ts';
import { gather, type UndoInto, type WidthAt } from './gather.ts';
import { phraseAround } from './percent-phrase.ts';
import { TRAIT } from '../traits.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;
const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const QUESTION = 0x3f;

const undoPercent =
  (plusByte: number): UndoInto =>
  (source, start, end, sink) => {
    const target = sink.bytes;
    let to = sink.at;
    for (let from = start; from < end;) {
      const byte = source[from] as number;
      if (byte === PERCENT) {
        const value = from + 3 <= end ? hexAt(source, from + 1, 2) : -1;
        const wide =
          value === -1 && from + 6 <= end && source[from + 1] === 0x75 ? hexAt(source, from + 2, 4) : -1;
        if (value !== -1) target[to++] = value;
        else if (wide !== -1) to = writeCodePoint(target, to, wide);
        else target[to++] = byte;
        from += value !== -1 ? 3 : wide !== -1 ? 6 : 1;
      } else {
        target[to++] = byte === PLUS ? plusByte : byte;
        from++;
      }
    }
    sink.at = to;
  };

/** Undoes `%XX` as one byte and the old `%uXXXX` as UTF-8; a percent sign before anything else stays. */
export const percentInto: UndoInto = undoPercent(PLUS);

/** Undoes percent-encoding, and a plus sign as a space (application/x-www-form-urlencoded). */
export const formInto: UndoInto = undoPercent(0x20);

// Of bytes that were encoded one by one, what RFC 3986 §2.3 calls unreserved stands as it is.
const UNRESERVED = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~')
  UNRESERVED[character.charCodeAt(0)] = 1;

const percentWidth: WidthAt = (source, at, end) => {
  const byte = source[at] as number;
  if (byte === PERCENT) return at + 3 <= end && hexAt(source, at + 1, 2) !== -1 ? 3 : 0;
  return UNRESERVED[byte] as number;
};

// Bytes that no encoder of URLs leaves as they are and that end a URL in other text.
const ENDS_URL = new Uint8Array(256);
for (let byte = 0; byte <= 32; byte++) ENDS_URL[byte] = 1;
for (const character of '"<>&\\^`|{}\x7f') ENDS_URL[character.charCodeAt(0)] = 1;
// In bytes that are no text, a high one is a tag or a length.
const ENDS_IN_BINARY = Uint8Array.from(ENDS_URL).fill(1, 128);

type Spans = { readonly percent: number[]; readonly form: number[] };

// URLs and queries in other text: a value behind an equals sign is read as a form's, where a plus is a space.
const embeddedSpans = ({ bytes, traits }: View, mark: number, spans: Spans): void => {
  const ends = (traits & TRAIT.notUtf8) === 0 ? ENDS_URL : ENDS_IN_BINARY;
  let floor = 0;
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, floor)) {
    let start = at;
    while (start > floor && ends[bytes[start - 1] as number] === 0) start--;
    let end = at + 1;
    while (end < bytes.length && ends[bytes[end] as number] === 0) end++;
    const data = dataStart(bytes, start, at);
    const phrase = data === start ? phraseAround(bytes, [start, end], floor, ends) : ([data, end] as const);
    start = data;
    floor = phrase[1];
    const equals = bytes.subarray(start, at).indexOf(EQUALS);
    const hasPlus = equals !== -1 && bytes.subarray(start + equals, end).includes(PLUS);
    if (hasPlus && isInQuery(bytes, start, end)) {
      if (mark === PLUS) spans.form.push(start + equals + 1, end);
    } else if (mark === PERCENT) {
      if (equals === -1) spans.percent.push(...phrase);
      else spans.percent.push(start + equals + 1, end);
    }
  }
};

const DATA = Buffer.from('data:');
const MOST_DATA_HEAD = 200;
const DATA_HEAD = /data:[^,]{0,190},/i;

// What a data URL (RFC 2397) holds begins behind its comma: its head names a charset with an equals sign.
const dataStart = (bytes: Buffer, start: number, at: number): number => {
  if (!bytes.subarray(start, at).includes(DATA)) return start;
  const from = Math.max(start, at - MOST_DATA_HEAD);
  const head = DATA_HEAD.exec(bytes.toString('latin1', from, at));
  return head === null ? start : from + head.index + head[0].length;
};

const isInQuery = (bytes: Buffer, start: number, end: number): boolean =>
  bytes[start - 1] === AMPERSAND || bytes[end] === AMPERSAND || bytes.subarray(start, end).includes(QUESTION);

const WORD = /^(?:[A-Za-z]?[a-z'.,!?-]*|[A-Z0-9.,-]{1,12})$/;
const MOST_WORDS = 65_536;

const ESCAPE = /%[0-9A-Fa-f]{2}/;
/** An escape of anything but a sign of base64 or the end of one of its lines: a plus of its own would be one, too. */
const ESCAPE_OF_FORM = /%(?!2[BbFf]|3[Dd]|0[AaDd])[0-9A-Fa-f]{2}/;

const isWord = (word: string, mayBeEmpty: boolean): boolean =>
  word === '' ? mayBeEmpty : ESCAPE.test(word) || word.split(/[,_-]/).every((part) => WORD.test(part));

// Text that was encoded as a form's value twice, or stands in another text: its spaces are pluses still. Base64, too, has
// pluses, and where a space is %20 a plus is one. Between escapes there may be several, as a document is indented.
const isFormText = (text: string): boolean => {
  if (/[=/]|%20/.test(text)) return false;
  if (ESCAPE_OF_FORM.test(text)) return true;
  const mayBeEmpty = ESCAPE.test(text);
  if (!mayBeEmpty && (text.startsWith('+') || text.endsWith('+'))) return false;
  return text.split('+').every((word) => isWord(word, mayBeEmpty));
};

const formTextSpans = (bytes: Buffer, spans: Spans): void => {
  for (let at = bytes.indexOf(PLUS), floor = 0; at !== -1; at = bytes.indexOf(PLUS, floor)) {
    let start = at;
    while (start > floor && at - start < MOST_WORDS && ENDS_URL[bytes[start - 1] as number] === 0) start--;
    let end = at + 1;
    while (end < bytes.length && end - at < MOST_WORDS && ENDS_URL[bytes[end] as number] === 0) end++;
    floor = end;
    const text = bytes.toString('latin1', start, end);
    // Behind a name, as a line of properties has it.
    const from = text.lastIndexOf('=', at - start) + 1;
    if (isFormText(text.slice(from))) spans.form.push(start + from, end);
  }
};

const formSpans = (bytes: Buffer): number[] => {
  const spans: number[] = [];
  const fields = formFields(bytes);
  // Names too: `users[+358…]=1` is sent as well.
  for (let k = 0; k < fields.length; k += 2) {
    const start = fields[k] as number;
    const end = fields[k + 1] as number;
    for (let at = start; at < end; at++) {
      if (bytes[at] !== PERCENT && bytes[at] !== PLUS) continue;
      spans.push(start, end);
      break;
    }
  }
  return spans;
};

const SLASH = 0x2f;

// Each segment of a path is a value of its own, and may be binary.
const segmentSpans = (bytes: Buffer): number[] => {
  const spans: number[] = [];
  for (let start = 0; start < bytes.length;) {
    const slash = bytes.indexOf(SLASH, start);
    const end = slash === -1 ? bytes.length : slash;
    const equals = bytes.subarray(start, end).indexOf(EQUALS);
    const from = equals === -1 ? start : start + equals + 1;
    if (bytes.subarray(from, end).includes(PERCENT)) spans.push(from, end);
    start = end + 1;
  }
  return spans;
};

const MIN_PRECEDED = 3;

// A percent sign without digits behind it speaks for text that was reversed, and so do digits before every one of
// several, as in a MAC, or before signs that are no ASCII forwards: of ciphertext in base64, one sign in twelve has them
// by chance. Without any sign there may be a plus.
const standsBackwards = (source: Buffer): boolean => {
  let preceded = 0;
  let isPreceded = true;
  let isHigh = true;
  for (let at = source.indexOf(PERCENT); at !== -1; at = source.indexOf(PERCENT, at + 1)) {
    const value = hexAt(source, at + 1, 2);
    if (value === -1) return true;
    if (source[at - 3] === PERCENT) continue;
    isPreceded &&= at >= 2 && hexAt(source, at - 2, 2) !== -1;
    isHigh &&= value >= 0x80;
    preceded++;
  }
  return preceded === 0 || (isPreceded && (isHigh || preceded >= MIN_PRECEDED));
};

const MOST_WORDS_BYTES = 40;

const isLetter = (byte: number | undefined): boolean => (BASE64_VALUE[byte ?? 0xff] as number) < 62;

// A plus sign between two words, which are shorter than base64 mostly is.
const joinsWords = (bytes: Buffer, at: number): boolean => {
  if (!isLetter(bytes[at - 1]) || !isLetter(bytes[at + 1])) return false;
  const isInside = (byte: number | undefined): boolean => isLetter(byte) || byte === PLUS || byte === SLASH;
  let from = at;
  while (at - from <= MOST_WORDS_BYTES && isInside(bytes[from - 1])) from--;
  let to = at;
  while (to - from <= MOST_WORDS_BYTES && isInside(bytes[to + 1])) to++;
  return to - from <= MOST_WORDS_BYTES;
};

// `htimS+nhoJ=eman`: a plus sign may be the space of a form. Forwards, its form is undone anyway.
const isFormBackwards = (bytes: Buffer, traits: number): boolean => {
  if ((traits & TRAIT.plus) === 0 || (traits & TRAIT.equals) === 0) return false;
  for (let at = bytes.indexOf(PLUS); at !== -1; at = bytes.indexOf(PLUS, at + 1))
    if (joinsWords(bytes, at)) return true;
  return false;
};

const endsEscape = (bytes: Buffer, at: number): boolean =>
  at >= 2 && (hexAt(bytes, at - 2, 2) !== -1 || bytes[at - 1] === 0x75);

/** Whether escapes of percent signs, or the pluses of a form, may stand backwards. */
export const hasReversedPercent = ({ bytes, traits }: View): boolean => {
  if ((traits & TRAIT.percent) === 0) return isFormBackwards(bytes, traits);
  if (!standsBackwards(bytes)) return false;
  for (let at = bytes.indexOf(PERCENT); at !== -1; at = bytes.indexOf(PERCENT, at + 1))
    if (endsEscape(bytes, at)) return true;
  return false;
};

const decode = (view: View): readonly Child[] => {
  const { layer, bytes, traits, budget } = view;
  if ((traits & (TRAIT.percent | TRAIT.plus)) === 0) return [];
  if (isReversed(layer) && !standsBackwards(sourceOf(layer))) return [];
  if (layer.link.step === 'query' || isForm(bytes, traits))
    return gather(bytes, formSpans(bytes), 'form', { undo: formInto, budget });
  if (layer.parent === null && layer.link.step === 'path')
    return gather(bytes, segmentSpans(bytes), 'percent', { undo: percentInto, budget });
  const spans: Spans = { percent: [], form: [] };
  embeddedSpans(view, PERCENT, spans);
  if ((traits & TRAIT.equals) !== 0) embeddedSpans(view, PLUS, spans);
  if ((traits & TRAIT.plus) !== 0 && !isReversed(layer)) formTextSpans(bytes, spans);
  return [
    ...gather(bytes, spans.percent, 'percent', { undo: percentInto, budget, widthAt: percentWidth }),
    ...gather(bytes, spans.form, 'form', { undo: formInto, budget }),
  ];
};

/** Percent-encoding: the values of a query or form, and URLs in any other text. */
export const PERCENT_ENCODING: Decoder = { name: 'percent', decode };
