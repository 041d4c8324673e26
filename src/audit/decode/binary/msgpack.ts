import type { Decoder, View } from '../decoder.ts';
import { type Head, itemTree } from './items.ts';
import { float32Text, floatText, integerText } from './number-text.ts';
import { TRAIT } from '../traits.ts';
import { layersOf, type Tree } from './tree.ts';

const MIN_BYTES = 4;
const item = (kind: Head['kind'], head: number, count = 0): Head => ({ kind, head, count });

const uintAt = (bytes: Buffer, at: number, width: number): number =>
  at + width <= bytes.length ? bytes.readUIntBE(at, width) : Infinity;

// From 0xc0 on: nil, -, false, true, then by width. https://github.com/msgpack/msgpack/blob/master/spec.md
const fixedHead = (bytes: Buffer, at: number, byte: number): Head | null => {
  switch (byte) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return item('nothing', 1);
    case 0xca:
      return item('number', 5);
    case 0xcb:
      return item('number', 9);
    case 0xdc:
    case 0xdd:
      return item('list', byte === 0xdc ? 3 : 5, uintAt(bytes, at + 1, byte === 0xdc ? 2 : 4));
    case 0xde:
    case 0xdf:
      return item('map', byte === 0xde ? 3 : 5, uintAt(bytes, at + 1, byte === 0xde ? 2 : 4));
    default:
      return sizedHead(bytes, at, byte);
  }
};

const sizedHead = (bytes: Buffer, at: number, byte: number): Head | null => {
  const width = 1 << ((byte - 0xc4) % 3);
  if (byte >= 0xc4 && byte <= 0xc6) return item('binary', 1 + width, uintAt(bytes, at + 1, width));
  if (byte >= 0xc7 && byte <= 0xc9) return item('binary', 2 + width, uintAt(bytes, at + 1, width));
  if (byte >= 0xcc && byte <= 0xd3) return item('number', 1 + (1 << ((byte - 0xcc) % 4)));
  if (byte >= 0xd4 && byte <= 0xd8) return item('binary', 2, 1 << (byte - 0xd4));
  const length = 1 << (byte - 0xd9);
  return byte >= 0xd9 && byte <= 0xdb ? item('text', 1 + length, uintAt(bytes, at + 1, length)) : null;
};

/** What stands at a byte of MessagePack. */
export const msgpackHead = (bytes: Buffer, at: number): Head | null => {
  const byte = bytes[at];
  if (byte === undefined) return null;
  if (byte < 0x80 || byte >= 0xe0) return item('nothing', 1);
  if (byte < 0x90) return item('map', 1, byte & 0x0f);
  if (byte < 0xa0) return item('list', 1, byte & 0x0f);
  return byte < 0xc0 ? item('text', 1, byte & 0x1f) : fixedHead(bytes, at, byte);
};

/** A whole number item written out; '' for small ones. */
export const msgpackNumber = (bytes: Buffer): string => {
  const width = bytes.length - 1;
  switch (bytes[0]) {
    case 0xca:
      return float32Text(bytes.readFloatBE(1));
    case 0xcb:
      return floatText(bytes.readDoubleBE(1));
    case 0xcf:
      return integerText(bytes.readBigUInt64BE(1));
    case 0xd3:
      return integerText(bytes.readBigInt64BE(1));
    case 0xd2:
      return integerText(BigInt(bytes.readInt32BE(1)));
    default:
      return width >= 1 && width <= 4 ? integerText(BigInt(bytes.readUIntBE(1, width))) : '';
  }
};

const beginsContainer = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte > 0x80 && byte < 0xa0 && byte !== 0x90) || (byte >= 0xdc && byte <= 0xdf));

/** The items of MessagePack that begins with a list or a map; null for any other bytes. */
export const msgpackTree = (bytes: Buffer, onBound?: () => void): Tree | null =>
  bytes.length >= MIN_BYTES && beginsContainer(bytes[0]) ? itemTree(bytes, msgpackHead, onBound) : null;

const decode = (view: View) => {
  const onBound = () => view.budget.hit.add('layers');
  const tree = (view.traits & TRAIT.notUtf8) === 0 ? null : msgpackTree(view.bytes, onBound);
  return tree === null ? [] : layersOf(tree, 'msgpack', view, msgpackNumber);
};

/** MessagePack. Strings are read where they stand. */
export const MSGPACK: Decoder = { name: 'msgpack', decode };
