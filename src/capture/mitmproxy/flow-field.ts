import type { TnetValue } from './tnetstring.ts';

/** A dictionary of a flow. */
export type Dictionary = ReadonlyMap<string, TnetValue>;

const NONE: Dictionary = new Map();

/** Narrows to a dictionary. */
export const isDictionary = (value: TnetValue | undefined): value is Dictionary => value instanceof Map;

const isList = (value: TnetValue | undefined): value is readonly TnetValue[] => Array.isArray(value);

/** The dictionary under a key; an empty one for anything else. */
export const dictionaryAt = (from: Dictionary, key: string): Dictionary => {
  const value = from.get(key);
  return isDictionary(value) ? value : NONE;
};

/** The list under a key; an empty one for anything else. */
export const listAt = (from: Dictionary, key: string): readonly TnetValue[] => {
  const value = from.get(key);
  return isList(value) ? value : [];
};

/** A value as a list; an empty one for anything else. */
export const listFrom = (value: TnetValue | undefined): readonly TnetValue[] => (isList(value) ? value : []);

/** A value as text: versions differ in whether a field is text or bytes. Null for anything else. */
export const textFrom = (value: TnetValue | undefined): string | null => {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString() : null;
};

/** The text under a key. */
export const textAt = (from: Dictionary, key: string): string | null => textFrom(from.get(key));

/** The finite number under a key. */
export const numberAt = (from: Dictionary, key: string): number | null => {
  const value = from.get(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

/** A value as bytes, null for anything else. */
export const bytesFrom = (value: TnetValue | undefined): Buffer | null => {
  if (Buffer.isBuffer(value)) return value;
  return typeof value === 'string' ? Buffer.from(value) : null;
};
