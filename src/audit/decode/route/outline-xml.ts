import {
  addNode,
  endAt,
  KIND,
  kindOf,
  makeNodes,
  nameEndOf,
  nameStartOf,
  type Nodes,
  parentOf,
} from '../binary/nodes.ts';
import { joinedPath, MOST_NODES, type Outline } from './outline.ts';

const MAX_NAME = 200;
const LESS = 0x3c;
const GREATER = 0x3e;

type Walk = { readonly bytes: Buffer; readonly nodes: Nodes; open: number };

const IN_NAME = new Uint8Array(256).fill(1, 128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_-.')
  IN_NAME[character.charCodeAt(0)] = 1;

const endOfName = (bytes: Buffer, at: number): number => {
  let end = at;
  while (end < bytes.length && end < at + MAX_NAME && IN_NAME[bytes[end] as number] === 1) end++;
  return end;
};

// A text has the name of the element around.
const addText = ({ nodes, open: parent }: Walk, start: number, end: number): void => {
  const [nameStart, nameEnd] = [nameStartOf(nodes, parent), nameEndOf(nodes, parent)];
  if (end > start) addNode(nodes, { start, end, parent, kind: KIND.bytes, nameStart, nameEnd });
};

const readText = (walk: Walk, at: number): number => {
  const { bytes } = walk;
  const found = bytes.indexOf(LESS, at);
  const end = found === -1 ? bytes.length : found;
  addText(walk, at, end);
  return end;
};

const readAttributes = (walk: Walk, at: number): number => {
  const { bytes, nodes, open: parent } = walk;
  let next = at;
  while (next < bytes.length && bytes[next] !== GREATER) {
    const quote = bytes[next];
    if (quote !== 0x22 && quote !== 0x27) {
      next++;
      continue;
    }
    const found = bytes.indexOf(quote, next + 1);
    const end = found === -1 ? bytes.length : found;
    let nameEnd = next;
    while (nameEnd > at && (bytes[nameEnd - 1] === 0x20 || bytes[nameEnd - 1] === 0x3d)) nameEnd--;
    let nameStart = nameEnd;
    while (nameStart > at && nameEnd - nameStart < MAX_NAME && IN_NAME[bytes[nameStart - 1] as number] === 1)
      nameStart--;
    const start = next + 1;
    if (end > start) addNode(nodes, { start, end, parent, kind: KIND.attribute, nameStart, nameEnd });
    next = end + 1;
  }
  return next;
};

const openElement = (walk: Walk, at: number): number => {
  const { bytes, nodes, open: parent } = walk;
  const nameStart = at + 1;
  const nameEnd = endOfName(bytes, nameStart);
  walk.open = addNode(nodes, { start: at, end: bytes.length, parent, kind: KIND.list, nameStart, nameEnd });
  const end = Math.min(readAttributes(walk, nameEnd) + 1, bytes.length);
  if (bytes[end - 2] === 0x2f) close(walk, end);
  return end;
};

const close = (walk: Walk, end: number): void => {
  if (walk.open === 0) return;
  endAt(walk.nodes, walk.open, end);
  walk.open = parentOf(walk.nodes, walk.open);
};

const skipTo = (bytes: Buffer, mark: string, at: number): number => {
  const found = bytes.indexOf(mark, at);
  return found === -1 ? bytes.length : found + mark.length;
};

const CDATA = '<![CDATA[';

const readMark = (walk: Walk, at: number): number => {
  const { bytes } = walk;
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
  addText(walk, at + CDATA.length, end - (end === bytes.length ? 0 : 3));
  return end;
};

/** The texts and attributes of an XML or HTML document, as far as they can be told: `a/b`, `a/@id`. */
export const outlineXml = (bytes: Buffer): Outline => {
  const nodes = makeNodes(bytes.length);
  const walk: Walk = { bytes, nodes, open: 0 };
  let at = 0;
  while (at < bytes.length && nodes.count < MOST_NODES)
    at = bytes[at] === LESS ? readMark(walk, at) : readText(walk, at);
  // What is still open is known up to here.
  if (at < bytes.length)
    for (let node = walk.open; node > 0; node = parentOf(nodes, node)) endAt(nodes, node, at);
  return {
    step: 'xml',
    nodes,
    nameOf: (node) => nameIn(bytes, nodes, node),
    pathOf: joinedPath('/'),
    isLeaf: (node) => kindOf(nodes, node) !== KIND.list,
  };
};

const nameIn = (bytes: Buffer, nodes: Nodes, node: number): string => {
  const name = bytes.toString('utf8', nameStartOf(nodes, node), nameEndOf(nodes, node));
  return kindOf(nodes, node) === KIND.attribute ? `@${name}` : name;
};

/** Whether bytes begin as XML or HTML does. */
export const isXml = (bytes: Buffer): boolean => {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || (bytes[at] ?? 0) === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  const next = bytes[at + 1] ?? 0;
  return bytes[at] === LESS && (next === 0x3f || next === 0x21 || IN_NAME[next] === 1);
};
