const MULTIPLIER = 0x5bd1e995;

/** Characters of base64 whose 66 bits are the key of a digest cut from the end. */
const TAIL_LENGTH = 11;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const valueOf = (character: string): number => {
  if (character === '+' || character === '-') return 62;
  return character === '/' || character === '_' ? 63 : Math.max(0, ALPHABET.indexOf(character));
};
const SEXTETS = Uint8Array.from({ length: 256 }, (_, byte) => valueOf(String.fromCharCode(byte)));
const NIBBLES = Uint8Array.from(
  { length: 256 },
  (_, byte) => Number.parseInt(String.fromCharCode(byte), 16) || 0,
);

const sextetAt = (text: Uint8Array, at: number): number => SEXTETS[text[at] ?? 0] ?? 0;
const nibbleAt = (text: Uint8Array, at: number): number => NIBBLES[text[at] ?? 0] ?? 0;
const mixed = (key: number, byte: number): number => Math.imul(key ^ byte, MULTIPLIER);
const finished = (key: number): number => key ^ (key >>> 15);

/** The key of eight bytes. */
export const keyOfEight = (bytes: Uint8Array, at: number): number => {
  let key = 0;
  for (let index = at; index < at + 8; index++) key = mixed(key, bytes[index] ?? 0);
  return finished(key);
};

/** The key of the eight bytes that 16 hex digits stand for. */
export const keyOfHex = (text: Uint8Array, at: number): number => {
  let key = 0;
  for (let index = at; index < at + 16; index += 2)
    key = mixed(key, (nibbleAt(text, index) << 4) | nibbleAt(text, index + 1));
  return finished(key);
};

/** The key of eight bytes of some base64 in either alphabet, from the given byte on; `from` is its first character. */
export const keyOfBase64 = (text: Uint8Array, from: number, byte: number): number => {
  let key = 0;
  for (let bit = byte * 8; bit < (byte + 8) * 8; bit += 8) {
    const at = from + Math.trunc(bit / 6);
    const pair = (sextetAt(text, at) << 6) | sextetAt(text, at + 1);
    key = mixed(key, (pair >> (4 - (bit % 6))) & 0xff);
  }
  return finished(key);
};

/** The key of the last characters of some base64 in either alphabet, without padding; `to` is where it ends. */
export const keyOfTail = (text: Uint8Array, to: number): number => {
  let key = 0;
  for (let at = to - TAIL_LENGTH; at < to; at++) key = mixed(key, sextetAt(text, at));
  return finished(key);
};

/** As `keyOfTail`, of the base64 that some bytes are written as. */
export const keyOfTailOf = (bytes: Uint8Array): number => {
  const length = Math.ceil((bytes.length * 8) / 6);
  let key = 0;
  for (let index = length - TAIL_LENGTH; index < length; index++) {
    const at = (index * 6) >> 3;
    const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    key = mixed(key, (pair >> (10 - ((index * 6) & 7))) & 0x3f);
  }
  return finished(key);
};
