import { digitsIn, hexIn, type Content, type Spell } from './content.ts';

/** The check digit of the Luhn formula (ISO/IEC 7812-1, annex B). */
export const checkDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};

/** An IMEI's 15 digits, of a value of 14 to 16; '' for any other. */
const imeiOf = (text: string): string => {
  const digits = digitsIn(text);
  if (digits.length < 14 || digits.length > 16) return '';
  return digits.length === 15 ? digits : digits.slice(0, 14) + checkDigit(digits.slice(0, 14));
};

const asBytes = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes;
};

const varint = (value: bigint): Buffer => {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); rest > 0n || bytes.length === 0; rest >>= 7n)
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
  return Buffer.from(bytes);
};

const wholeOf: (...args: Parameters<Spell>) => bigint | null = (text, { class: dataClass }) => {
  const hex = hexIn(text);
  if (dataClass === 'android_id' || dataClass === 'device_id')
    return hex.length < 1 || hex.length > 16 ? null : BigInt(`0x${hex}`);
  if (dataClass === 'mac' || dataClass === 'bssid') return hex.length === 12 ? BigInt(`0x${hex}`) : null;
  const digits = dataClass === 'imei' ? imeiOf(text) : digitsIn(text);
  return digits === '' || digits.length > 19 ? null : BigInt(digits);
};

const whole =
  (write: (value: bigint) => Content): Spell =>
  (...args) => {
    const value = wholeOf(...args);
    return value === null ? [] : [write(value)];
  };

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Numbers: IMEI, IMSI, ICCID, and what binary formats hold. */
export const NUMBER_SPELLS: Readonly<Record<string, Spell>> = {
  digits: (text, { class: dataClass }) => [digitsIn(text), ...(dataClass === 'imei' ? [imeiOf(text)] : [])],
  imei14: (text) => [imeiOf(text).slice(0, 14)],
  imei15: (text) => [imeiOf(text)],
  'digits behind 0': (text) => [`0${digitsIn(text)}`],
  'digits behind 1': (text) => [`1${digitsIn(text)}`],
  'digits behind 6': (text) => [`6${digitsIn(text)}`],
  'digits[0:-1]': (text) => [digitsIn(text).slice(0, -1)],
  int64be: whole(asBytes),
  int64le: whole((value) => asBytes(value).reverse()),
  varint: whole(varint),
  decimal: whole(String),
  'decimal-signed': whole((value) => String(magnitude(BigInt.asIntN(64, value)))),
};
