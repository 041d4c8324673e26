import { locate } from '../../decode/locate.ts';
import type { Layer } from '../../layer.ts';
import type { Found } from '../found.ts';

const MOST_GAP = 8;
const MOST_VALUE_BYTES = 120;

const BETWEEN = 1;
const MARK = 2;
/** Between a name and its value: quotes, equals sign, colon, space, the end of a tag; one of the marks is among them. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (':=>'.includes(character)) return BETWEEN | MARK;
  return '"\'\\ '.includes(character) ? BETWEEN : 0;
});

/** A field that was looked for by its name: its value and its name as it stands. */
export type NamedField = { readonly value: Found; readonly key: string };

/** What names end with, by the last byte, each with the group it is of. */
export type Endings<Group extends string> = {
  readonly isLast: Uint8Array;
  readonly endings: readonly { readonly text: Uint8Array; readonly group: Group }[];
};

/** Prepares the search for names that end with one of these words (as they stand). */
export const endingsOf = <Group extends string>(
  groups: Readonly<Record<Group, readonly string[]>>,
): Endings<Group> => {
  const isLast = new Uint8Array(256);
  const all = Object.entries<readonly string[]>(groups);
  const endings = all.flatMap(([group, words]) =>
    words.map((word) => ({ text: Buffer.from(word, 'latin1'), group: group as Group })),
  );
  for (const { text } of endings) isLast[text[text.length - 1] ?? 0] = 1;
  return { isLast, endings };
};

const endsWith = (bytes: Uint8Array, end: number, text: Uint8Array): boolean => {
  const from = end - text.length;
  if (from < 0) return false;
  for (let index = text.length - 1; index >= 0; index--)
    if (bytes[from + index] !== text[index]) return false;
  return true;
};

const startOfGap = (bytes: Uint8Array, mark: number): number => {
  let at = mark;
  while (at > 0 && mark - at < MOST_GAP && KINDS[bytes[at - 1] ?? 0] !== 0) at--;
  return at;
};

const valueAfter = ({ bytes }: Layer, nameEnd: number): number | null => {
  let at = nameEnd;
  while (at - nameEnd < MOST_GAP && at < bytes.length && KINDS[bytes[at] ?? 0] !== 0) at++;
  return at > nameEnd && at < bytes.length ? at : null;
};

const fieldAt = (layer: Layer, at: number): NamedField | null => {
  const field = locate(layer, at, 1);
  if (field === null) return null;
  const offset = field.link.offset ?? 0;
  const length = field.link.length ?? 0;
  return length === 0 || length > MOST_VALUE_BYTES
    ? null
    : { value: { layer, offset, length }, key: field.key };
};

/** Calls back for every named value of a layer whose name ends with one of the words, once for each group. */
export const forEachNamed = <Group extends string>(
  layer: Layer,
  { isLast, endings }: Endings<Group>,
  onField: (group: Group, field: NamedField) => void,
): void => {
  const { bytes } = layer;
  for (let at = 1, done = 0; at < bytes.length; at++) {
    if (((KINDS[bytes[at] as number] as number) & MARK) === 0) continue;
    const nameEnd = startOfGap(bytes, at);
    if (nameEnd <= done || isLast[bytes[nameEnd - 1] as number] === 0) continue;
    done = nameEnd;
    const groups = new Set(
      endings.filter(({ text }) => endsWith(bytes, nameEnd, text)).map((one) => one.group),
    );
    if (groups.size === 0) continue;
    const value = valueAfter(layer, nameEnd);
    const field = value === null ? null : fieldAt(layer, value);
    if (field !== null) for (const group of groups) onField(group, field);
  }
};
