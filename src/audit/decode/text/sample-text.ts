import { BASE64_VALUE } from './base64-bytes.ts';
import { HEX_VALUE } from './characters.ts';

/** A first look takes no more bytes than this. */
const SAMPLE_BYTES = 24;

const REFUSED = -1;

// One more byte of UTF-8 text: how many continuation bytes are owed after it, -1 for a byte that is no text.
const owedAfter = (owed: number, byte: number): number => {
  if (owed > 0) return (byte & 0xc0) === 0x80 ? owed - 1 : REFUSED;
  if (byte < 0x80) return byte >= 0x20 ? (byte === 0x7f ? REFUSED : 0) : isBreak(byte) ? 0 : REFUSED;
  if (byte < 0xc2 || byte > 0xf4) return REFUSED;
  return byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
};

const isBreak = (byte: number): boolean => byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Whether base64 at `start` begins as text; with `isInside`, it may begin within a character. */
export const base64StartsText = (
  source: Uint8Array,
  start: number,
  end: number,
  isInside = false,
): boolean => {
  let bits = 0;
  let held = 0;
  let owed = 0;
  let seen = 0;
  for (let at = start; at < end && seen < SAMPLE_BYTES; at++) {
    const value = BASE64_VALUE[source[at] as number] as number;
    if (value === 64) continue;
    if (value === 255) break;
    held = ((held << 6) | value) & 0xfffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    seen++;
    if (isInside && seen <= 3 && owed === 0 && (byte & 0xc0) === 0x80) continue;
    owed = owedAfter(owed, byte);
    if (owed === REFUSED) return false;
  }
  return seen > 0;
};

/** Whether hexadecimal pairs at `start` begin as text. */
export const hexStartsText = (source: Uint8Array, start: number, end: number): boolean => {
  let owed = 0;
  const stop = Math.min(end - 1, start + 2 * SAMPLE_BYTES);
  for (let at = start; at < stop; at += 2) {
    const high = HEX_VALUE[source[at] as number] as number;
    owed = owedAfter(owed, (high << 4) | (HEX_VALUE[source[at + 1] as number] as number));
    if (owed === REFUSED) return false;
  }
  return stop > start;
};

/** As `hexStartsText`, of digits that are read backwards from `end`. */
export const hexEndsAsText = (source: Uint8Array, start: number, end: number): boolean => {
  let owed = 0;
  const stop = Math.max(start + 1, end - 2 * SAMPLE_BYTES);
  for (let at = end - 1; at >= stop; at -= 2) {
    const high = HEX_VALUE[source[at] as number] as number;
    owed = owedAfter(owed, (high << 4) | (HEX_VALUE[source[at - 1] as number] as number));
    if (owed === REFUSED) return false;
  }
  return stop < end;
};
