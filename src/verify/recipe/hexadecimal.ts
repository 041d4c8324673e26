import { hexIn, type Spell } from './content.ts';

/** Pieces of so many digits with a character between them. */
const grouped =
  (size: number, between: string): Spell =>
  (text) => [(hexIn(text).match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between)];

/** Hexadecimal values: MAC, BSSID, UUID, Android id. */
export const HEX_SPELLS: Readonly<Record<string, Spell>> = {
  'hex:': grouped(2, ':'),
  'hex-': grouped(2, '-'),
  'hex.': grouped(2, '.'),
  'hex ': grouped(2, ' '),
  hex_: grouped(2, '_'),
  'hex4.': grouped(4, '.'),
  hex: (text, { class: dataClass }) => [
    dataClass === 'android_id' ? hexIn(text).padStart(16, '0') : hexIn(text),
  ],
  'hex-unpadded': (text) => [hexIn(text).replace(/^0+/, '')],
  uuid: (text) => [hexIn(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
  bytes: (text) => [Buffer.from(hexIn(text), 'hex')],
};

const GROUPS = 8;

/** The eight groups of an IPv6 address, as numbers; null for any other text. */
const groupsOf = (text: string): readonly number[] | null => {
  const [front = '', back] = text.trim().replace(/%.*$/, '').split('::');
  const read = (half: string): number[] =>
    half
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const before = read(front);
  const after = back === undefined ? [] : read(back);
  const missing = GROUPS - before.length - after.length;
  if (missing < 0 || (back === undefined && missing > 0)) return null;
  const groups = [...before, ...Array<number>(missing).fill(0), ...after];
  return groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
};

const written =
  (write: (groups: readonly string[]) => string): Spell =>
  (text) => {
    const groups = groupsOf(text)?.map((group) => group.toString(16));
    return groups === undefined ? [] : [write(groups)];
  };

/** The longest run of two or more zero groups gives way to `::` (RFC 5952 §4.2). */
const shortest = (groups: readonly string[]): string => {
  let best = { at: 0, length: 1 };
  for (let at = 0; at < GROUPS; at++) {
    let length = 0;
    while (groups[at + length] === '0') length++;
    if (length > best.length) best = { at, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
};

/** Spellings of an IPv6 address. */
export const ADDRESS_SPELLS: Readonly<Record<string, Spell>> = {
  'ipv6-short': written(shortest),
  'ipv6-unpadded': written((groups) => groups.join(':')),
  'ipv6-full': written((groups) => groups.map((group) => group.padStart(4, '0')).join(':')),
};
