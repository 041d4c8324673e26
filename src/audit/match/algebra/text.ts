import { MAX_PATTERN_BYTES } from '../search/gram.ts';
import { bytesForm, casedInputs, distinct, type Form, type Spellings } from './form.ts';

/** Less than this many bytes in sequence are common phrases, whatever share of the message they are. */
const MIN_PART_BYTES = 24;
const MIN_PIECE_BYTES = 12;
/** More bytes of a piece tell nothing more. */
const MOST_PIECE_BYTES = 64;

/** Bytes of a message in sequence that count as having been sent. */
export const smallestPart = (byteLength: number): number =>
  Math.max(MIN_PART_BYTES, Math.ceil(byteLength / 4));

/** Pieces of which any smallest part of the message holds one whole; none for a message too short to have parts. */
const partForms = (text: string): readonly Form[] => {
  const bytes = Buffer.from(text);
  if (bytes.length < MIN_PART_BYTES + MIN_PIECE_BYTES) return [];
  const length = Math.max(MIN_PIECE_BYTES, Math.floor(smallestPart(bytes.length) / 2));
  return Array.from({ length: Math.floor(bytes.length / length) }, (_, index): Form => ({
    content: bytes.subarray(index * length, index * length + Math.min(length, MOST_PIECE_BYTES)),
    kind: 'bytes',
    recipe: 'part',
    boundary: 'part',
    exactCase: false,
    detail: index * length,
  }));
};

/** The text in small and in capital letters, where it has other letters than ASCII: of those the search ignores case. */
const otherCases = (text: string): readonly (readonly [string, string])[] =>
  /^[\0-\x7f]*$/.test(text)
    ? []
    : [
        [text.toLowerCase(), 'lower'],
        [text.toUpperCase(), 'upper'],
      ];

/** A message's text whole, in any case, composed or decomposed. Of a long one, also any quarter in sequence. */
export const textSpellings = (value: string): Spellings => {
  const text = value.trim();
  const boundary = text.length < MIN_PIECE_BYTES ? 'word' : 'none';
  const spoken: readonly (readonly [string, string])[] = [
    [text, 'plain'],
    [text.normalize('NFC'), 'nfc'],
    [text.normalize('NFD'), 'nfd'],
    ...otherCases(text),
  ];
  const fits = ({ content }: Form): boolean => Buffer.byteLength(content) <= MAX_PATTERN_BYTES;
  return {
    forms: distinct([
      ...spoken.map(([content, recipe]) => bytesForm(content, recipe, boundary)).filter(fits),
      ...partForms(text),
    ]),
    inputs: distinct([
      { content: value, recipe: 'plain' },
      ...casedInputs(text, 'trim'),
      { content: text.normalize('NFC'), recipe: 'nfc' },
    ]),
    inversionCandidates: null,
  };
};
