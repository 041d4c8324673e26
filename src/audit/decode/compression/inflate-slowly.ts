/** What a compressed stream gave: its bytes, and how many of the input it took. */
export type Inflated = { readonly bytes: Buffer; readonly taken: number };

/** How a stream came to its end: with its last block, before it, against the rules, or at the limit of its output. */
export type Ending = 'whole' | 'cut' | 'broken' | 'full';

// A canonical Huffman code: how many codes there are of each length, and the symbols in the order of their codes.
type Code = { readonly counts: Uint16Array; readonly symbols: Uint16Array };

type Stream = {
  readonly source: Uint8Array;
  readonly maxBytes: number;
  target: Buffer;
  made: number;
  /** In bits. */
  at: number;
};

const MAX_BITS = 15;
const CUT = -1;
const BROKEN = -2;

const take = (stream: Stream, count: number): number => {
  if (stream.at + count > stream.source.length * 8) return CUT;
  let value = 0;
  for (let i = 0; i < count; i++, stream.at++)
    value |= (((stream.source[stream.at >> 3] as number) >> (stream.at & 7)) & 1) << i;
  return value;
};

const codeOf = (lengths: Uint8Array): Code => {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let bits = 1; bits <= MAX_BITS; bits++)
    offsets[bits + 1] = (offsets[bits] as number) + (counts[bits] as number);
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const slot = offsets[length] as number;
    symbols[slot] = symbol;
    offsets[length] = slot + 1;
  }
  return { counts, symbols };
};

// Codes left over by the lengths: 0 for a complete code, negative for too many.
const leftOver = ({ counts }: Code): number => {
  let left = 1;
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    left = left * 2 - (counts[bits] as number);
    if (left < 0) return left;
  }
  return left;
};

const symbolOf = (stream: Stream, { counts, symbols }: Code): number => {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    const bit = take(stream, 1);
    if (bit === CUT) return CUT;
    code |= bit;
    const count = counts[bits] as number;
    if (code - count < first) return symbols[index + (code - first)] as number;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return BROKEN;
};

const put = (stream: Stream, byte: number): void => {
  if (stream.made === stream.target.length) {
    const grown = Buffer.allocUnsafe(Math.max(256, stream.target.length * 2));
    stream.target.copy(grown);
    stream.target = grown;
  }
  stream.target[stream.made++] = byte;
};

const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthExtra = (symbol: number): number => (symbol < 265 || symbol === 285 ? 0 : (symbol - 261) >> 2);
const distanceExtra = (symbol: number): number => (symbol < 4 ? 0 : (symbol >> 1) - 1);
const distanceBase = (symbol: number): number =>
  symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << distanceExtra(symbol)) + 1;

const copyBack = (stream: Stream, symbol: number, distances: Code): Ending | null => {
  const lengthBits = take(stream, lengthExtra(symbol));
  const distanceSymbol = lengthBits === CUT ? CUT : symbolOf(stream, distances);
  if (distanceSymbol < 0) return distanceSymbol === CUT ? 'cut' : 'broken';
  if (distanceSymbol > 29) return 'broken';
  const distanceBits = take(stream, distanceExtra(distanceSymbol));
  if (distanceBits === CUT) return 'cut';
  const distance = distanceBase(distanceSymbol) + distanceBits;
  if (distance > stream.made) return 'broken';
  for (let left = (LENGTHS[symbol - 257] as number) + lengthBits; left > 0; left--)
    put(stream, stream.target[stream.made - distance] as number);
  return null;
};

const readBlock = (stream: Stream, literals: Code, distances: Code): Ending | null => {
  for (;;) {
    const symbol = symbolOf(stream, literals);
    if (symbol < 0) return symbol === CUT ? 'cut' : 'broken';
    if (symbol === 256) return null;
    if (symbol > 285) return 'broken';
    if (symbol < 256) put(stream, symbol);
    else {
      const ending = copyBack(stream, symbol, distances);
      if (ending !== null) return ending;
    }
    if (stream.made > stream.maxBytes) return 'full';
  }
};

const readStored = (stream: Stream): Ending | null => {
  stream.at = (stream.at + 7) & ~7;
  const length = take(stream, 16);
  const check = take(stream, 16);
  if (length === CUT || check === CUT) return 'cut';
  if ((length ^ check) !== 0xffff) return 'broken';
  for (let i = 0; i < length; i++) {
    const byte = take(stream, 8);
    if (byte === CUT) return 'cut';
    put(stream, byte);
    if (stream.made > stream.maxBytes) return 'full';
  }
  return null;
};

const FIXED_LITERALS = codeOf(
  Uint8Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  ),
);
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5));
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// The lengths of both codes, run by run (RFC 1951 §3.2.7).
const readLengths = (stream: Stream, code: Code, total: number): Uint8Array | 'cut' | 'broken' => {
  const lengths = new Uint8Array(total);
  for (let at = 0; at < total;) {
    const symbol = symbolOf(stream, code);
    if (symbol < 0) return symbol === CUT ? 'cut' : 'broken';
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    const extra = take(stream, symbol === 16 ? 2 : symbol === 17 ? 3 : 7);
    if (extra === CUT) return 'cut';
    const repeat = extra + (symbol === 18 ? 11 : 3);
    if (at + repeat > total || (symbol === 16 && at === 0)) return 'broken';
    lengths.fill(symbol === 16 ? (lengths[at - 1] as number) : 0, at, at + repeat);
    at += repeat;
  }
  return lengths;
};

const readDynamic = (stream: Stream): Ending | null => {
  const literalCount = take(stream, 5) + 257;
  const distanceCount = take(stream, 5) + 1;
  const orderCount = take(stream, 4) + 4;
  if (literalCount > 286 || distanceCount > 30) return 'broken';
  const first = new Uint8Array(19);
  for (let i = 0; i < orderCount; i++) {
    const length = take(stream, 3);
    if (length === CUT) return 'cut';
    first[ORDER[i] as number] = length;
  }
  const lengthCode = codeOf(first);
  if (leftOver(lengthCode) !== 0) return 'broken';
  const lengths = readLengths(stream, lengthCode, literalCount + distanceCount);
  if (typeof lengths === 'string') return lengths;
  const literals = codeOf(lengths.subarray(0, literalCount));
  const distances = codeOf(lengths.subarray(literalCount));
  if (lengths[256] === 0 || leftOver(literals) !== 0 || leftOver(distances) < 0) return 'broken';
  return readBlock(stream, literals, distances);
};

const readNext = (stream: Stream): Ending | null => {
  const isLast = take(stream, 1);
  const type = isLast === CUT ? CUT : take(stream, 2);
  if (type === CUT) return 'cut';
  if (type === 3) return 'broken';
  const ending =
    type === 0
      ? readStored(stream)
      : type === 1
        ? readBlock(stream, FIXED_LITERALS, FIXED_DISTANCES)
        : readDynamic(stream);
  return ending ?? (isLast === 1 ? 'whole' : null);
};

/**
 * Inflates a deflate stream (RFC 1951) by hand: slower than zlib on much, quicker on little, and it keeps what
 * stands before a break or a limit. Never throws.
 */
export const inflateSlowly = (
  source: Uint8Array,
  maxBytes: number,
): Inflated & { readonly ending: Ending } => {
  const stream: Stream = { source, maxBytes, target: Buffer.allocUnsafe(256), made: 0, at: 0 };
  let ending: Ending | null = null;
  while (ending === null) ending = readNext(stream);
  const bytes = stream.target.subarray(0, Math.min(stream.made, maxBytes));
  return { bytes, taken: Math.min(source.length, (stream.at + 7) >> 3), ending };
};
