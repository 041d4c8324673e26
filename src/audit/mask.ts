import type { Canary } from '#model/canary';
import type { DataClass } from '#model/data-class';
import { PHONE_CLASSES, PUBLIC_CLASSES } from '#model/data-class';

const HIDDEN = '•••';
const MOST_SHOWN = 4;
/** Shorter values are masked only as whole words: they occur inside ordinary ones. */
const SHORTEST_SUBSTRING = 5;
/** Letters and digits of a value that is looked for with any separators between them. */
const SHORTEST_SPREAD = 8;
/** Of separators between two letters of one value. */
const WIDEST_GAP = 3;
const BETWEEN = /[^\p{L}\p{N}]/gu;

const SCRIPTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Han', /\p{Script=Han}/u],
  ['Hiragana or Katakana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['Hangul', /\p{Script=Hangul}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Devanagari', /\p{Script=Devanagari}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Latin', /\p{Script=Latin}/u],
];

const scriptsOf = (text: string): string => {
  const found = SCRIPTS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return found.length === 0 ? 'no letters' : found.join(' and ');
};

/** At most a quarter of the characters and never more than four; message text only as length and script. */
export const maskValue = (dataClass: DataClass, value: string): string => {
  if (PUBLIC_CLASSES.has(dataClass)) return value;
  const characters = [...value];
  if (dataClass === 'sms.body') return `text of ${String(characters.length)} characters, ${scriptsOf(value)}`;
  const shown = Math.min(MOST_SHOWN, Math.floor(characters.length / 4));
  const head = Math.ceil(shown / 2);
  const tail = shown - head;
  return characters.slice(0, head).join('') + HIDDEN + (tail === 0 ? '' : characters.slice(-tail).join(''));
};

/** As it is, composed or decomposed, without separators, and in the escapes of a URL. */
const commonSpellings = (value: string): readonly string[] => {
  const encoded = encodeURIComponent(value.toWellFormed());
  return [
    value,
    value.trim(),
    value.replace(BETWEEN, ''),
    value.normalize('NFC'),
    value.normalize('NFD'),
    encoded,
    encoded.replaceAll('%20', '+'),
  ];
};

const spellingsOf = ({ class: dataClass, value }: Canary): readonly string[] => {
  const digits = value.replace(/\D/gu, '');
  const spellings = [...commonSpellings(value)];
  // The last eight digits identify a number in every country; a region only ever adds digits in front.
  if (PHONE_CLASSES.has(dataClass)) spellings.push(digits, digits.slice(-8));
  if (dataClass === 'imei') spellings.push(digits, digits.slice(0, 14));
  if (dataClass === 'location') spellings.push(...value.split(',').map((part) => part.trim()));
  return spellings;
};

/** Blanks every known value, in any common spelling and in either case, out of a text that will be shown. */
export type Scrub = (text: string) => string;

/** Spellings in lower case by their first characters. */
type Spellings = Map<string, Set<string>>;

const addSpelling = (byStart: Spellings, spelling: string): void => {
  const start = spelling.slice(0, SHORTEST_SUBSTRING);
  const bucket = byStart.get(start) ?? new Set<string>();
  byStart.set(start, bucket.add(spelling));
};

/** Cuts texts of at least five characters out of others, in either case. */
export const compileCut = (texts: Iterable<string>): Scrub => {
  const byStart: Spellings = new Map();
  for (const text of texts) if (text.length >= SHORTEST_SUBSTRING) addSpelling(byStart, text.toLowerCase());
  return byStart.size === 0 ? (text) => text : (text) => cutSubstrings(text, byStart);
};

/** Makes a scrub for these canaries; public classes are left as they are. */
export const compileScrub = (canaries: readonly Canary[]): Scrub => {
  const byStart: Spellings = new Map();
  const bare: Spellings = new Map();
  const words = new Set<string>();
  for (const canary of canaries) {
    if (PUBLIC_CLASSES.has(canary.class)) continue;
    for (const spelling of spellingsOf(canary)) {
      const lower = spelling.toLowerCase();
      if (lower.length >= SHORTEST_SUBSTRING) addSpelling(byStart, lower);
      else if (lower !== '') words.add(lower);
    }
    const letters = canary.value.replace(BETWEEN, '').toLowerCase();
    if (letters.length >= SHORTEST_SPREAD) addSpelling(bare, letters);
  }
  const cutWords = (text: string): string =>
    words.size === 0
      ? text
      : text.replace(/[\p{L}\p{N}]+/gu, (word) => (words.has(word.toLowerCase()) ? HIDDEN : word));
  return (text) => cutWords(cutSpread(cutSubstrings(text, byStart), bare));
};

type Span = readonly [from: number, to: number];

/** Where spellings stand in a text that is in lower case already: the longest at each place, left to right. */
const spansIn = (lower: string, byStart: Spellings): readonly Span[] => {
  const spans: Span[] = [];
  for (let at = 0; at + SHORTEST_SUBSTRING <= lower.length; at += 1) {
    const bucket = byStart.get(lower.slice(at, at + SHORTEST_SUBSTRING));
    if (bucket === undefined) continue;
    let longest = 0;
    for (const spelling of bucket)
      if (spelling.length > longest && lower.startsWith(spelling, at)) longest = spelling.length;
    if (longest === 0) continue;
    spans.push([at, at + longest]);
    at += longest - 1;
  }
  return spans;
};

const withoutSpans = (text: string, spans: readonly Span[]): string => {
  if (spans.length === 0) return text;
  let shown = '';
  let kept = 0;
  for (const [from, to] of spans) {
    shown += text.slice(kept, from) + HIDDEN;
    kept = to;
  }
  return shown + text.slice(kept);
};

const cutSubstrings = (text: string, byStart: Spellings): string => {
  const lower = text.toLowerCase();
  // Lower-casing changes the length of a few letters; positions are only comparable when it does not.
  return withoutSpans(lower.length === text.length ? text : lower, spansIn(lower, byStart));
};

const isLetter = (text: string, code: number): boolean => {
  if (code > 0x7f) return /^[\p{L}\p{N}]/u.test(text);
  return (code > 0x2f && code < 0x3a) || (code > 0x40 && code < 0x5b) || (code > 0x60 && code < 0x7b);
};

/** Letters and digits of a text, in lower case, each with its place; a wide gap stays as one space. */
const lettersOf = (text: string): { readonly letters: string; readonly places: readonly number[] } => {
  let letters = '';
  const places: number[] = [];
  let at = 0;
  let end = 0;
  for (const letter of text) {
    if (isLetter(letter, letter.codePointAt(0) ?? 0)) {
      if (at - end > WIDEST_GAP) places.push(end);
      const lower = `${at - end > WIDEST_GAP ? ' ' : ''}${letter.toLowerCase()}`;
      letters += lower;
      while (places.length < letters.length) places.push(at);
      end = at + letter.length;
    }
    at += letter.length;
  }
  return { letters, places };
};

// A value with other separators between its letters: in a host name, say, where there can be no colon, blank or at sign.
const cutSpread = (text: string, bare: Spellings): string => {
  if (bare.size === 0) return text;
  const { letters, places } = lettersOf(text);
  const spans = spansIn(letters, bare).map(([from, to]): Span => [
    places[from] ?? 0,
    (places[to - 1] ?? 0) + 1,
  ]);
  return withoutSpans(text, spans);
};
