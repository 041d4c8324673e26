import type { Spell } from './content.ts';

/** Letters without a decomposition into base letter and mark. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', ı: 'i' },
  ...{ æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ß: 'ss', þ: 'th', Þ: 'Th' },
};

const withoutMarks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

const withoutDiacritics = (text: string): string =>
  [...withoutMarks(text)]
    .map((letter) => BASE_LETTERS[letter] ?? letter)
    .join('')
    .normalize('NFC');

const MOST_WORDS = 6;

const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/u).filter((word) => word !== '');

/** Words in an order of their own, the first of them parted from the rest by a joint. */
const ordered =
  (order: (words: readonly string[]) => readonly (readonly string[])[]): Spell =>
  (text) => {
    const words = wordsOf(text);
    if (words.length < 2 || words.length > MOST_WORDS) return [];
    const [parts = [], [joint = ' '] = []] = order(words);
    return [parts.join(joint)];
  };

const rotation = (by: number, joint: string): Spell =>
  ordered((words) => [[words.slice(by).join(' '), words.slice(0, by).join(' ')], [joint]]);

const reversal = (joint: string): Spell =>
  ordered((words) => {
    const [first = '', ...rest] = words.toReversed();
    return [[first, rest.join(' ')], [joint]];
  });

/** Texts: letters in another case or composition. */
export const TEXT_SPELLS: Readonly<Record<string, Spell>> = {
  plain: (text) => [text, text.trim()],
  trim: (text) => [text.trim()],
  line: (text) => [`${text}\n`],
  lower: (text) => [text.toLowerCase()],
  upper: (text) => [text.toUpperCase()],
  nfc: (text) => [text.normalize('NFC')],
  nfd: (text) => [text.normalize('NFD')],
  'no-diacritics': (text) => [withoutDiacritics(text)],
  'no-marks': (text) => [withoutMarks(text)],
  gmail: (text) => {
    const [local = '', domain = ''] = text.toLowerCase().split('@');
    return [`${local.replace(/\+.*$/s, '').replaceAll('.', '')}@${domain}`];
  },
};

/** Names: their words in another order. */
export const NAME_SPELLS: Readonly<Record<string, Spell>> = {
  words: ordered((words) => [words]),
  'words joined by ", "': ordered(([first = '', ...rest]) => [[first, rest.join(' ')], [', ']]),
  'words joined by "_"': ordered((words) => [words, ['_']]),
  reversed: reversal(' '),
  'structured name': ordered((words) => [[words.at(-1) ?? '', ...words.slice(0, -1)], [';']]),
};

const ROTATED = /^rotated (\d)(?: joined by "([,;] ?)")?$/;
const REVERSED = /^reversed(, all)? joined by "([,;] ?)"$/;

const reversedSpell = (all: string | undefined, joint: string): Spell =>
  all === undefined ? reversal(joint) : ordered((words) => [words.toReversed(), [joint]]);

/**
 * A rotation or reversal of a name's words, such as `rotated 1 joined by ", "` or `reversed, all joined by ","`; null
 * for any other name of a step.
 */
export const rotatedSpell = (name: string): Spell | null => {
  const [, all, between] = REVERSED.exec(name) ?? [];
  if (between !== undefined) return reversedSpell(all, between);
  const [, by, joint = ' '] = ROTATED.exec(name) ?? [];
  return by === undefined ? null : rotation(Number(by), joint);
};
