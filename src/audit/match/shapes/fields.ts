import { locate } from '../../decode/locate.ts';
import type { Layer } from '../../layer.ts';
import type { Found } from '../found.ts';

const MOST_GAP = 8;
const MOST_VALUE_BYTES = 120;

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

// Between a name and its value: quotes, equals sign, colon, space, the end of a tag.
const isBetween = (byte: number | undefined): boolean =>
  byte === 0x22 ||
  byte === 0x27 ||
  byte === 0x5c ||
  byte === 0x3a ||
  byte === 0x3d ||
  byte === 0x20 ||
  byte === 0x3e;

const valueAfter = ({ bytes }: Layer, nameEnd: number): number | null => {
  let at = nameEnd;
  while (at - nameEnd < MOST_GAP && isBetween(bytes[at])) at++;
  return at > nameEnd && at < bytes.length ? at : null;
};

/** A field that was looked for by its name: its value and its name as it stands. */
export type NamedField = { readonly value: Found; readonly key: string };

const fieldAt = (layer: Layer, at: number): NamedField | null => {
  const field = locate(layer, at, 1);
  if (field === null) return null;
  const offset = field.link.offset ?? 0;
  const length = field.link.length ?? 0;
  return length === 0 || length > MOST_VALUE_BYTES
    ? null
    : { value: { layer, offset, length }, key: field.key };
};

/** Calls back for every named value of a layer whose name ends with one of these words (as they stand). */
export const forEachNamed = (
  layer: Layer,
  endings: readonly string[],
  onField: (field: NamedField) => void,
): void => {
  const bytes = Buffer.from(layer.bytes.buffer, layer.bytes.byteOffset, layer.bytes.length);
  for (const ending of endings)
    for (let at = bytes.indexOf(ending); at !== -1; at = bytes.indexOf(ending, at + 1)) {
      const nameEnd = at + ending.length;
      if (isLetter(bytes[nameEnd])) continue;
      const value = valueAfter(layer, nameEnd);
      const field = value === null ? null : fieldAt(layer, value);
      if (field !== null) onField(field);
    }
};
