import type { HeaderPair } from '#model/flow';
import { huffmanText } from './hpack-huffman.ts';
import { STATIC_FIELDS } from './hpack-tables.ts';

const ENTRY_BYTES = 32;
const TABLE_BYTES = 1 << 20;
const FIRST_TABLE_BYTES = 4096;
const FIELDS = 5000;
const TEXT_BYTES = 4 << 20;

/** Decodes the header blocks of one direction in their order. @throws RangeError for a block that is none */
export type HeaderDecoder = (block: Buffer) => readonly HeaderPair[];

/** Mutable: the fields that the peers have agreed on so far, newest first. */
type Table = { fields: HeaderPair[]; byteLength: number; most: number };

type Cursor = { readonly bytes: Buffer; at: number; textBytes: number };

const sizeOf = ([name, value]: HeaderPair): number => name.length + value.length + ENTRY_BYTES;

const shrink = (table: Table): void => {
  while (table.byteLength > table.most) {
    const oldest = table.fields.pop();
    if (oldest === undefined) return;
    table.byteLength -= sizeOf(oldest);
  }
};

const remember = (table: Table, field: HeaderPair): void => {
  table.fields.unshift(field);
  table.byteLength += sizeOf(field);
  shrink(table);
};

const readByte = (cursor: Cursor): number => {
  const byte = cursor.bytes[cursor.at];
  if (byte === undefined) throw new RangeError('a header block ends too early');
  cursor.at += 1;
  return byte;
};

/** A number whose first bits stand in a byte that was read already (RFC 7541 5.1). */
const readNumber = (cursor: Cursor, first: number, bits: number): number => {
  const most = 2 ** bits - 1;
  let value = first & most;
  if (value < most) return value;
  for (let shift = 0; shift <= 28; shift += 7) {
    const byte = readByte(cursor);
    value += (byte & 127) * 2 ** shift;
    if ((byte & 128) === 0) return value;
  }
  throw new RangeError('a number of a header block is too large');
};

const readText = (cursor: Cursor): string => {
  const first = readByte(cursor);
  const length = readNumber(cursor, first, 7);
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new RangeError('a text reaches beyond its header block');
  const raw = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  const text = (first & 128) === 0 ? raw.toString('latin1') : huffmanText(raw);
  cursor.textBytes += text.length;
  if (cursor.textBytes > TEXT_BYTES) throw new RangeError('a header block is too large');
  return text;
};

const fieldAt = (table: Table, index: number): HeaderPair => {
  const field =
    index <= STATIC_FIELDS.length ? STATIC_FIELDS[index - 1] : table.fields[index - STATIC_FIELDS.length - 1];
  if (field === undefined) throw new RangeError('a header block names a field that is not known');
  return field;
};

const readLiteral = (cursor: Cursor, table: Table, index: number): HeaderPair => {
  const name = index === 0 ? readText(cursor) : fieldAt(table, index)[0];
  return [name, readText(cursor)];
};

/** One representation (RFC 7541 6); null for one that only resizes the table. */
const readField = (cursor: Cursor, table: Table): HeaderPair | null => {
  const first = readByte(cursor);
  if ((first & 128) !== 0) return fieldAt(table, readNumber(cursor, first, 7));
  if ((first & 64) !== 0) {
    const field = readLiteral(cursor, table, readNumber(cursor, first, 6));
    remember(table, field);
    return field;
  }
  if ((first & 32) === 0) return readLiteral(cursor, table, readNumber(cursor, first, 4));
  table.most = Math.min(readNumber(cursor, first, 5), TABLE_BYTES);
  shrink(table);
  return null;
};

/** Makes a decoder of HPACK (RFC 7541). */
export const createHeaderDecoder = (): HeaderDecoder => {
  const table: Table = { fields: [], byteLength: 0, most: FIRST_TABLE_BYTES };
  return (block) => {
    const cursor: Cursor = { bytes: block, at: 0, textBytes: 0 };
    const fields: HeaderPair[] = [];
    while (cursor.at < block.length) {
      const field = readField(cursor, table);
      if (field !== null) fields.push(field);
      if (fields.length > FIELDS) throw new RangeError('a header block has too many fields');
    }
    return fields;
  };
};
