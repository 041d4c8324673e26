/** An object out of JSON, of unknown shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Narrows to an object that is no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads fields of untrusted JSON; `wrong` hears of each field that is there in another type than the format's. */
export type FieldReader = {
  readonly text: (from: JsonObject, key: string) => string | null;
  readonly number: (from: JsonObject, key: string) => number | null;
  readonly object: (from: JsonObject, key: string) => JsonObject | null;
  readonly list: (from: JsonObject, key: string) => readonly unknown[];
};

const own = (from: JsonObject, key: string): unknown => (Object.hasOwn(from, key) ? from[key] : undefined);

/** Makes a reader; numbers and booleans are taken for texts, and texts of digits for numbers. */
export const createFieldReader = (wrong: (key: string, expected: string) => void): FieldReader => {
  const miss = (value: unknown, key: string, expected: string): null => {
    if (value !== undefined && value !== null) wrong(key, expected);
    return null;
  };
  return {
    text: (from, key) => {
      const value = own(from, key);
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      return miss(value, key, 'a text');
    },
    number: (from, key) => {
      const value = own(from, key);
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      if (typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
      return miss(value, key, 'a number');
    },
    object: (from, key) => {
      const value = own(from, key);
      return isObject(value) ? value : miss(value, key, 'an object');
    },
    list: (from, key) => {
      const value = own(from, key);
      if (Array.isArray(value)) return value as readonly unknown[];
      miss(value, key, 'a list');
      return [];
    },
  };
};
