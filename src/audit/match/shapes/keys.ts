import { PHONE_CLASSES, type DataClass } from '#model/data-class';
import {
  GENERIC_KEYS,
  GLUED_ENDINGS,
  KEY_TABLE,
  LATITUDE_KEYS,
  LONGITUDE_KEYS,
  OTHER_WORDS,
  SERVER_WORDS,
  THING_WORDS,
} from './key-table.ts';
import { CALLS, MESSAGE_TEXTS, RECORD_LISTS, RECORD_NUMBERS } from './record-table.ts';

/** How clearly a field's name tells of a class. */
export type Telling = 'strong' | 'weak' | 'none';

const MOST_WORDS = 12;
const MOST_JOINED = 4;
/** Generic names that are looked through to the field around. */
const MOST_GENERIC = 3;

/** A name's words in small letters: `deviceImei2` gives device, imei2; `mMac` is a field of Android's code style. */
const wordsOf = (key: string): readonly string[] =>
  key
    .slice(0, 80)
    .replace(/^m(?=[A-Z][a-z])/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);

// The second of two is as telling as the first.
const withoutCounts = (words: readonly string[]): readonly string[] =>
  words.map((word) => word.replace(/[0-9]+$/, '')).filter((word) => word !== '');

const addRuns = (joins: Set<string>, words: readonly string[]): void => {
  words.forEach((_, from) => {
    for (let to = from + 1; to <= Math.min(words.length, from + MOST_JOINED); to++)
      joins.add(words.slice(from, to).join(''));
  });
};

/** All runs of up to four words, joined, and the words themselves, each with and without the digits at its end. */
const joinsOf = (words: readonly string[]): ReadonlySet<string> => {
  const joins = new Set<string>();
  addRuns(joins, withoutCounts(words));
  addRuns(joins, words);
  return joins;
};

const joinsCache = new Map<string, ReadonlySet<string>>();
const MOST_CACHED = 5000;

const joins = (key: string): ReadonlySet<string> => {
  const known = joinsCache.get(key);
  if (known !== undefined) return known;
  // Captures repeat a few names all the time; what a hostile one invents is forgotten again.
  if (joinsCache.size >= MOST_CACHED) joinsCache.clear();
  const made = joinsOf(wordsOf(key));
  joinsCache.set(key, made);
  return made;
};

const holdsAny = (names: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean => {
  for (const name of names) if (wanted.has(name)) return true;
  return false;
};

/** Whether a word ends with one of these, whatever it is glued to: `secondaryimei`, `wifibssid`. */
const endsWithAny = (names: ReadonlySet<string>, endings: readonly string[]): boolean => {
  for (const name of names) if (endings.some((ending) => name.endsWith(ending))) return true;
  return false;
};

/** All names of the tables, for the letters in them. */
export const letteredKeys = (): readonly string[] => [
  ...[...KEY_TABLE.values()].flatMap(({ strong, weak }) => [...strong, ...weak]),
  ...LATITUDE_KEYS,
  ...LONGITUDE_KEYS,
];

/** Whether a name says nothing of its value, so that the field around has to tell. */
export const isGeneric = (key: string): boolean => GENERIC_KEYS.has(key.toLowerCase());

/** The innermost name that says something; '' where none does. */
const tellingKey = (keys: readonly string[]): string =>
  keys.slice(0, MOST_GENERIC + 1).find((key) => !isGeneric(key)) ?? '';

const tellings = new Map<DataClass, Map<string, Telling>>();

const tellingOf = (dataClass: DataClass, key: string): Telling => {
  const ofClass = tellings.get(dataClass) ?? new Map<string, Telling>();
  tellings.set(dataClass, ofClass);
  const known = ofClass.get(key);
  if (known !== undefined) return known;
  if (ofClass.size >= MOST_CACHED) ofClass.clear();
  const telling = judgeKey(dataClass, key);
  ofClass.set(key, telling);
  return telling;
};

const NO_WORDS: ReadonlySet<string> = new Set();

// Words beside the name of a class that make it the name of something else's.
const ALIEN_WORDS: ReadonlyMap<DataClass, ReadonlySet<string>> = new Map<DataClass, ReadonlySet<string>>([
  ['ip', SERVER_WORDS],
  ['contact.name', THING_WORDS],
]);

const judgeKey = (dataClass: DataClass, key: string): Telling => {
  const names = joins(key);
  const known = KEY_TABLE.get(dataClass);
  if (known === undefined || holdsAny(names, OTHER_WORDS)) return 'none';
  if (holdsAny(names, ALIEN_WORDS.get(dataClass) ?? NO_WORDS)) return 'none';
  if (holdsAny(names, known.strong) || endsWithAny(names, GLUED_ENDINGS.get(dataClass) ?? []))
    return 'strong';
  return holdsAny(names, known.weak) ? 'weak' : 'none';
};

// Whose number it is, a field's name seldom says.
const namedAs = (dataClass: DataClass): readonly DataClass[] =>
  PHONE_CLASSES.has(dataClass) ? ['phone', 'phone.own'] : [dataClass];

/** How clearly the names of the fields around a value, innermost first, tell of a class. */
export const tellingFor = (dataClass: DataClass, keys: readonly string[]): Telling =>
  tellingOf(dataClass, tellingKey(keys));

/** Whether a name tells of any class at all. */
export const tellsAnything = (key: string): boolean =>
  axisOf([key]) !== null || [...KEY_TABLE.keys()].some((dataClass) => tellingOf(dataClass, key) !== 'none');

/** Whether the names around a value say nothing of it: there are none, or generic ones only. */
export const isUnnamed = (keys: readonly string[]): boolean => tellingKey(keys) === '';

/** Whether the names around a known value tell of its class at all, the innermost and generic one included. */
export const keyTells = (dataClass: DataClass, keys: readonly string[]): boolean =>
  namedAs(dataClass).some(
    (named) => tellingFor(named, keys) !== 'none' || tellingOf(named, keys[0] ?? '') !== 'none',
  );

const MOST_AROUND = 6;

/** What a record of a list of contacts, calls or messages is of. */
export type RecordKind = 'contact' | 'call' | 'sms';

const kindOfList = (key: string, lasted: () => boolean): RecordKind | null => {
  const names = joins(key);
  if (holdsAny(names, OTHER_WORDS)) return null;
  for (const [kind, lists] of RECORD_LISTS) if (holdsAny(names, lists)) return kind;
  return holdsAny(names, CALLS) && lasted() ? 'call' : null;
};

/**
 * What the list is of whose name stands around a field, innermost first; the field's own name is no list's. `lasted` tells
 * whether something beside the field says how long a call took.
 */
export const recordAround = (keys: readonly string[], lasted: () => boolean): RecordKind | null => {
  for (const key of keys.slice(1, MOST_AROUND)) {
    const kind = kindOfList(key, lasted);
    if (kind !== null) return kind;
  }
  return null;
};

/** Whether a name says by itself that it is of the text of a message. */
export const isMessageText = (key: string): boolean => holdsAny(joins(key), MESSAGE_TEXTS);

/** Whether a name is that of the other party's number, where it stands in a record of a call, message or contact. */
export const isRecordNumber = (key: string): boolean =>
  !isGeneric(key) && !holdsAny(joins(key), OTHER_WORDS) && holdsAny(joins(key), RECORD_NUMBERS);

/** 0 under the name of a latitude, 1 under that of a longitude, else null. */
export const axisOf = (keys: readonly string[]): 0 | 1 | null => {
  const names = joins(tellingKey(keys));
  if (holdsAny(names, LATITUDE_KEYS)) return 0;
  return holdsAny(names, LONGITUDE_KEYS) ? 1 : null;
};
