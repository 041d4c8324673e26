/** Bits of a stream, least significant first (RFC 1951 §3.1.1, RFC 7932 §1.4); past the end all are 0. */
type Bits = { readonly bytes: Uint8Array; at: number };

const take = (bits: Bits, count: number): number => {
  let value = 0;
  for (let i = 0; i < count; i++, bits.at++)
    value |= (((bits.bytes[bits.at >> 3] ?? 0) >> (bits.at & 7)) & 1) << i;
  return value;
};

const isStored = (bits: Bits): boolean => {
  bits.at = (bits.at + 7) & ~7;
  return (take(bits, 16) ^ take(bits, 16)) === 0xffff;
};

// The lengths of the code that codes the lengths must make a complete code.
const isDynamic = (bits: Bits): boolean => {
  if (take(bits, 5) > 29 || take(bits, 5) > 29) return false;
  const count = take(bits, 4) + 4;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const length = take(bits, 3);
    if (length > 0) sum += 128 >> length;
  }
  return sum === 128;
};

const FIRST_SYMBOLS = 48;
const EXTRA_LENGTH = 265;
const EXTRA_DISTANCE = 4;

// The fixed code of RFC 1951 §3.2.6; -1 for a symbol that none has.
const fixedSymbol = (bits: Bits): number => {
  let code = 0;
  for (let i = 0; i < 7; i++) code = (code << 1) | take(bits, 1);
  if (code < 24) return 256 + code;
  code = (code << 1) | take(bits, 1);
  if (code < 192) return code - 48;
  if (code < 198) return 280 + code - 192;
  return code < 200 ? -1 : 144 + (((code << 1) | take(bits, 1)) - 400);
};

const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];

const fixedLength = (bits: Bits, symbol: number): number => {
  const extra = symbol < EXTRA_LENGTH || symbol === 285 ? 0 : (symbol - 261) >> 2;
  return (LENGTHS[symbol - 257] as number) + take(bits, extra);
};

const fixedDistance = (bits: Bits): number => {
  let code = 0;
  for (let i = 0; i < 5; i++) code = (code << 1) | take(bits, 1);
  if (code > 29) return Infinity;
  if (code < EXTRA_DISTANCE) return code + 1;
  const extra = (code >> 1) - 1;
  return ((2 + (code & 1)) << extra) + 1 + take(bits, extra);
};

// Some symbols in, no reference may reach back before the start.
const isFixed = (bits: Bits): boolean => {
  let made = 0;
  for (let i = 0; i < FIRST_SYMBOLS && bits.at < bits.bytes.length * 8; i++) {
    const symbol = fixedSymbol(bits);
    if (symbol === 256) return made > 0;
    if (symbol === -1) return false;
    if (symbol < 256) made++;
    else {
      const length = fixedLength(bits, symbol);
      if (fixedDistance(bits) > made) return false;
      made += length;
    }
  }
  return true;
};

/** Whether bytes can be the beginning of a deflate stream; drawn bytes seldom can. */
export const startsDeflate = (bytes: Uint8Array): boolean => {
  const bits: Bits = { bytes, at: 1 };
  const type = take(bits, 2);
  if (type === 3) return false;
  return type === 0 ? isStored(bits) : type === 1 ? isFixed(bits) : isDynamic(bits);
};

const DENSEST = 60;
const SLACK_BYTES = 1000;
const FEW_BYTES = 200;

const isWindow = (bits: Bits): boolean => take(bits, 1) === 0 || take(bits, 3) !== 0 || take(bits, 3) !== 1;

/** Whether bytes can be the beginning of a Brotli stream (RFC 7932 §9) that holds some such amount of text. */
export const startsBrotli = (bytes: Uint8Array): boolean => {
  const bits: Bits = { bytes, at: 0 };
  if (bytes.length < 4 || !isWindow(bits)) return false;
  const isLast = take(bits, 1) === 1;
  if (isLast && take(bits, 1) === 1) return false;
  const nibbles = take(bits, 2) + 4;
  if (nibbles === 7) return false;
  const length = take(bits, nibbles * 4) + 1;
  if (nibbles > 4 && length <= 1 << ((nibbles - 1) * 4)) return false;
  if (!isLast && take(bits, 1) === 1) return length <= bytes.length - (bits.at >> 3);
  if (length > bytes.length * DENSEST + SLACK_BYTES) return false;
  if (isLast && length * 2 + SLACK_BYTES < bytes.length) return false;
  // Few bytes have no use for more than one kind of block: three bits of 0.
  return bytes.length > FEW_BYTES || take(bits, 3) === 0;
};
