import { canAfford, spend } from '../budget.ts';
import type { Decoder, View } from '../decoder.ts';
import { float32Text, floatText, integerText, joinTexts } from './number-text.ts';
import { isText, traitsOf, TRAIT } from '../traits.ts';
import { addNode, KIND, makeNodes, nameEndOf, nameStartOf, type Nodes } from './nodes.ts';
import { layersOf, type Tree } from './tree.ts';

const MAX_DEPTH = 32;
const MAX_FIELD = 100_000;
const MIN_BYTES = 4;
/** Fields of one message that are told apart; numbers in those beyond stay unread, and the bound says so. */
const MAX_NODES = 1_000_000;

/** Where a varint at `at` ends; -1 where it is cut off or longer than ten bytes. */
const varintEnd = (bytes: Buffer, at: number, end: number): number => {
  const limit = Math.min(end, at + 10);
  for (let next = at; next < limit; next++) if ((bytes[next] as number) < 0x80) return next + 1;
  return -1;
};

// Exact up to 2^53; larger is only compared.
const varintAt = (bytes: Buffer, at: number, end: number): number => {
  let value = 0;
  let scale = 1;
  for (let next = at; next < end; next++) {
    value += ((bytes[next] as number) & 0x7f) * scale;
    scale *= 128;
  }
  return value;
};

type Record = { wire: number; field: number; head: number; end: number };

/** Reads one field (https://protobuf.dev/programming-guides/encoding): false where there is none. */
const readRecord = (bytes: Buffer, at: number, limit: number, into: Record): boolean => {
  const tagEnd = varintEnd(bytes, at, limit);
  if (tagEnd === -1) return false;
  const tag = varintAt(bytes, at, tagEnd);
  into.wire = tag % 8;
  into.field = Math.floor(tag / 8);
  into.head = tagEnd;
  if (into.field === 0 || into.field > MAX_FIELD) return false;
  into.end = endOfValue(bytes, limit, into);
  return into.end !== -1 && into.end <= limit;
};

const endOfValue = (bytes: Buffer, limit: number, record: Record): number => {
  switch (record.wire) {
    case 0:
      return varintEnd(bytes, record.head, limit);
    case 1:
      return record.head + 8;
    case 5:
      return record.head + 4;
    case 2: {
      const lengthEnd = varintEnd(bytes, record.head, limit);
      if (lengthEnd === -1) return -1;
      const length = varintAt(bytes, record.head, lengthEnd);
      record.head = lengthEnd;
      return lengthEnd + length;
    }
    default:
      return -1;
  }
};

/** Whether bytes are a message and nothing else. */
const isMessage = (bytes: Buffer, start: number, end: number): boolean => {
  const record: Record = { wire: 0, field: 0, head: 0, end: 0 };
  if (end - start < 2) return false;
  for (let at = start; at < end; at = record.end) if (!readRecord(bytes, at, end, record)) return false;
  return true;
};

type Extent = {
  readonly start: number;
  readonly limit: number;
  readonly parent: number;
  readonly depth: number;
};

// A node is named by where its value begins, behind tag and length, and by the number of its field.
const growTree = (nodes: Nodes, bytes: Buffer, { start, limit, parent, depth }: Extent): void => {
  const record: Record = { wire: 0, field: 0, head: 0, end: 0 };
  for (let at = start; at < limit; at = record.end) {
    if (nodes.count >= MAX_NODES || !readRecord(bytes, at, limit, record)) return;
    const { head, end, wire, field } = record;
    const isNested =
      wire === 2 &&
      depth < MAX_DEPTH &&
      isMessage(bytes, head, end) &&
      !isText(traitsOf(bytes.subarray(head, end)));
    const kind = isNested ? KIND.list : wire === 2 ? KIND.bytes : KIND.number;
    const node = addNode(nodes, { start: at, end, parent, kind, nameStart: head, nameEnd: field });
    if (isNested) growTree(nodes, bytes, { start: head, limit: end, parent: node, depth: depth + 1 });
  }
};

/** Where the messages of a stream of them stand, each behind its length as a varint; [] for any other bytes. */
const delimited = (bytes: Buffer): Extent[] => {
  const extents: Extent[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = varintEnd(bytes, at, Math.min(bytes.length, at + 5));
    if (start === -1) return [];
    const limit = start + varintAt(bytes, at, start);
    if (limit > bytes.length || limit === start || !isMessage(bytes, start, limit)) return [];
    extents.push({ start, limit, parent: 0, depth: 0 });
    at = limit;
  }
  return extents;
};

/** Whether bytes are a message, or messages behind their lengths; of drawn ones the first field mostly tells. */
export const isMessages = (bytes: Buffer): boolean =>
  bytes.length >= MIN_BYTES && (isMessage(bytes, 0, bytes.length) || delimited(bytes).length > 0);

/** The fields of a message without its schema, or of messages behind their lengths; null for any other bytes. */
export const protobufTree = (bytes: Buffer, traits: number): Tree | null => {
  // The tag of field 1 is a line break, and a length may be a letter; of text there is no other message.
  const isOnlyText = (traits & (TRAIT.control | TRAIT.notUtf8)) === 0 && bytes[0] !== 0x0a;
  if (isOnlyText || bytes.length < MIN_BYTES) return null;
  const whole: Extent = { start: 0, limit: bytes.length, parent: 0, depth: 0 };
  const extents = isMessage(bytes, 0, bytes.length) ? [whole] : delimited(bytes);
  if (extents.length === 0) return null;
  const nodes = makeNodes(bytes.length);
  for (const extent of extents) growTree(nodes, bytes, extent);
  return {
    nodes,
    nameOf: (node) => String(nameEndOf(nodes, node)),
    headOf: (node) => nameStartOf(nodes, node),
  };
};

/** How many bytes of a whole field stand before its value; -1 for a number, which is written out. */
export const protobufHead = (bytes: Buffer): number => {
  const record: Record = { wire: 0, field: 0, head: 0, end: 0 };
  return readRecord(bytes, 0, Infinity, record) && record.wire === 2 ? record.head : -1;
};

/** A whole field of a number written out: decimal, for large ones hexadecimal, for fixed sizes as floating point. */
export const protobufNumber = (bytes: Buffer): string => {
  const record: Record = { wire: 0, field: 0, head: 0, end: 0 };
  if (!readRecord(bytes, 0, bytes.length, record)) return '';
  const { wire, head, end } = record;
  if (wire === 1)
    return joinTexts(integerText(bytes.readBigUInt64LE(head)), floatText(bytes.readDoubleLE(head)));
  if (wire === 5)
    return joinTexts(integerText(BigInt(bytes.readUInt32LE(head))), float32Text(bytes.readFloatLE(head)));
  const value = varintAt(bytes, head, end);
  return value < Number.MAX_SAFE_INTEGER
    ? integerText(BigInt(value))
    : integerText(exactVarint(bytes, head, end));
};

/** The number that the varint from one place to another is, 64 bits. */
export const exactVarint = (bytes: Buffer, at: number, end: number): bigint => {
  let value = 0n;
  for (let next = end - 1; next >= at; next--) value = (value << 7n) | BigInt((bytes[next] as number) & 0x7f);
  return BigInt.asUintN(64, value);
};

const decode = (view: View) => {
  const { bytes, traits, budget } = view;
  const tree = canAfford(budget, 0) ? protobufTree(bytes, traits) : null;
  if (tree === null) return [];
  spend(budget, tree.nodes.count);
  if (tree.nodes.count >= MAX_NODES) budget.hit.add('layers');
  return layersOf(tree, 'protobuf', view, protobufNumber);
};

/** Protocol Buffers without a schema. Strings are read where they stand. */
export const PROTOBUF: Decoder = { name: 'protobuf', decode };
