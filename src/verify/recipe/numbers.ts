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

const hexNumber = (hex: string, least: number, most: number): readonly bigint[] =>
  hex.length < least || hex.length > most ? [] : [BigInt(`0x${hex}`)];

// An IMEISV is a number of its own, besides the IMEI in it.
const wholesOf: (...args: Parameters<Spell>) => readonly bigint[] = (text, { class: dataClass }) => {
  if (dataClass === 'android_id' || dataClass === 'device_id') return hexNumber(hexIn(text), 1, 16);
  if (dataClass === 'mac' || dataClass === 'bssid') return hexNumber(hexIn(text), 12, 12);
  const all = dataClass === 'imei' ? [imeiOf(text), digitsIn(text)] : [digitsIn(text)];
  return all.filter((digits) => digits !== '' && digits.length <= 19).map(BigInt);
};

const whole =
  (write: (value: bigint) => Content): Spell =>
  (...args) =>
    wholesOf(...args).map(write);

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
