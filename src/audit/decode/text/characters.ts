/** Whether a byte is a decimal digit of ASCII; no byte is none. */
export const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Whether a byte is a letter of ASCII; no byte is none. */
export const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** Whether a byte is a letter or a digit of ASCII; no byte is none. */
export const isLetterOrDigit = (byte: number | undefined): boolean => isDigit(byte) || isLetter(byte);

/** The value of each hexadecimal digit by its byte, 255 for every other byte. */
export const HEX_VALUE = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) {
  HEX_VALUE[digit.toString(16).charCodeAt(0)] = digit;
  HEX_VALUE[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** Where the hexadecimal digits from one place on end; `end` at the latest. */
export const endOfHex = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && HEX_VALUE[bytes[at] as number] !== 255) at++;
  return at;
};

/** The number that `count` hexadecimal digits at `at` stand for, or -1 where they are not all digits. */
export const hexAt = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = HEX_VALUE[bytes[at + i] ?? 0] as number;
    if (digit === 255) return -1;
    value = value * 16 + digit;
  }
  return value;
};

/** Writes a code point as UTF-8 and returns where it stopped; a lone surrogate becomes U+FFFD. */
export const writeCodePoint = (target: Uint8Array, at: number, codePoint: number): number => {
  const point = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
  if (point < 0x80) {
    target[at] = point;
    return at + 1;
  }
  const tails = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  target[at] = (LEADS[tails] as number) | (point >> (6 * tails));
  for (let i = 1; i <= tails; i++) target[at + i] = 0x80 | ((point >> (6 * (tails - i))) & 0x3f);
  return at + 1 + tails;
};

const LEADS = [0, 0xc0, 0xe0, 0xf0];
