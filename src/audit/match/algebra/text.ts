import { MAX_PATTERN_BYTES } from '../search/gram.ts';
import { bytesForm, casedInputs, distinct, type Form, type Spellings } from './form.ts';

/** Less than this many bytes in sequence are common phrases, whatever share of the message they are. */
const MIN_PART_BYTES = 24;
const MIN_PIECE_BYTES = 12;
const MAX_PIECES = 64;

/** Bytes of a message in sequence that count as having been sent. */
export const smallestPart = (byteLength: number): number =>
  Math.max(MIN_PART_BYTES, Math.ceil(byteLength / 4));

/** A message's text whole, in any case, composed or decomposed. Parts of it come from `textPieces`. */
export const textSpellings = (value: string): Spellings => {
  const text = value.trim();
  const boundary = text.length < MIN_PIECE_BYTES ? 'word' : 'none';
  const spoken: readonly (readonly [string, string])[] = [
    [text, 'plain'],
    [text.normalize('NFC'), 'nfc'],
    [text.normalize('NFD'), 'nfd'],
  ];
  const fits = ({ content }: Form): boolean => Buffer.byteLength(content) <= MAX_PATTERN_BYTES;
  return {
    forms: distinct(spoken.map(([content, recipe]) => bytesForm(content, recipe, boundary))).filter(fits),
    inputs: distinct([
      { content: value, recipe: 'plain' },
      ...casedInputs(text, 'trim'),
      { content: text.normalize('NFC'), recipe: 'nfc' },
    ]),
    inversionCandidates: null,
  };
};

/** Where a piece stands in its message, bytes of UTF-8. */
export type TextPiece = { readonly offset: number; readonly length: number };

/**
 * Pieces such that any smallest part of the message holds one of them whole; [] for a message too short to have
 * parts.
 */
export const textPieces = (byteLength: number): readonly TextPiece[] => {
  if (byteLength < MIN_PART_BYTES + MIN_PIECE_BYTES) return [];
  const length = Math.max(MIN_PIECE_BYTES, Math.floor(smallestPart(byteLength) / 2));
  const count = Math.min(MAX_PIECES, Math.floor(byteLength / length));
  return Array.from({ length: count }, (_, index) => ({
    offset: index * length,
    length: Math.min(length, 64),
  }));
};
