import { bytesForm, distinct, type Form, type HashInput, numberForm, type Spellings } from './form.ts';
import { integerForms } from './integers.ts';

const NONE: Spellings = { forms: [], inputs: [], inversionCandidates: null };

/** Addresses of one maker's block: the lower three bytes of a MAC (IEEE 802-2014 §8.2). */
const ADDRESSES_PER_MAKER = 2 ** 24;

const hexOf = (value: string): string => value.replace(/[^0-9A-Fa-f]/g, '').toLowerCase();

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );

const inBothCases = (texts: readonly (readonly [string, string])[]): readonly HashInput[] =>
  distinct(
    texts.flatMap(([content, recipe]) => [
      { content, recipe },
      { content: content.toUpperCase(), recipe: `${recipe} > upper` },
    ]),
  );

const texts = (spoken: readonly (readonly [string, string])[]): readonly Form[] =>
  spoken.map(([content, recipe]) => bytesForm(content, recipe, 'hex'));

/** With fewer digits the decimal number of an address is one among many. */
const LEAST_DECIMAL_DIGITS = 12;

const addressNumber = (number: bigint): readonly Form[] => {
  const decimal = String(number);
  return decimal.length < LEAST_DECIMAL_DIGITS
    ? []
    : [numberForm(decimal, 'decimal'), ...integerForms(number)];
};

// Six bytes inside others are met by accident in enough noise: with the length that binary formats write before them they are not.
const countedBytes = (hex: string): readonly Form[] => [
  // Protobuf, MessagePack's bin 8, records of a type, a length and a value.
  bytesForm(bytesOf(`06${hex}`), 'bytes', 'counted'),
  // CBOR: major type 2 with a length of six (RFC 8949 §3.1).
  bytesForm(bytesOf(`46${hex}`), 'bytes', 'counted'),
];

/**
 * A MAC or BSSID: 12 hex digits with colons, dashes, dots, blanks, underscores or nothing between them, in any case; the
 * number that they are, as location services send it; or their six bytes, alone or behind their length.
 */
export const macSpellings = (value: string): Spellings => {
  const hex = hexOf(value);
  if (hex.length !== 12) return NONE;
  const pairs = hex.match(/../g) ?? [];
  const spoken: readonly (readonly [string, string])[] = [
    [pairs.join(':'), 'hex:'],
    [pairs.join('-'), 'hex-'],
    [hex, 'hex'],
    [(hex.match(/.{4}/g) ?? []).join('.'), 'hex4.'],
    [pairs.join('.'), 'hex.'],
  ];
  return {
    forms: distinct([
      ...texts(spoken),
      // As dumps of bytes show it, and as BlueZ names a device (`dev_AA_BB_CC_DD_EE_FF`).
      ...texts([
        [pairs.join(' '), 'hex '],
        [pairs.join('_'), 'hex_'],
      ]),
      ...addressNumber(BigInt(`0x${hex}`)),
      bytesForm(bytesOf(hex), 'bytes', 'field'),
      ...countedBytes(hex),
    ]),
    inputs: [...inBothCases(spoken), { content: bytesOf(hex), recipe: 'bytes' }],
    inversionCandidates: ADDRESSES_PER_MAKER,
  };
};

/** A UUID, with dashes or without, in any case, or as its 16 bytes (RFC 9562 §4). */
export const uuidSpellings = (value: string): Spellings => {
  const hex = hexOf(value);
  if (hex.length !== 32) return NONE;
  const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const spoken: readonly (readonly [string, string])[] = [
    [dashed, 'uuid'],
    [hex, 'hex'],
  ];
  return {
    forms: [...texts(spoken), bytesForm(bytesOf(hex), 'bytes', 'none')],
    inputs: [...inBothCases(spoken), { content: bytesOf(hex), recipe: 'bytes' }],
    inversionCandidates: null,
  };
};

/**
 * An Android id: 64 bits as up to 16 hex digits (Settings.Secure.ANDROID_ID; leading zeros may be missing), as a
 * decimal number with or without sign (the checkin's fixed64), or as bytes.
 */
export const androidIdSpellings = (value: string): Spellings => {
  const hex = hexOf(value);
  if (hex.length < 12 || hex.length > 16) return NONE;
  const number = BigInt(`0x${hex}`);
  const signed = BigInt.asIntN(64, number);
  const spoken: readonly (readonly [string, string])[] = [
    [hex.padStart(16, '0'), 'hex'],
    [hex.replace(/^0+/, ''), 'hex-unpadded'],
  ];
  const decimals: readonly (readonly [string, string])[] = [
    [String(number), 'decimal'],
    [String(signed < 0n ? -signed : signed), 'decimal-signed'],
  ];
  return {
    forms: distinct([
      ...texts(spoken).filter(({ content }) => content.length >= 12),
      ...decimals.map(([digits, recipe]) => numberForm(digits, recipe)),
      ...integerForms(number),
    ]),
    inputs: distinct([...inBothCases(spoken), ...decimals.map(([content, recipe]) => ({ content, recipe }))]),
    inversionCandidates: null,
  };
};

/** An id that is a UUID or, as Google's of the services framework, 64 bits in hexadecimal is written as those are. */
export const deviceIdSpellings = (value: string): Spellings => {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return uuidSpellings(value);
  return /^[0-9a-f]{16}$/i.test(value) ? androidIdSpellings(value) : NONE;
};
