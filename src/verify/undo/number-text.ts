/** Smaller numbers are not written out: no identifier is one. */
const LEAST = 1_000_000n;
/** From here on a number is also written as 16 hexadecimal digits. */
const LEAST_HEX = 1n << 48n;

/** A whole number as a route's last bytes have it: decimal; large ones also signed, where that differs, and in hexadecimal. */
export const wholeText = (value: bigint): string => {
  if (value > -LEAST && value < LEAST) return '';
  const unsigned = BigInt.asUintN(64, value);
  if (unsigned < LEAST_HEX) return value.toString();
  const signed = BigInt.asIntN(64, value);
  const hex = unsigned.toString(16).padStart(16, '0');
  return [unsigned.toString(), ...(signed === unsigned ? [] : [signed.toString()]), hex].join(' ');
};

/** A floating-point number of 64 bits in its shortest digits; '' where nobody measures in such a size. */
export const doubleText = (value: number): string =>
  Math.abs(value) >= 1e-4 && Math.abs(value) < 1e17 ? String(value) : '';

/** As `doubleText`, for 32 bits: six to nine digits, as few as give the same bits again. */
export const floatText = (value: number): string => {
  if (doubleText(value) === '') return '';
  const fitting = [6, 7, 8].find((digits) => Math.fround(Number(value.toPrecision(digits))) === value);
  return String(Number(value.toPrecision(fitting ?? 9)));
};
