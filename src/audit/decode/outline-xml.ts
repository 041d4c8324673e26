import { joinedPath, MOST_NODES, type Outline } from './outline.ts';
import { addNode, makeTree, type Tree } from './tree.ts';

const MAX_NAME = 200;
const LESS = 0x3c;
const GREATER = 0x3e;

type Walk = { readonly bytes: Buffer; readonly tree: Tree; open: number };

const IN_NAME = new Uint8Array(256).fill(1, 128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_-.')
  IN_NAME[character.charCodeAt(0)] = 1;

const nameEnd = (bytes: Buffer, at: number): number => {
  let end = at;
  while (end < bytes.length && end < at + MAX_NAME && IN_NAME[bytes[end] as number] === 1) end++;
  return end;
};

const addLeaf = ({ tree, open }: Walk, name: string, start: number, end: number): void => {
  if (end > start) addNode(tree, { start, head: start, end, parent: open, name, kind: 'bytes' });
};

const readText = (walk: Walk, at: number): number => {
  const { bytes, tree } = walk;
  const found = bytes.indexOf(LESS, at);
  const end = found === -1 ? bytes.length : found;
  addLeaf(walk, tree.names[walk.open] as string, at, end);
  return end;
};

const readAttributes = (walk: Walk, at: number): number => {
  const { bytes } = walk;
  let next = at;
  while (next < bytes.length && bytes[next] !== GREATER) {
    const quote = bytes[next];
    if (quote !== 0x22 && quote !== 0x27) {
      next++;
      continue;
    }
    const found = bytes.indexOf(quote, next + 1);
    const end = found === -1 ? bytes.length : found;
    let stop = next;
    while (stop > at && (bytes[stop - 1] === 0x20 || bytes[stop - 1] === 0x3d)) stop--;
    let start = stop;
    while (start > at && stop - start < MAX_NAME && IN_NAME[bytes[start - 1] as number] === 1) start--;
    addLeaf(walk, `@${bytes.toString('utf8', start, stop)}`, next + 1, end);
    next = end + 1;
  }
  return next;
};

const openElement = (walk: Walk, at: number): number => {
  const { bytes, tree } = walk;
  const stop = nameEnd(bytes, at + 1);
  const name = bytes.toString('utf8', at + 1, stop);
  const parent = walk.open;
  walk.open = addNode(tree, { start: at, head: at, end: bytes.length, parent, name, kind: 'list' });
  const end = Math.min(readAttributes(walk, stop) + 1, bytes.length);
  if (bytes[end - 2] === 0x2f) close(walk, end);
  return end;
};

const close = (walk: Walk, end: number): void => {
  if (walk.open === 0) return;
  walk.tree.ends[walk.open] = end;
  walk.open = walk.tree.parents[walk.open] as number;
};

const skipTo = (bytes: Buffer, mark: string, at: number): number => {
  const found = bytes.indexOf(mark, at);
  return found === -1 ? bytes.length : found + mark.length;
};

const CDATA = '<![CDATA[';

const readMark = (walk: Walk, at: number): number => {
  const { bytes, tree } = walk;
  const next = bytes[at + 1];
  if (next === 0x2f) {
    const end = skipTo(bytes, '>', at);
    close(walk, end);
    return end;
  }
  if (next === 0x3f) return skipTo(bytes, '?>', at);
  if (next !== 0x21) return openElement(walk, at);
  if (bytes.toString('latin1', at, at + CDATA.length) !== CDATA)
    return skipTo(bytes, bytes[at + 2] === 0x2d ? '-->' : '>', at);
  const end = skipTo(bytes, ']]>', at);
  addLeaf(walk, tree.names[walk.open] as string, at + CDATA.length, end - (end === bytes.length ? 0 : 3));
  return end;
};

/** The texts and attributes of an XML or HTML document, as far as they can be told: `a/b`, `a/@id`. */
export const outlineXml = (bytes: Buffer): Outline => {
  const tree = makeTree(bytes.length);
  const walk: Walk = { bytes, tree, open: 0 };
  let at = 0;
  while (at < bytes.length && tree.starts.length < MOST_NODES)
    at = bytes[at] === LESS ? readMark(walk, at) : readText(walk, at);
  // What is still open is known up to here.
  if (at < bytes.length)
    for (let node = walk.open; node > 0; node = tree.parents[node] as number) tree.ends[node] = at;
  return {
    step: 'xml',
    starts: tree.starts,
    ends: tree.ends,
    parents: tree.parents,
    nameOf: (node) => tree.names[node] ?? '',
    pathOf: joinedPath('/'),
    isLeaf: (node) => tree.kinds[node] === 'bytes',
  };
};

/** Whether bytes begin as XML or HTML does. */
export const isXml = (bytes: Buffer): boolean => {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || (bytes[at] ?? 0) === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  const next = bytes[at + 1] ?? 0;
  return bytes[at] === LESS && (next === 0x3f || next === 0x21 || IN_NAME[next] === 1);
};
