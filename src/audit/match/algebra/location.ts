import { distinct, type Form, type HashInput, numberForm, type Spellings } from './form.ts';

/** One axis of a place in decimal degrees, as text: sign, whole degrees, decimals. */
export type Degrees = { readonly isNegative: boolean; readonly whole: string; readonly decimals: string };

/** With fewer decimals a coordinate is the size of a town. */
export const MIN_DECIMALS = 3;
const MOST_DECIMALS = 15;

/** Reads decimal degrees such as `-33.8688`; null for anything else. */
export const degreesFrom = (text: string): Degrees | null => {
  const parts = /^([+-]?)0*([0-9]{1,3})(?:\.([0-9]{1,18}))?$/.exec(text.trim());
  if (parts === null) return null;
  const [, sign = '', whole = '0', decimals = ''] = parts;
  return { isNegative: sign === '-', whole, decimals: decimals.slice(0, MOST_DECIMALS) };
};

const scaled = ({ whole, decimals }: Degrees, digits: number): bigint =>
  BigInt(whole + decimals.slice(0, digits).padEnd(digits, '0'));

/** Degrees with so many decimals, cut and rounded: as an integer number of the last decimal's unit, sign left out. */
const cutAndRounded = (degrees: Degrees, digits: number): readonly bigint[] => {
  const cut = scaled(degrees, digits);
  const next = degrees.decimals.charCodeAt(digits);
  return next >= 0x35 && next <= 0x39 ? [cut, cut + 1n] : [cut];
};

/** Whether one is the other cut or rounded to at least three decimals. */
export const isSameDegrees = (a: Degrees, b: Degrees): boolean => {
  const digits = Math.min(a.decimals.length, b.decimals.length);
  if (a.isNegative !== b.isNegative) return false;
  if (digits < MIN_DECIMALS)
    return a.whole === b.whole && scaled(a, MOST_DECIMALS) === scaled(b, MOST_DECIMALS);
  const [exact, other] = a.decimals.length === digits ? [a, b] : [b, a];
  return cutAndRounded(other, digits).includes(scaled(exact, digits));
};

/** Latitude and longitude of a `latitude,longitude` value; null where it is none. */
export const placeFrom = (value: string): readonly [Degrees, Degrees] | null => {
  const [first = '', second = '', ...rest] = value.split(',');
  const latitude = degreesFrom(first);
  const longitude = degreesFrom(second);
  return latitude === null || longitude === null || rest.length > 0 ? null : [latitude, longitude];
};

const unsigned = (value: bigint, degrees: Degrees, digits: number): number =>
  ((degrees.isNegative ? -1 : 1) * Number(value)) / 10 ** digits;

const float64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
};

const binaryForms = (degrees: Degrees, axis: number): readonly Form[] =>
  [3, 4, 5, 6, 7, degrees.decimals.length]
    .filter((digits) => digits >= MIN_DECIMALS && digits <= degrees.decimals.length)
    .flatMap((digits) => cutAndRounded(degrees, digits).map((value) => unsigned(value, degrees, digits)))
    .flatMap((value): readonly Form[] => {
      const shared = { kind: 'bytes', boundary: 'pair', exactCase: true, detail: axis } as const;
      return [
        { ...shared, content: float64(value), recipe: 'float64be' },
        { ...shared, content: float64(value).toReversed(), recipe: 'float64le' },
      ];
    });

const integerForms = (degrees: Degrees, axis: number): readonly Form[] =>
  [6, 7].flatMap((digits) =>
    cutAndRounded(degrees, digits).map((value) => ({
      ...numberForm(String(value), `e${String(digits)}`),
      boundary: 'pair' as const,
      detail: axis,
    })),
  );

const written = ({ isNegative }: Degrees, value: bigint, digits: number): string => {
  const text = String(value).padStart(digits + 1, '0');
  return `${isNegative ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

// As software writes a place into a text to hash: with so many decimals, cut and rounded.
const placeInputs = (
  [latitude, longitude]: readonly [Degrees, Degrees],
  digits: number,
): readonly HashInput[] =>
  (['cut', 'round'] as const).map((way) => {
    const texts = [latitude, longitude].map((degrees) =>
      written(degrees, cutAndRounded(degrees, digits).at(way === 'cut' ? 0 : -1) ?? 0n, digits),
    );
    return { content: texts.join(','), recipe: `${way}[${String(digits)}]` };
  });

/**
 * A place, `latitude,longitude` in decimal degrees. Both coordinates have to be found near each other: as decimals
 * (which the scanner compares by value), as integers of 10^-6 or 10^-7 degrees, or as 64-bit floats.
 */
export const locationSpellings = (value: string): Spellings => {
  const place = placeFrom(value);
  if (place === null) return { forms: [], inputs: [], inversionCandidates: null };
  const shortened = [3, 4, 5, 6].flatMap((digits) => placeInputs(place, digits));
  return {
    forms: distinct(
      place.flatMap((degrees, axis) => [...integerForms(degrees, axis), ...binaryForms(degrees, axis)]),
    ),
    inputs: distinct([{ content: value, recipe: 'plain' }, ...shortened]),
    inversionCandidates: null,
  };
};
