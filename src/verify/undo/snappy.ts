import type { Undo } from './undo.ts';

type Cursor = { at: number };

const sizeOf = (source: Buffer, cursor: Cursor): number => {
  let size = 0;
  for (let shift = 1; cursor.at < Math.min(5, source.length); shift *= 128) {
    const byte = source[cursor.at++] ?? 0;
    size += (byte & 0x7f) * shift;
    if (byte < 0x80) return size;
  }
  return Infinity;
};

const take = (source: Buffer, cursor: Cursor, width: number): number => {
  if (width === 0 || cursor.at + width > source.length) return width === 0 ? 0 : Infinity;
  cursor.at += width;
  return source.readUIntLE(cursor.at - width, width);
};

/** How many bytes an element gives, and how far back they stand; 0 for bytes that follow it. */
const elementAt = (source: Buffer, cursor: Cursor): { length: number; back: number } => {
  const tag = source[cursor.at++] ?? 0;
  switch (tag & 3) {
    case 0: {
      const short = tag >> 2;
      return { length: 1 + (short < 60 ? short : take(source, cursor, short - 59)), back: 0 };
    }
    case 1:
      return { length: 4 + ((tag >> 2) & 7), back: ((tag >> 5) << 8) + take(source, cursor, 1) };
    default:
      return { length: 1 + (tag >> 2), back: take(source, cursor, (tag & 3) === 2 ? 2 : 4) };
  }
};

/** Raw snappy (google/snappy, format_description.txt); of a stream that was cut off what there is. */
const unsnapRaw = (source: Buffer, most: number): Buffer | null => {
  const cursor: Cursor = { at: 0 };
  const size = sizeOf(source, cursor);
  // The densest element gives 64 bytes for three.
  if (size > most || size > source.length * 22) return null;
  const target = Buffer.alloc(size);
  let made = 0;
  while (cursor.at < source.length) {
    const { length, back } = elementAt(source, cursor);
    if (Math.max(back, length) === Infinity) return target.subarray(0, made);
    const isLiteral = back === 0;
    const end = isLiteral ? cursor.at + length : cursor.at;
    if (made + length > size || back > made) return null;
    if (end > source.length) return target.subarray(0, made + source.copy(target, made, cursor.at));
    if (isLiteral) source.copy(target, made, cursor.at, end);
    else for (let index = made; index < made + length; index++) target[index] = target[index - back] ?? 0;
    cursor.at = end;
    made += length;
  }
  return target.subarray(0, made);
};

const STREAM = 'ff060000734e61507059';

/** Framed snappy (framing_format.txt); checksums are not looked at. */
const unsnapFrames = (taken: Buffer, most: number): Buffer => {
  const parts: Buffer[] = [];
  let left = most;
  for (let at = 0; at + 4 <= taken.length;) {
    const end = at + 4 + taken.readUIntLE(at + 1, 3);
    const content = taken.subarray(at + 8, end);
    const isData = taken[at] === 0 || taken[at] === 1;
    const part = taken[at] === 0 ? unsnapRaw(content, left) : content;
    if (part === null || (isData && part.length > left)) break;
    if (isData) {
      parts.push(part);
      left -= part.length;
    }
    at = end;
  }
  return Buffer.concat(parts);
};

const JAVA_STREAM = '82534e4150505900';
const JAVA_HEAD_BYTES = 16;

/** The blocks of snappy-java (SnappyOutputStream.java), each with its length of 32 bits in front. */
const unsnapBlocks = (taken: Buffer, most: number): Buffer => {
  const parts: Buffer[] = [];
  let left = most;
  for (let at = JAVA_HEAD_BYTES; at + 4 < taken.length;) {
    const end = at + 4 + taken.readUInt32BE(at);
    const part = unsnapRaw(taken.subarray(at + 4, end), left);
    if (part === null) break;
    parts.push(part);
    left -= part.length;
    at = end;
  }
  return Buffer.concat(parts);
};

/** Snappy: raw, framed, or in the blocks of snappy-java. */
export const unsnap: Undo = (taken, { most }) => {
  const head = taken.toString('hex', 0, STREAM.length / 2);
  if (head === STREAM) return unsnapFrames(taken, most);
  return head.startsWith(JAVA_STREAM) ? unsnapBlocks(taken, most) : unsnapRaw(taken, most);
};
