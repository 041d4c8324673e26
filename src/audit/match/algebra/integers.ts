import { bytesForm, type Form } from './form.ts';

const VARINT_MAX_BYTES = 10;

const varintOf = (value: bigint): Uint8Array => {
  const bytes: number[] = [];
  for (let rest = value; bytes.length < VARINT_MAX_BYTES; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    if (rest < 0x80n) return Uint8Array.from([...bytes, low]);
    bytes.push(low | 0x80);
  }
  return Uint8Array.from(bytes);
};

const bigEndian = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
};

/**
 * A number below 2^64 as binary formats carry it: 64-bit little- and big-endian (protobuf fixed64, MessagePack,
 * CBOR) and varint (protobuf). Leaves out forms that are too short to be searched for.
 */
export const integerForms = (value: bigint): readonly Form[] => {
  const big = bigEndian(value);
  return [
    bytesForm(big, 'int64be', 'none'),
    bytesForm(big.toReversed(), 'int64le', 'none'),
    bytesForm(varintOf(value), 'varint', 'none'),
  ].filter(({ content }) => content.length >= 7);
};
