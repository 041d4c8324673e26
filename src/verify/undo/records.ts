import type { Undo } from './undo.ts';
import { doubleText, floatText, wholeText } from './number-text.ts';

const text = (...parts: readonly string[]): Buffer =>
  Buffer.from(parts.filter((part) => part !== '').join(' '), 'latin1');

/** A varint (protobuf encoding guide): its value and where it ends; null where it is cut off. */
export const varintAt = (bytes: Buffer, at: number): { value: bigint; end: number } | null => {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: at + index + 1 };
  }
  return null;
};

/** A whole protobuf field: its bytes, or its number written out. */
export const fromProtobuf: Undo = (record) => {
  const tag = varintAt(record, 0);
  if (tag === null) return null;
  const { end: at } = tag;
  switch (Number(tag.value & 7n)) {
    case 0: {
      const varint = varintAt(record, at);
      return varint === null ? null : text(wholeText(varint.value));
    }
    case 1:
      if (at + 8 > record.length) return null;
      return text(wholeText(record.readBigUInt64LE(at)), doubleText(record.readDoubleLE(at)));
    case 2: {
      const length = varintAt(record, at);
      if (length === null || BigInt(length.end) + length.value !== BigInt(record.length)) return null;
      return record.subarray(length.end);
    }
    case 5:
      if (at + 4 > record.length) return null;
      return text(wholeText(BigInt(record.readUInt32LE(at))), floatText(record.readFloatLE(at)));
    default:
      return null;
  }
};

type Width = 1 | 2 | 4 | 8;

const unsigned = (bytes: Buffer, at: number, width: Width): bigint | null => {
  if (at + width > bytes.length) return null;
  return width === 8 ? bytes.readBigUInt64BE(at) : BigInt(bytes.readUIntBE(at, width));
};

const number = (record: Buffer, kind: 'whole' | 'signed' | 'float', width: Width): Buffer | null => {
  const value = unsigned(record, 1, width);
  if (value === null) return null;
  if (kind === 'float')
    return text(width === 4 ? floatText(record.readFloatBE(1)) : doubleText(record.readDoubleBE(1)));
  return text(wholeText(kind === 'signed' ? BigInt.asIntN(width * 8, value) : value));
};

/** The content of a string whose head takes so many bytes; null where it does not end with the record. */
const content = (record: Buffer, head: number, length: bigint | null): Buffer | null =>
  length !== null && BigInt(head) + length === BigInt(record.length) ? record.subarray(head) : null;

const WIDTHS: readonly Width[] = [1, 2, 4, 8];

const sized = (record: Buffer, step: number, extra: number): Buffer | null => {
  const width = WIDTHS[step] ?? 4;
  return content(record, 1 + width + extra, unsigned(record, 1, width));
};

type Read = (record: Buffer) => Buffer | null;

const inRow =
  (least: number, most: number, read: (record: Buffer, step: number) => Buffer | null) =>
  (first: number): Read | null =>
    first >= least && first <= most ? (record) => read(record, first - least) : null;

// By first byte. The small of the signed numbers are counts; those are written out by their bits.
const MSGPACK: readonly ((first: number) => Read | null)[] = [
  inRow(0xa0, 0xbf, (record, step) => content(record, 1, BigInt(step))),
  inRow(0xc4, 0xc6, (record, step) => sized(record, step, 0)),
  inRow(0xc7, 0xc9, (record, step) => sized(record, step, 1)),
  inRow(0xca, 0xcb, (record, step) => number(record, 'float', step === 0 ? 4 : 8)),
  inRow(0xcc, 0xcf, (record, step) => number(record, 'whole', WIDTHS[step] ?? 8)),
  inRow(0xd0, 0xd1, (record, step) => number(record, 'whole', WIDTHS[step] ?? 8)),
  inRow(0xd2, 0xd3, (record, step) => number(record, 'signed', step === 0 ? 4 : 8)),
  inRow(0xd4, 0xd8, (record, step) => content(record, 2, BigInt(1 << step))),
  inRow(0xd9, 0xdb, (record, step) => sized(record, step, 0)),
];

/** A whole MessagePack item (msgpack/spec.md): a string's bytes, or a number written out. */
export const fromMsgpack: Undo = (record) => {
  for (const row of MSGPACK) {
    const read = row(record[0] ?? 0xc1);
    if (read !== null) return read(record);
  }
  return null;
};

const cborArgument = (record: Buffer): { value: bigint; head: number } | null => {
  const info = (record[0] ?? 0) & 31;
  if (info < 24) return { value: BigInt(info), head: 1 };
  const width = WIDTHS[info - 24];
  const value = width === undefined ? null : unsigned(record, 1, width);
  return value === null || width === undefined ? null : { value, head: 1 + width };
};

/** A string in pieces (RFC 8949 §3.2.3), each with its own length, up to the break. */
const piecesJoined = (record: Buffer): Buffer | null => {
  const pieces: Buffer[] = [];
  let at = 1;
  while (at < record.length - 1) {
    const rest = record.subarray(at);
    const argument = cborArgument(rest);
    if (argument === null) return null;
    const end = argument.head + Number(argument.value);
    pieces.push(rest.subarray(argument.head, end));
    at += end;
  }
  return at === record.length - 1 && record[at] === 0xff ? Buffer.concat(pieces) : null;
};

/** A whole CBOR item (RFC 8949 §3): a string's bytes, or a number written out. */
export const fromCbor: Undo = (record) => {
  const first = record[0] ?? 0xff;
  if (first === 0x5f || first === 0x7f) return piecesJoined(record);
  if (first === 0xfa || first === 0xfb) return number(record, 'float', first === 0xfa ? 4 : 8);
  const argument = cborArgument(record);
  if (argument === null) return null;
  switch (first >> 5) {
    case 0:
      return text(wholeText(argument.value));
    case 1:
      return text(wholeText(-1n - argument.value));
    case 2:
    case 3:
      return content(record, argument.head, argument.value);
    default:
      return null;
  }
};
