import type { Child } from '../../layer.ts';
import { canAfford } from '../budget.ts';
import type { Decoder, View } from '../decoder.ts';
import { type Head, itemTree } from './items.ts';
import { float32Text, floatText, integerText } from './number-text.ts';
import { endOf, KIND, kindOf, parentOf, startOf } from './nodes.ts';
import { TRAIT } from '../traits.ts';
import { layersOf, type Tree } from './tree.ts';

const MIN_BYTES = 4;
const KINDS = ['number', 'number', 'binary', 'text', 'list', 'map', 'tag', 'nothing'] as const;
const INDEFINITE = 31;

/** The argument of an item (RFC 8949 §3): its bytes after the first, and its value; null where it is cut off. */
const argumentAt = (bytes: Buffer, at: number, info: number): { width: number; value: number } | null => {
  if (info < 24) return { width: 0, value: info };
  if (info === INDEFINITE) return { width: 0, value: -1 };
  if (info > 27) return null;
  const width = 1 << (info - 24);
  if (at + 1 + width > bytes.length) return null;
  const value = width === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, width);
  return { width, value };
};

/** What stands at a byte of CBOR. */
export const cborHead = (bytes: Buffer, at: number): Head | null => {
  const byte = bytes[at];
  if (byte === undefined) return null;
  if (byte === 0xff) return { kind: 'break', head: 1, count: 0 };
  const major = byte >> 5;
  const argument = argumentAt(bytes, at, byte & 31);
  if (argument === null) return null;
  const head = 1 + argument.width;
  const kind = KINDS[major] ?? 'nothing';
  if (major < 2 || major === 6) return argument.value === -1 ? null : { kind, head, count: 0 };
  if (major === 7) return { kind: (byte & 31) >= 26 ? 'number' : 'nothing', head, count: 0 };
  // Strings in pieces (RFC 8949 §3.2.3) are read as a list of them.
  if (major < 4 && argument.value === -1) return { kind: 'list', head, count: -1 };
  return { kind, head, count: argument.value };
};

/** A whole number item written out; '' for small ones. */
export const cborNumber = (bytes: Buffer): string => {
  const byte = bytes[0] ?? 0;
  const argument = argumentAt(bytes, 0, byte & 31);
  if (argument === null || argument.width < 4) return '';
  if (byte === 0xfa) return float32Text(bytes.readFloatBE(1));
  if (byte === 0xfb) return floatText(bytes.readDoubleBE(1));
  const value = argument.width === 8 ? bytes.readBigUInt64BE(1) : BigInt(argument.value);
  return integerText(byte >> 5 === 1 ? -1n - value : value);
};

const beginsContainer = (bytes: Buffer): boolean => {
  const major = (bytes[0] ?? 0) >> 5;
  const isSelfDescribed = bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7;
  return isSelfDescribed || ((major === 4 || major === 5) && bytes[0] !== 0x80 && bytes[0] !== 0xa0);
};

/** The items of CBOR that begins with a list or a map; null for any other bytes. */
export const cborTree = (bytes: Buffer, onBound?: () => void): Tree | null =>
  bytes.length >= MIN_BYTES && beginsContainer(bytes) ? itemTree(bytes, cborHead, onBound) : null;

/** First bytes of byte and text strings in pieces. */
const IN_PIECES = new Set([0x5f, 0x7f]);

// Strings in pieces, put together: of a list of them each item is a piece.
const stringsInPieces = (tree: Tree, { bytes, budget }: View): readonly Child[] => {
  const { nodes } = tree;
  const children: Child[] = [];
  for (let node = 1; node < nodes.count; node++) {
    const start = startOf(nodes, node);
    const end = endOf(nodes, node);
    if (kindOf(nodes, node) !== KIND.list || !IN_PIECES.has(bytes[start] as number)) continue;
    const pieces: Buffer[] = [];
    for (let piece = node + 1; piece < nodes.count && startOf(nodes, piece) < end; piece++)
      if (parentOf(nodes, piece) === node)
        pieces.push(bytes.subarray(tree.headOf(piece), endOf(nodes, piece)));
    if (pieces.length > 1 && canAfford(budget, end - start))
      children.push({
        bytes: Buffer.concat(pieces),
        link: { step: 'cbor', offset: start, length: end - start },
      });
  }
  return children;
};

const decode = (view: View): readonly Child[] => {
  const onBound = () => view.budget.hit.add('layers');
  const tree = (view.traits & TRAIT.notUtf8) === 0 ? null : cborTree(view.bytes, onBound);
  return tree === null ? [] : [...layersOf(tree, 'cbor', view, cborNumber), ...stringsInPieces(tree, view)];
};

/** CBOR (RFC 8949). Strings are read where they stand, those in pieces also as a whole. */
export const CBOR: Decoder = { name: 'cbor', decode };
