import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { allowance, spend } from '../budget.ts';
import { isPlainText, looksBinary } from '../plausible.ts';
import { TRAIT } from '../traits.ts';

const FRAMED = Buffer.from([0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59]);
/** What snappy-java writes first, before two versions (xerial/snappy-java, SnappyCodec.java). */
const JAVA = Buffer.from('\x82SNAPPY\0', 'latin1');
const JAVA_HEAD_BYTES = JAVA.length + 8;
const MIN_BYTES = 6;
/** So many bytes are hardly snappy by chance: their size has to come out exactly. */
const SURE_BYTES = 16;

type Writer = {
  readonly source: Buffer;
  readonly target: Buffer;
  at: number;
  to: number;
  isCut: boolean;
  /** The element before was a literal that had room for more. */
  isBehindShort: boolean;
  /** How often another literal stood behind such a one. */
  split: number;
};

const makeWriter = (source: Buffer, target: Buffer, at: number): Writer => ({
  source,
  target,
  at,
  to: 0,
  isCut: false,
  isBehindShort: false,
  split: 0,
});

/** Bytes of a literal whose length stands in its tag. */
const SHORT_LITERAL = 60;
/** Compressors begin anew with each. */
const BLOCK_BYTES = 65_536;

// Where one literal would do nobody writes two; of text in UTF-16 each character looks like one.
const isSplit = ({ split, to }: Writer): boolean => split > 1 + Math.floor(to / BLOCK_BYTES);

// The source ends within an element.
const cut = (writer: Writer): boolean => {
  writer.isCut = true;
  return false;
};

const literal = (writer: Writer, tag: number): boolean => {
  let length = tag >> 2;
  if (length >= SHORT_LITERAL) {
    const width = length - SHORT_LITERAL + 1;
    if (writer.at + width > writer.source.length) return cut(writer);
    length = writer.source.readUIntLE(writer.at, width);
    writer.at += width;
  }
  const end = writer.at + length + 1;
  if (writer.to + length + 1 > writer.target.length) return false;
  if (end > writer.source.length) {
    writer.to += writer.source.copy(writer.target, writer.to, writer.at);
    return cut(writer);
  }
  writer.source.copy(writer.target, writer.to, writer.at, end);
  writer.to += length + 1;
  writer.at = end;
  if (writer.isBehindShort) writer.split++;
  writer.isBehindShort = length + 1 < SHORT_LITERAL;
  return !isSplit(writer);
};

const copyBack = (writer: Writer, tag: number): boolean => {
  const { source, target } = writer;
  const width = (tag & 3) === 3 ? 4 : tag & 3;
  if (writer.at + width > source.length) return cut(writer);
  const raw = source.readUIntLE(writer.at, width);
  const offset = width === 1 ? ((tag >> 5) << 8) | raw : raw;
  const length = width === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
  writer.at += width;
  writer.isBehindShort = false;
  if (offset === 0 || offset > writer.to || writer.to + length > target.length) return false;
  for (let i = 0; i < length; i++, writer.to++) target[writer.to] = target[writer.to - offset] as number;
  return true;
};

// The length that stands first, and where the elements begin; null where no such stream can be.
const headOf = (source: Buffer, maxBytes: number): { readonly size: number; readonly at: number } | null => {
  let size = 0;
  let at = 0;
  for (let scale = 1; at < 5; scale *= 128) {
    const byte = source[at++] ?? 0x80;
    size += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  if (size === 0 || size > maxBytes) return null;
  // Nothing can be copied yet: the first element is a literal, or else the source ends here.
  return at < source.length && ((source[at] as number) & 3) !== 0 ? null : { size, at };
};

const readElements = (writer: Writer): boolean => {
  while (writer.at < writer.source.length) {
    const tag = writer.source[writer.at++] as number;
    if (!((tag & 3) === 0 ? literal(writer, tag) : copyBack(writer, tag))) return false;
  }
  return true;
};

/** The densest element is a copy of 64 bytes in three. */
const DENSEST = 22;

/** Undoes raw snappy (google/snappy format_description.txt) of at most so many bytes; null for any other bytes. */
export const unsnap = (source: Buffer, maxBytes: number): Buffer | null => {
  const head = headOf(source, Math.min(maxBytes, source.length * DENSEST));
  if (head === null) return null;
  const writer = makeWriter(source, Buffer.allocUnsafe(head.size), head.at);
  return readElements(writer) && writer.to === head.size ? writer.target : null;
};

const MIN_PART_BYTES = 24;

/** Undoes raw snappy that was cut off, as far as it goes; null unless that is text. */
const unsnapPart = (source: Buffer, maxBytes: number): Buffer | null => {
  const head = headOf(source, Math.min(maxBytes, source.length * DENSEST));
  if (head === null) return null;
  const target = Buffer.allocUnsafe(head.size);
  const writer = makeWriter(source, target, head.at);
  if (!readElements(writer) && !writer.isCut) return null;
  const part = target.subarray(0, writer.to);
  return part.length >= MIN_PART_BYTES && part.length < head.size && isPlainText(part) ? part : null;
};

/** Undoes framed snappy (google/snappy framing_format.txt), as far as it goes. Checksums are not looked at. */
const unsnapFrames = (source: Buffer, maxBytes: number): Buffer => {
  const parts: Buffer[] = [];
  let left = maxBytes;
  for (let at = 0; at + 4 <= source.length;) {
    const start = at + 4;
    const end = start + source.readUIntLE(at + 1, 3);
    const chunk = source.subarray(start + 4, end);
    const whole = source[at] === 0 ? unsnap(chunk, left) : source[at] === 1 ? chunk : Buffer.alloc(0);
    const part = whole ?? (end > source.length ? unsnapPart(chunk, left) : null);
    if (part === null || part.length > left) break;
    parts.push(part);
    left -= part.length;
    at = end;
  }
  return Buffer.concat(parts);
};

/** Undoes the blocks that snappy-java writes, each behind its length (32 bits, big-endian), as far as they go. */
const unsnapBlocks = (source: Buffer, maxBytes: number): Buffer => {
  const parts: Buffer[] = [];
  let left = maxBytes;
  for (let at = JAVA_HEAD_BYTES; at + 4 < source.length;) {
    const start = at + 4;
    const end = start + source.readUInt32BE(at);
    const block = source.subarray(start, end);
    const part = unsnap(block, left) ?? (end > source.length ? unsnapPart(block, left) : null);
    if (part === null) break;
    parts.push(part);
    left -= part.length;
    at = end;
  }
  return Buffer.concat(parts);
};

const startsWith = (bytes: Buffer, magic: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic);

/** What a stream with a header holds; null for any other bytes. */
const unsnapStream = (bytes: Buffer, maxBytes: number): Buffer | null => {
  if (startsWith(bytes, FRAMED)) return unsnapFrames(bytes, maxBytes);
  return startsWith(bytes, JAVA) ? unsnapBlocks(bytes, maxBytes) : null;
};

// A length that is a tab or a line break: the rest of a text that was not compressed may be text.
const isLength = ([first = 0]: Buffer): boolean => first === 0x09 || first === 0x0a || first === 0x0d;

const decode = ({ bytes, traits, budget }: View): readonly Child[] => {
  if (bytes.length < MIN_BYTES || ((traits & (TRAIT.control | TRAIT.notUtf8)) === 0 && !isLength(bytes)))
    return [];
  const link = { step: 'snappy', offset: 0, length: bytes.length } as const;
  const stream = unsnapStream(bytes, allowance(budget));
  if (stream !== null) return stream.length === 0 ? [] : [{ bytes: stream, link }];
  const raw = unsnap(bytes, allowance(budget));
  if (raw === null) {
    const part = unsnapPart(bytes, allowance(budget));
    return part === null ? [] : [{ bytes: part, link }];
  }
  if (bytes.length >= SURE_BYTES || isPlainText(raw) || looksBinary(raw)) return [{ bytes: raw, link }];
  spend(budget, raw.length);
  return [];
};

/** Snappy: raw, framed, and in blocks as snappy-java writes it. */
export const SNAPPY: Decoder = { name: 'snappy', decode };
