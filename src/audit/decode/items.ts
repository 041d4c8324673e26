import { addNode, makeTree, type Tree } from './tree.ts';

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

/** Told where a tree is deeper or has more values than are read: what the format writes in bytes stays unread. */
type OnBound = () => void;

type Reader = {
  readonly bytes: Buffer;
  readonly read: ReadHead;
  readonly tree: Tree;
  readonly onBound: OnBound;
  at: number;
};
type Spot = { readonly parent: number; readonly name: string | number; readonly depth: number };

/** The values of MessagePack or CBOR; null for bytes that are anything else, or cut off. */
export const itemTree = (bytes: Buffer, read: ReadHead, onBound: OnBound = () => undefined): Tree | null => {
  const tree = makeTree(bytes.length);
  const reader: Reader = { bytes, read, tree, onBound, at: 0 };
  for (let index = 0; reader.at < bytes.length; index++)
    if (!readItem(reader, { parent: 0, name: index, depth: 0 })) return null;
  return tree;
};

const readItem = (reader: Reader, spot: Spot): boolean => {
  const { bytes, tree } = reader;
  const start = reader.at;
  const head = reader.read(bytes, start);
  if (head === null || head.kind === 'break') return false;
  if (spot.depth > MAX_DEPTH || tree.starts.length > MAX_NODES) {
    reader.onBound();
    return false;
  }
  reader.at = start + head.head;
  if (head.kind === 'tag') return readItem(reader, { ...spot, depth: spot.depth + 1 });
  const isList = head.kind === 'list' || head.kind === 'map';
  const kind = isList ? 'list' : head.kind === 'text' || head.kind === 'binary' ? 'bytes' : head.kind;
  if (!isList) reader.at += head.count;
  // Each item takes a byte.
  else if (head.count > bytes.length - reader.at) return false;
  if (reader.at > bytes.length) return false;
  const { parent, name } = spot;
  const node = addNode(tree, { start, head: start + head.head, end: reader.at, parent, name, kind });
  if (!isList) return true;
  const isRead =
    head.kind === 'map' ? readPairs(reader, node, head, spot) : readList(reader, node, head, spot);
  tree.ends[node] = reader.at;
  return isRead;
};

const isDone = (reader: Reader, index: number, count: number): boolean => {
  if (count !== -1) return index >= count;
  if (reader.read(reader.bytes, reader.at)?.kind !== 'break') return false;
  reader.at++;
  return true;
};

const readList = (reader: Reader, node: number, { count }: Head, { depth }: Spot): boolean => {
  for (let index = 0; !isDone(reader, index, count); index++)
    if (!readItem(reader, { parent: node, name: index, depth: depth + 1 })) return false;
  return true;
};

const readPairs = (reader: Reader, node: number, { count }: Head, { depth }: Spot): boolean => {
  for (let index = 0; !isDone(reader, index, count); index++) {
    const key = readKey(reader);
    if (key === null || !readItem(reader, { parent: node, name: key, depth: depth + 1 })) return false;
  }
  return true;
};

// Keys are texts or numbers in everything that is sent; any other key is not worth reading on.
const readKey = (reader: Reader): string | null => {
  const { bytes, at: start } = reader;
  const head = reader.read(bytes, start);
  if (head === null || (head.kind !== 'text' && head.kind !== 'binary' && head.kind !== 'number'))
    return null;
  const from = start + head.head;
  const end = from + head.count;
  if (end > bytes.length) return null;
  reader.at = end;
  if (head.kind === 'number') return bytes.toString('hex', start, end);
  return bytes.toString('utf8', from, Math.min(end, from + NAME_BYTES));
};
