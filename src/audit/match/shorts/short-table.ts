import { isLetterOrDigit } from '../../decode/text/characters.ts';
import { sharedBytes } from '../search/pattern-pool.ts';

/** Values too short to be searched for inside other text, by their bytes in small letters. */
export type ShortTable = {
  /** Per first two bytes (little-endian, ASCII letters small): 1 where some value starts with them. */
  readonly starts: Uint8Array;
  /** Form indexes by the value's bytes, one character per byte. */
  readonly forms: ReadonlyMap<string, readonly number[]>;
  /** Byte lengths that occur, longest first. */
  readonly lengths: readonly number[];
};

/** The shortest value that is looked for at all, bytes. */
export const MIN_SHORT_BYTES = 2;

const small = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);

/** Some bytes as a key: one character per byte, ASCII letters small. */
const shortKey = (bytes: Uint8Array, from: number, to: number): string => {
  let key = '';
  for (let at = from; at < to; at++) key += String.fromCharCode(small(bytes[at] ?? 0));
  return key;
};

/** Compiles short values; form `i` is the i-th of the list. */
export const buildShortTable = (values: readonly string[]): ShortTable => {
  const starts = sharedBytes(1 << 16);
  const forms = new Map<string, number[]>();
  values.forEach((value, form) => {
    const bytes = Buffer.from(value);
    const key = shortKey(bytes, 0, bytes.length);
    starts[key.charCodeAt(0) | (key.charCodeAt(1) << 8)] = 1;
    forms.set(key, [...(forms.get(key) ?? []), form]);
  });
  const lengths = [...new Set([...forms.keys()].map((key) => key.length))].sort((a, b) => b - a);
  return { starts, forms, lengths };
};

const isWordByte = (byte: number | undefined): boolean =>
  isLetterOrDigit(byte) || (byte !== undefined && byte >= 0x80);

/** Calls back for every short value that stands in a body as a word of its own. */
export const forEachShort = (
  { starts, forms, lengths }: ShortTable,
  body: Uint8Array,
  onHit: (form: number, at: number, length: number) => void,
): void => {
  if (lengths.length === 0) return;
  let previous = small(body[0] ?? 0);
  for (let at = 1; at < body.length; at++) {
    const next = small(body[at] ?? 0);
    const isStart = starts[previous | (next << 8)] === 1;
    previous = next;
    if (!isStart || isWordByte(body[at - 2])) continue;
    for (const length of lengths) {
      const end = at - 1 + length;
      if (end > body.length || isWordByte(body[end])) continue;
      for (const form of forms.get(shortKey(body, at - 1, end)) ?? []) onHit(form, at - 1, length);
    }
  }
};
