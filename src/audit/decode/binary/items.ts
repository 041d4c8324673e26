import {
  addNode,
  endAt,
  KIND,
  makeNodes,
  nameEndOf,
  nameStartOf,
  type Nodes,
  NONE,
  startOf,
} from './nodes.ts';
import type { Tree } from './tree.ts';

/** What stands at a byte of MessagePack or CBOR. */
export type Head = {
  readonly kind: 'nothing' | 'number' | 'text' | 'binary' | 'list' | 'map' | 'tag' | 'break';
  /** Bytes before the content. */
  readonly head: number;
  /** Bytes of the content; of a list or map the number of items or pairs, -1 where a break ends it. */
  readonly count: number;
};

/** Reads what stands at an offset; null for a byte that begins nothing or is cut off. */
export type ReadHead = (bytes: Buffer, at: number) => Head | null;

const MAX_DEPTH = 64;
const MAX_NODES = 1_000_000;
const NAME_BYTES = 200;

const KIND_OF = {
  nothing: KIND.nothing,
  number: KIND.number,
  text: KIND.bytes,
  binary: KIND.bytes,
  list: KIND.list,
  map: KIND.list,
} as const;

/** Told where whole items are deeper or more than are read: what the format writes in bytes stays unread. */
type OnBound = () => void;

type Reader = {
  readonly bytes: Buffer;
  readonly read: ReadHead;
  /** An item is named by where its key begins; without one by NONE and its index. */
  readonly nodes: Nodes;
  readonly onBound: OnBound;
  at: number;
};
type Spot = {
  readonly parent: number;
  /** Where the item's key begins; NONE in a list. */
  readonly key: number;
  readonly index: number;
  readonly depth: number;
};

/** The values of MessagePack or CBOR; null for bytes that are anything else, or cut off. */
export const itemTree = (bytes: Buffer, read: ReadHead, onBound: OnBound = () => undefined): Tree | null => {
  const nodes = makeNodes(bytes.length);
  const reader: Reader = { bytes, read, nodes, onBound, at: 0 };
  for (let index = 0; reader.at < bytes.length; index++)
    if (!readItem(reader, { parent: 0, key: NONE, index, depth: 0 })) return null;
  return {
    nodes,
    nameOf: (node) => nameIn(reader, node),
    headOf: (node) => startOf(nodes, node) + (read(bytes, startOf(nodes, node))?.head ?? 0),
  };
};

const readItem = (reader: Reader, spot: Spot): boolean => {
  const { bytes, nodes } = reader;
  const start = reader.at;
  const head = reader.read(bytes, start);
  if (head === null || head.kind === 'break') return false;
  if (spot.depth > MAX_DEPTH || nodes.count > MAX_NODES) {
    if (isWhole(bytes, reader.read)) reader.onBound();
    return false;
  }
  reader.at = start + head.head;
  if (head.kind === 'tag') return readItem(reader, { ...spot, depth: spot.depth + 1 });
  const isList = head.kind === 'list' || head.kind === 'map';
  if (!isList) reader.at += head.count;
  // Each item takes a byte.
  else if (head.count > bytes.length - reader.at) return false;
  if (reader.at > bytes.length) return false;
  const { parent, key: nameStart, index: nameEnd } = spot;
  const kind = KIND_OF[head.kind];
  const node = addNode(nodes, { start, end: reader.at, parent, kind, nameStart, nameEnd });
  if (!isList) return true;
  const isRead =
    head.kind === 'map' ? readPairs(reader, node, head, spot) : readList(reader, node, head, spot);
  endAt(nodes, node, reader.at);
  return isRead;
};

const MAX_OPEN = 100_000;

// Items that a list still holds when it begins; Infinity where a break ends it.
const itemsOf = ({ kind, count }: Head): number =>
  count === -1 ? Infinity : kind === 'map' ? 2 * count : count;

/** Ends an item, and with the last one of a list the list. */
const endItem = (open: number[]): void => {
  for (let left = open.pop(); left !== undefined; left = open.pop())
    if (left > 1) {
      open.push(left - 1);
      return;
    }
};

// Whether bytes are items to their end, however deep: drawn bytes may begin with lists in lists, and are nothing.
const isWhole = (bytes: Buffer, read: ReadHead): boolean => {
  // Items that are still to come in each list that is open.
  const open: number[] = [];
  for (let at = 0; at < bytes.length && open.length < MAX_OPEN;) {
    const head = read(bytes, at);
    if (head === null || (head.kind === 'break' && open.pop() !== Infinity)) return false;
    const isList = head.kind === 'list' || head.kind === 'map';
    at += head.head + (isList ? 0 : head.count);
    if (at > bytes.length || (isList && head.count > bytes.length - at)) return false;
    if (isList && head.count !== 0) open.push(itemsOf(head));
    else if (head.kind !== 'tag') endItem(open);
  }
  return open.length === 0 || open.length >= MAX_OPEN;
};

const isDone = (reader: Reader, index: number, count: number): boolean => {
  if (count !== -1) return index >= count;
  if (reader.read(reader.bytes, reader.at)?.kind !== 'break') return false;
  reader.at++;
  return true;
};

const readList = (reader: Reader, node: number, { count }: Head, { depth }: Spot): boolean => {
  for (let index = 0; !isDone(reader, index, count); index++)
    if (!readItem(reader, { parent: node, key: NONE, index, depth: depth + 1 })) return false;
  return true;
};

const readPairs = (reader: Reader, node: number, { count }: Head, { depth }: Spot): boolean => {
  for (let index = 0; !isDone(reader, index, count); index++) {
    const key = reader.at;
    if (!passKey(reader) || !readItem(reader, { parent: node, key, index, depth: depth + 1 })) return false;
  }
  return true;
};

// Keys are texts or numbers in everything that is sent; any other key is not worth reading on.
const passKey = (reader: Reader): boolean => {
  const { bytes, at: start } = reader;
  const head = reader.read(bytes, start);
  if (head === null || (head.kind !== 'text' && head.kind !== 'binary' && head.kind !== 'number'))
    return false;
  reader.at = start + head.head + head.count;
  return reader.at <= bytes.length;
};

const nameIn = ({ bytes, nodes, read }: Reader, node: number): string | number => {
  const start = nameStartOf(nodes, node);
  if (start === NONE) return nameEndOf(nodes, node);
  const head = read(bytes, start);
  if (head === null) return '';
  const from = start + head.head;
  if (head.kind === 'number') return bytes.toString('hex', start, from);
  return bytes.toString('utf8', from, Math.min(from + head.count, from + NAME_BYTES));
};
