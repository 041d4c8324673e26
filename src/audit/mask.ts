import type { Canary } from '#model/canary';
import type { DataClass } from '#model/data-class';
import { PHONE_CLASSES, PUBLIC_CLASSES } from '#model/data-class';

const HIDDEN = '•••';
const MOST_SHOWN = 4;
/** Shorter values are masked only as whole words: they occur inside ordinary ones. */
const SHORTEST_SUBSTRING = 5;

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
    value.replace(/[^\p{L}\p{N}]/gu, ''),
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

/** Makes a scrub for these canaries; public classes are left as they are. */
export const compileScrub = (canaries: readonly Canary[]): Scrub => {
  const byStart = new Map<string, Set<string>>();
  const words = new Set<string>();
  for (const canary of canaries) {
    if (PUBLIC_CLASSES.has(canary.class)) continue;
    for (const spelling of spellingsOf(canary)) {
      const lower = spelling.toLowerCase();
      if (lower.length < SHORTEST_SUBSTRING) {
        if (lower !== '') words.add(lower);
        continue;
      }
      const start = lower.slice(0, SHORTEST_SUBSTRING);
      const bucket = byStart.get(start) ?? new Set<string>();
      byStart.set(start, bucket.add(lower));
    }
  }
  const cutWords = (text: string): string =>
    words.size === 0
      ? text
      : text.replace(/[\p{L}\p{N}]+/gu, (word) => (words.has(word.toLowerCase()) ? HIDDEN : word));
  return (text) => cutWords(cutSubstrings(text, byStart));
};

const cutSubstrings = (text: string, byStart: ReadonlyMap<string, ReadonlySet<string>>): string => {
  const lower = text.toLowerCase();
  // Lower-casing changes the length of a few letters; positions are only comparable when it does not.
  const subject = lower.length === text.length ? text : lower;
  let shown = '';
  let kept = 0;
  for (let at = 0; at + SHORTEST_SUBSTRING <= lower.length; at += 1) {
    const bucket = byStart.get(lower.slice(at, at + SHORTEST_SUBSTRING));
    if (bucket === undefined) continue;
    let longest = 0;
    for (const spelling of bucket)
      if (spelling.length > longest && lower.startsWith(spelling, at)) longest = spelling.length;
    if (longest === 0) continue;
    shown += subject.slice(kept, at) + HIDDEN;
    kept = at + longest;
    at = kept - 1;
  }
  return kept === 0 ? text : shown + subject.slice(kept);
};
