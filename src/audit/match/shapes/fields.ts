import { isDigit } from '../../decode/text/characters.ts';
import { toBuffer } from '../../decode/buffer.ts';
import { locate } from '../../decode/route/locate.ts';
import type { Layer } from '../../layer.ts';
import type { Found } from '../found.ts';
import { startOfName } from './own-key.ts';
import { mayStandAt, type ValueRun } from './value-runs.ts';

const MOST_GAP = 8;
/** Longer values are told by no name alone. */
export const MOST_VALUE_BYTES = 120;

const OPEN = 0x3c;
const CLOSE = 0x3e;
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
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

/** What names end with, folded, by their last byte, each with the group it is of. */
export type Endings<Group extends string> = readonly (
  readonly { readonly text: Uint8Array; readonly group: Group }[] | undefined
)[];

// A capital letter is its small one and nothing else that names are made of; `_` becomes DEL, in words as in bytes.
const SMALL = 0x20;
const folded = (text: string): Uint8Array => Buffer.from(text, 'latin1').map((byte) => byte | SMALL);

/** Prepares the search for names that end with one of these words, in letters of either case. */
export const endingsOf = <Group extends string>(
  groups: Readonly<Record<Group, readonly string[]>>,
): Endings<Group> => {
  const byLast = Array.from(
    { length: 256 },
    (): { text: Uint8Array; group: Group }[] | undefined => undefined,
  );
  for (const [group, words] of Object.entries<readonly string[]>(groups))
    for (const word of words) {
      const text = folded(word);
      const last = text[text.length - 1] ?? 0;
      byLast[last] = [...(byLast[last] ?? []), { text, group: group as Group }];
    }
  return byLast;
};

const endsWith = (bytes: Uint8Array, end: number, text: Uint8Array): boolean => {
  const from = end - text.length;
  if (from < 0) return false;
  for (let index = text.length - 1; index >= 0; index--)
    if (((bytes[from + index] as number) | SMALL) !== text[index]) return false;
  return true;
};

const isEndOf = (name: string, text: Uint8Array): boolean => {
  const bytes = Buffer.from(name);
  return endsWith(bytes, bytes.length, text);
};

const startOfGap = (bytes: Uint8Array, mark: number): number => {
  let at = mark;
  while (at > 0 && mark - at < MOST_GAP && KINDS[bytes[at - 1] ?? 0] !== 0) at--;
  return at;
};

const CLOSED_KEY = Buffer.from('</key');
const MOST_BETWEEN_ELEMENTS = 40;
const NEXT_ELEMENT = /^<\/key>\s{0,20}<[a-z]{1,10}>/;

// `<key>SerialNumber</key>⏎<string>…`: in a property list the name is the text of the element before.
const endOfName = (bytes: Uint8Array, mark: number): number =>
  bytes[mark] === CLOSE && endsWith(bytes, mark, CLOSED_KEY)
    ? mark - CLOSED_KEY.length
    : startOfGap(bytes, mark);

const valueAfterKey = (bytes: Uint8Array, nameEnd: number): number | null => {
  const text = toBuffer(bytes).toString('latin1', nameEnd, nameEnd + MOST_BETWEEN_ELEMENTS);
  const gap = NEXT_ELEMENT.exec(text)?.[0];
  return gap === undefined ? null : nameEnd + gap.length;
};

// `"name":"\u738b…`: a value that begins with an escape, not with the backslash of a quote.
const isEscape = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === BACKSLASH && bytes[at + 1] === SMALL_U;

const valueAfter = ({ bytes }: Layer, nameEnd: number): number | null => {
  if (bytes[nameEnd] === OPEN) return valueAfterKey(bytes, nameEnd);
  let at = nameEnd;
  while (at - nameEnd < MOST_GAP && at < bytes.length && KINDS[bytes[at] ?? 0] !== 0 && !isEscape(bytes, at))
    at++;
  return at > nameEnd && at < bytes.length ? at : null;
};

const fieldAt = (layer: Layer, at: number, most: number): NamedField | null => {
  const field = locate(layer, at, 1);
  if (field === null) return null;
  const offset = field.link.offset ?? 0;
  const length = field.link.length ?? 0;
  return length === 0 || length > most ? null : { value: { layer, offset, length }, key: field.key };
};

const looseLength = (bytes: Uint8Array, at: number): number => {
  const quote = bytes[at - 1];
  const end = quote === CLOSE ? OPEN : quote;
  if (end === 0x22 || end === 0x27 || end === OPEN)
    return bytes.subarray(at, at + MOST_VALUE_BYTES + 1).indexOf(end);
  let to = at;
  while (to - at < MOST_VALUE_BYTES && isDigit(bytes[to])) to++;
  return to - at;
};

// `… ssid="Casa Marta" mCi=4219 …`: in text that is no document a value reaches to its second quote or the end of its
// element, a number to its end.
const looseAt = (layer: Layer, nameEnd: number, at: number): NamedField | null => {
  const { bytes } = layer;
  const length = looseLength(bytes, at);
  if (length <= 0) return null;
  const key = toBuffer(bytes).toString('latin1', startOfName(bytes, nameEnd), nameEnd);
  return { value: { layer, offset: at, length }, key };
};

type Ending<Group> = { readonly text: Uint8Array; readonly group: Group };

/** What names end with, and what the values of each group are made of. */
export type Sought<Group extends string> = {
  readonly endings: Endings<Group>;
  readonly runs: Readonly<Record<Group, ValueRun>>;
  /** Bytes of the longest value. */
  readonly most?: number;
};

const tell = <Group extends string>(
  layer: Layer,
  nameEnd: number,
  { text, group }: Ending<Group>,
  { at, most, onField }: { at: number; most: number; onField: (group: Group, field: NamedField) => void },
): void => {
  const located = fieldAt(layer, at, most);
  const isOwn = located !== null && isEndOf(located.key, text);
  const field = isOwn ? located : (looseAt(layer, nameEnd, at) ?? located);
  if (field !== null) onField(group, field);
};

/** Whether one of the words stands somewhere in some bytes. */
export const holdsEnding = (bytes: Uint8Array, endings: Endings<string>): boolean => {
  for (let at = 0; at < bytes.length; at++)
    if (endings[(bytes[at] as number) | SMALL]?.some(({ text }) => endsWith(bytes, at + 1, text)) === true)
      return true;
  return false;
};

/** Calls back for the group of each ending that a name has. */
export const forEachEnding = <Group extends string>(
  name: Uint8Array,
  endings: Endings<Group>,
  onGroup: (group: Group) => void,
): void => {
  for (const { text, group } of endings[(name[name.length - 1] ?? 0) | SMALL] ?? [])
    if (endsWith(name, name.length, text)) onGroup(group);
};

/** Calls back for every named value of a layer whose name ends with one of the words, once for each ending. */
export const forEachNamed = <Group extends string>(
  layer: Layer,
  { endings, runs, most = MOST_VALUE_BYTES }: Sought<Group>,
  onField: (group: Group, field: NamedField) => void,
): void => {
  const { bytes } = layer;
  for (let at = 1, done = 0; at < bytes.length; at++) {
    if (((KINDS[bytes[at] as number] as number) & MARK) === 0) continue;
    const nameEnd = endOfName(bytes, at);
    const some = nameEnd <= done ? undefined : endings[(bytes[nameEnd - 1] as number) | SMALL];
    if (some === undefined) continue;
    done = nameEnd;
    for (const ending of some) {
      if (!endsWith(bytes, nameEnd, ending.text)) continue;
      const valueAt = valueAfter(layer, nameEnd);
      if (valueAt !== null && mayStandAt(runs[ending.group], bytes, valueAt))
        tell(layer, nameEnd, ending, { at: valueAt, most, onField });
    }
  }
};
