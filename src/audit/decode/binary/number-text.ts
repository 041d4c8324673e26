/** Smaller numbers are counts, flags and sizes; no identifier is one. */
const LEAST = 1_000_000;
const LEAST_HEX = 2 ** 48;

/** A whole number as decimal digits and, from 2^48 on, also as 16 hexadecimal digits (ids held as int64). */
export const integerText = (value: bigint): string => {
  const size = value < 0n ? -value : value;
  if (size < LEAST) return '';
  const unsigned = BigInt.asUintN(64, value);
  if (unsigned < LEAST_HEX) return String(value);
  const signed = BigInt.asIntN(64, value);
  const hex = unsigned.toString(16).padStart(16, '0');
  return signed === unsigned ? `${String(unsigned)} ${hex}` : `${String(unsigned)} ${String(signed)} ${hex}`;
};

/** A floating-point number as decimal digits, where it is of a size that anybody measures. */
export const floatText = (value: number): string => {
  const size = Math.abs(value);
  return Number.isFinite(value) && size >= 1e-4 && size < 1e17 ? String(value) : '';
};

/** As `floatText`, for 32 bits: the shortest digits that give the same 32 bits. */
export const float32Text = (value: number): string => {
  if (floatText(value) === '') return '';
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
};

/** The texts that say something, one space between. */
export const joinTexts = (...texts: readonly string[]): string =>
  texts.filter((text) => text !== '').join(' ');
