import { SHORT_PATTERN_BYTES } from '../search/gram.ts';
import {
  type Boundary,
  bytesForm,
  casedInputs,
  distinct,
  type Form,
  type HashInput,
  type Spellings,
} from './form.ts';
import { isSingleWord } from './word.ts';

/** More words than any name has; of longer values only the whole is searched for. */
const MAX_WORDS = 6;

type Spoken = { readonly text: string; readonly recipe: string };

/** Letters that have no decomposition into a base letter and a mark. */
const BASE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ð', 'd'],
  ['Ð', 'D'],
  ['ı', 'i'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ß', 'ss'],
  ['þ', 'th'],
  ['Þ', 'Th'],
]);

/** A text without the marks that its letters decompose into, as java.text.Normalizer leaves it: é gives e, ł stays. */
const withoutMarks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

/** A text without its diacritics: é gives e, ł gives l, ß gives ss. */
const withoutDiacritics = (text: string): string =>
  withoutMarks(text)
    .replace(/[^\0-\x7f]/gu, (letter) => BASE_LETTERS.get(letter) ?? letter)
    .normalize('NFC');

const rotated = (words: readonly string[], by: number, recipe: string): readonly Spoken[] => {
  const front = words.slice(by).join(' ');
  const back = words.slice(0, by).join(' ');
  return ['', ',', ';', ', '].map((joint) =>
    joint === ''
      ? { text: `${front} ${back}`, recipe }
      : { text: `${front}${joint}${back}`, recipe: `${recipe} joined by "${joint}"` },
  );
};

const reversedWith = (words: readonly string[]): readonly Spoken[] =>
  [',', ', '].flatMap((joint) => [
    { text: `${words[0] ?? ''}${joint}${words.slice(1).join(' ')}`, recipe: `reversed joined by "${joint}"` },
    { text: words.join(joint), recipe: `reversed, all joined by "${joint}"` },
  ]);

/** A name's words in every order that forms and address books use: rotations and the reversal, with commas or not. */
const orders = (name: string): readonly Spoken[] => {
  const words = name.split(/[\s,]+/u).filter((word) => word !== '');
  if (words.length < 2 || words.length > MAX_WORDS) return [{ text: name, recipe: 'plain' }];
  const reversed = words.toReversed();
  const rotations = words
    .slice(1)
    .flatMap((_, index) => rotated(words, index + 1, `rotated ${String(index + 1)}`));
  return [
    { text: name, recipe: 'plain' },
    { text: words.join(' '), recipe: 'words' },
    // Quoted-printable words of mail headers (RFC 2047 §4.2).
    { text: words.join('_'), recipe: 'words joined by "_"' },
    { text: `${words[0] ?? ''}, ${words.slice(1).join(' ')}`, recipe: 'words joined by ", "' },
    ...rotations,
    { text: reversed.join(' '), recipe: 'reversed' },
    ...reversedWith(reversed),
    // vCard writes family name; given name; additional names (RFC 6350 §6.2.2).
    { text: [words.at(-1), ...words.slice(0, -1)].join(';'), recipe: 'structured name' },
  ];
};

const inEveryScript = ({ text, recipe }: Spoken): readonly Spoken[] => {
  const prefix = recipe === 'plain' ? '' : `${recipe} > `;
  const plain = { text, recipe };
  if (/^[\0-\x7f]*$/.test(text)) return [plain];
  const composed = text.normalize('NFC');
  return [
    plain,
    { text: composed, recipe: `${prefix}nfc` },
    { text: text.normalize('NFD'), recipe: `${prefix}nfd` },
    { text: withoutDiacritics(text), recipe: `${prefix}no-diacritics` },
    { text: withoutMarks(text), recipe: `${prefix}no-marks` },
    { text: composed.toLowerCase(), recipe: `${prefix}lower` },
    { text: composed.toUpperCase(), recipe: `${prefix}upper` },
  ];
};

// One word is also an ordinary one, and what is too short to be sought in text is so in every order of its words.
const boundaryOf = (name: string): Boundary => {
  if (isSingleWord(name)) return 'named';
  return Buffer.byteLength(name) < SHORT_PATTERN_BYTES ? 'field' : 'word';
};

const cased = ({ text, recipe }: Spoken): readonly HashInput[] => casedInputs(text, recipe);

// A name is hashed as an address book shows it, family name first or last.
const isHashedOrder = (recipe: string): boolean =>
  /^(?:rotated|reversed)/.test(recipe) && !recipe.includes(';');

/** A person's name: whole, its words rotated or reversed, in any case, composed, decomposed or without diacritics. */
export const nameSpellings = (value: string): Spellings => {
  const name = value.trim();
  const spoken = orders(name).flatMap(inEveryScript);
  const boundary = boundaryOf(name);
  const forms = distinct(spoken.map(({ text, recipe }): Form => bytesForm(text, recipe, boundary)));
  const others = orders(name).filter(({ recipe }) => isHashedOrder(recipe));
  return {
    forms,
    inputs: distinct([
      ...casedInputs(name, 'plain'),
      ...casedInputs(name.normalize('NFC'), 'nfc'),
      ...others.filter(({ recipe }) => recipe === 'reversed').flatMap(cased),
      ...casedInputs(withoutDiacritics(name), 'no-diacritics'),
      ...casedInputs(withoutMarks(name), 'no-marks'),
      ...others.flatMap(cased).map((input) => ({ ...input, isSeldom: true })),
    ]),
    inversionCandidates: null,
  };
};
