import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { unpackGsm7 } from './gsm7.ts';
import { TRAIT } from '../traits.ts';

const MIN_BYTES = 16;
/** A service centre's address of 12 bytes, and 164 of a message (3GPP TS 23.040 §9.2.2, TS 23.038 §4). */
const MAX_BYTES = 180;
const MOST_ADDRESS_DIGITS = 20;
const LEAST_ADDRESS_DIGITS = 3;
const TIMESTAMP_BYTES = 7;
const SEPTETS_MARK = 0;
const UCS2_MARK = 8;
const MOST_USER_BYTES = 140;

type Span = { readonly offset: number; readonly length: number };

/** A short message on its way: where its peer's number and its text stand. */
export type Tpdu = { readonly address: Span; readonly text: Span; readonly coding: 'gsm7' | 'utf16be' };

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

/** Digits in semi-octets, the lower one first, the last one F where they are odd in number (TS 23.040 §9.1.2.3). */
const digitsOf = (bytes: Uint8Array): string => {
  let digits = '';
  for (const byte of bytes) digits += (byte & 15).toString(16) + (byte >> 4).toString(16);
  return digits.replace(/f$/, '');
};

// Length in digits, type of number, digits.
const addressAt = (bytes: Uint8Array, at: number): Span | null => {
  const digits = byteAt(bytes, at);
  if (digits < LEAST_ADDRESS_DIGITS || digits > MOST_ADDRESS_DIGITS || byteAt(bytes, at + 1) < 0x80)
    return null;
  const span = { offset: at + 2, length: (digits + 1) >> 1 };
  const written = digitsOf(bytes.subarray(span.offset, span.offset + span.length));
  return written.length === digits && /^[0-9]+$/.test(written) ? span : null;
};

// Nothing compressed, no class of message, and of the coding groups those in use (TS 23.038 §4).
const codingOf = (scheme: number): Tpdu['coding'] | null => {
  if ((scheme & 0xec) === SEPTETS_MARK) return 'gsm7';
  return (scheme & 0xec) === UCS2_MARK ? 'utf16be' : null;
};

const isTime = (bytes: Uint8Array, at: number): boolean =>
  /^[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$/.test(
    digitsOf(bytes.subarray(at, at + TIMESTAMP_BYTES - 1)),
  );

const textAt = (bytes: Uint8Array, at: number, coding: Tpdu['coding']): Span | null => {
  const count = byteAt(bytes, at);
  const length = coding === 'gsm7' ? Math.ceil((count * 7) / 8) : count;
  const isWhole = count > 0 && length <= MOST_USER_BYTES && at + 1 + length === bytes.length;
  return isWhole ? { offset: at + 1, length } : null;
};

/** Bytes of SMS-SUBMIT's period of validity, by bits 3 and 4 of the first octet (TS 23.040 §9.2.3.3). */
const validityBytes = (first: number): number => {
  const format = (first >> 3) & 3;
  if (format === 0) return 0;
  return format === 2 ? 1 : TIMESTAMP_BYTES;
};

const tpduAt = (bytes: Uint8Array, at: number): Tpdu | null => {
  const first = byteAt(bytes, at);
  const isSubmit = (first & 3) === 1;
  if ((first & 3) > 1) return null;
  const address = addressAt(bytes, isSubmit ? at + 2 : at + 1);
  if (address === null) return null;
  const scheme = address.offset + address.length + 1;
  const coding = codingOf(byteAt(bytes, scheme));
  if (coding === null || (!isSubmit && !isTime(bytes, scheme + 1))) return null;
  const text = textAt(bytes, scheme + 1 + (isSubmit ? validityBytes(first) : TIMESTAMP_BYTES), coding);
  return text === null ? null : { address, text, coding };
};

/**
 * A short message as modems and Android's `SmsMessage.getPdu` have it: SMS-DELIVER or SMS-SUBMIT, with the address of a
 * service centre before it or without, from end to end (3GPP TS 23.040 §9.2.2). Null for any other bytes.
 */
export const tpduOf = (bytes: Uint8Array): Tpdu | null => {
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) return null;
  const centre = byteAt(bytes, 0);
  return (centre <= 12 ? tpduAt(bytes, centre + 1) : null) ?? tpduAt(bytes, 0);
};

const textOf = (bytes: Buffer, { text: { offset, length }, coding }: Tpdu): Buffer => {
  const packed = bytes.subarray(offset, offset + length);
  if (coding === 'gsm7') return Buffer.from(unpackGsm7(packed), 'utf8');
  return Buffer.from(new TextDecoder('utf-16be').decode(packed.subarray(0, length & ~1)), 'utf8');
};

const decode = ({ bytes, traits }: View): readonly Child[] => {
  const tpdu = (traits & (TRAIT.notUtf8 | TRAIT.nul)) === 0 ? null : tpduOf(bytes);
  if (tpdu === null) return [];
  const { offset, length } = tpdu.address;
  const digits = digitsOf(bytes.subarray(offset, offset + length));
  return [
    { bytes: Buffer.from(digits), link: { step: 'semi-octets', ...tpdu.address } },
    { bytes: textOf(bytes, tpdu), link: { step: tpdu.coding, ...tpdu.text } },
  ];
};

/** The number and the text of a short message in its transport form. */
export const TPDU: Decoder = { name: 'tpdu', conclusive: true, decode };
