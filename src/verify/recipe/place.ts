import type { Canary } from '#model/canary';

/** With fewer decimals a coordinate is the size of a town. */
const MIN_DECIMALS = 3;

/** Decimal degrees as text: the sign, the whole degrees without zeros in front, the decimals. */
type Degrees = { readonly sign: string; readonly whole: string; readonly decimals: string };

const degreesOf = (text: string): Degrees | null => {
  const [, sign = '', whole, decimals = ''] = /^\s*([+-]?)0*(\d{1,3})(?:\.(\d{1,18}))?\s*$/.exec(text) ?? [];
  return whole === undefined ? null : { sign: sign === '-' ? '-' : '', whole, decimals };
};

/** The degrees with so many decimals, cut off and rounded, as a whole number of the last one's unit. */
const shortened = ({ whole, decimals }: Degrees, count: number): readonly bigint[] => {
  const cut = BigInt(whole + decimals.slice(0, count).padEnd(count, '0'));
  return /^[5-9]/.test(decimals.slice(count)) ? [cut, cut + 1n] : [cut];
};

const isSame = (seen: Degrees, known: Degrees): boolean => {
  const count = Math.min(seen.decimals.length, known.decimals.length);
  if (seen.sign !== known.sign) return false;
  if (count < MIN_DECIMALS) {
    const whole = 18;
    return shortened(seen, whole)[0] === shortened(known, whole)[0];
  }
  const [exact, other] = seen.decimals.length === count ? [seen, known] : [known, seen];
  return shortened(other, count).includes(shortened(exact, count)[0] ?? -1n);
};

const asNumber = (value: bigint, { sign }: Degrees, count: number): number =>
  (Number(value) / 10 ** count) * (sign === '-' ? -1 : 1);

const isFloat = (seen: Buffer, known: Degrees, recipe: string): boolean => {
  if (seen.length !== 8) return false;
  const value = recipe === 'float64be' ? seen.readDoubleBE() : seen.readDoubleLE();
  const counts = Array.from({ length: 16 }, (_, index) => index + MIN_DECIMALS);
  return counts.some(
    (count) =>
      count <= Math.max(MIN_DECIMALS, known.decimals.length) &&
      shortened(known, count).some((short) => asNumber(short, known, count) === value),
  );
};

const isDegrees = (seen: Buffer, known: Degrees, recipe: string): boolean => {
  const text = seen.toString('latin1');
  if (recipe.startsWith('float64')) return isFloat(seen, known, recipe);
  const [, power] = /^e([67])$/.exec(recipe) ?? [];
  if (power !== undefined)
    return (
      /^-?\d{1,10}$/.test(text) && shortened(known, Number(power)).includes(BigInt(text.replace('-', '')))
    );
  const degrees = degreesOf(text);
  return degrees !== null && isSame(degrees, known);
};

/** The two numbers of a place or a radio cell; null for a value that has none. */
const numbersOf = ({ class: dataClass, value }: Canary): readonly [string, string] | null => {
  const parts = dataClass === 'location' ? value.split(',') : (value.match(/\d+/g) ?? []).slice(-2);
  const [first, second] = parts;
  return first === undefined || second === undefined || parts.length > 2 ? null : [first, second];
};

/** Whether bytes are the first (latitude, area) or second (longitude, cell) number of a value, by a recipe. */
export const isNumberOf = (seen: Buffer, canary: Canary, axis: 0 | 1, recipe: string): boolean => {
  const known = numbersOf(canary)?.[axis];
  if (known === undefined) return false;
  if (canary.class !== 'location')
    return seen.toString('latin1').replace(/^0+(?=.)/, '') === known.replace(/^0+(?=.)/, '');
  const degrees = degreesOf(known);
  return degrees !== null && isDegrees(seen, degrees, recipe);
};

/** A place with so many decimals, cut off or rounded: what is hashed of it. */
export const shortPlace = (text: string, count: number, isRounded: boolean): string | null => {
  const both = text.split(',').map(degreesOf);
  if (both.length !== 2) return null;
  const written = both.map((degrees) => {
    if (degrees === null) return '';
    const [cut = 0n, rounded = cut] = shortened(degrees, count);
    const digits = (isRounded ? rounded : cut).toString().padStart(count + 1, '0');
    return `${degrees.sign}${digits.slice(0, -count)}.${digits.slice(-count)}`;
  });
  return written.includes('') ? null : written.join(',');
};
