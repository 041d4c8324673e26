import { undoWith } from '../text/gather.ts';
import {
  addNode,
  endAt,
  endOf,
  KIND,
  kindOf,
  makeNodes,
  nameEndOf,
  nameStartOf,
  type Nodes,
  NONE,
  parentOf,
  startOf,
} from '../binary/nodes.ts';
import { jsonPath, MOST_NODES, type Outline } from './outline.ts';
import { unescapeInto } from '../text/unescape.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NAME_BYTES = 200;

type Walk = {
  readonly bytes: Buffer;
  /** Of a member: where its name starts and ends. Of an element: NONE and its index. */
  readonly nodes: Nodes;
  /** The node that is open now. */
  open: number;
  /** Elements seen so far, for each node that is open. */
  readonly counts: number[];
  keyStart: number;
  keyEnd: number;
  expectsKey: boolean;
  /** Whether a mark, not another value, stands before what comes next. */
  isAfterMark: boolean;
};

const push = (walk: Walk, kind: number, start: number, end: number): number => {
  const { nodes, open: parent } = walk;
  return kindOf(nodes, parent) === KIND.object
    ? addNode(nodes, { start, end, parent, kind, nameStart: walk.keyStart, nameEnd: walk.keyEnd })
    : addNode(nodes, { start, end, parent, kind, nameStart: NONE, nameEnd: walk.counts.at(-1) ?? 0 });
};

const openContainer = (walk: Walk, kind: number, at: number): void => {
  walk.open = push(walk, kind, at, walk.bytes.length);
  walk.counts.push(0);
  walk.expectsKey = kind === KIND.object;
  walk.isAfterMark = true;
};

const closeContainer = (walk: Walk, at: number): void => {
  walk.isAfterMark = false;
  if (walk.open === 0) return;
  endAt(walk.nodes, walk.open, at + 1);
  walk.open = parentOf(walk.nodes, walk.open);
  walk.counts.pop();
  walk.expectsKey = false;
};

const separate = (walk: Walk): void => {
  const last = walk.counts.length - 1;
  walk.counts[last] = (walk.counts[last] as number) + 1;
  walk.expectsKey = kindOf(walk.nodes, walk.open) === KIND.object;
  walk.isAfterMark = true;
};

const readString = (walk: Walk, at: number): number => {
  const { bytes } = walk;
  let end = at + 1;
  while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  end = Math.min(end, bytes.length);
  if (walk.expectsKey) {
    walk.keyStart = at + 1;
    walk.keyEnd = end;
  } else push(walk, KIND.bytes, at + 1, end);
  walk.isAfterMark = false;
  return end + 1;
};

const ENDS_LITERAL = new Uint8Array(256);
for (let byte = 0; byte <= 32; byte++) ENDS_LITERAL[byte] = 1;
for (const character of ',]}":[{') ENDS_LITERAL[character.charCodeAt(0)] = 1;

// Words of a text follow each other; a value is followed by a mark.
const isEnded = (bytes: Buffer, from: number): boolean => {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) <= 32) at++;
  return at >= bytes.length || bytes[at] === 0x2c || bytes[at] === 0x7d || bytes[at] === 0x5d;
};

// What stands outside of any list or object is other text and no value: it is told apart, and holds nothing.
const readLiteral = (walk: Walk, at: number): number => {
  let end = at;
  while (end < walk.bytes.length && ENDS_LITERAL[walk.bytes[end] as number] === 0) end++;
  if (walk.expectsKey) {
    walk.keyStart = at;
    walk.keyEnd = end;
  } else if (walk.open === 0) push(walk, KIND.bytes, at, at);
  else if (walk.isAfterMark && isEnded(walk.bytes, end)) push(walk, KIND.bytes, at, end);
  walk.isAfterMark = false;
  return Math.max(end, at + 1);
};

const step = (walk: Walk, at: number): number => {
  switch (walk.bytes[at]) {
    case QUOTE:
      return readString(walk, at);
    case 0x7b:
      openContainer(walk, KIND.object, at);
      return at + 1;
    case 0x5b:
      openContainer(walk, KIND.list, at);
      return at + 1;
    case 0x7d:
    case 0x5d:
      closeContainer(walk, at);
      return at + 1;
    case 0x2c:
      separate(walk);
      return at + 1;
    case 0x3a:
      walk.expectsKey = false;
      walk.isAfterMark = true;
      return at + 1;
    default:
      return (walk.bytes[at] as number) <= 32 ? at + 1 : readLiteral(walk, at);
  }
};

/** The fields of a JSON document that begins at `from`; of one cut off or faulty, as far as they can be told. */
export const outlineJson = (bytes: Buffer, from: number): Outline => {
  const nodes = makeNodes(bytes.length);
  const walk: Walk = {
    bytes,
    nodes,
    open: 0,
    counts: [0],
    keyStart: 0,
    keyEnd: 0,
    expectsKey: false,
    isAfterMark: true,
  };
  let at = from;
  while (at < bytes.length && nodes.count < MOST_NODES) at = step(walk, at);
  // What is still open is known up to here.
  if (at < bytes.length)
    for (let node = walk.open; node > 0; node = parentOf(nodes, node)) endAt(nodes, node, at);
  return {
    step: 'json',
    nodes,
    nameOf: (node) => nameIn(bytes, nodes, node),
    // The outermost value is `$` itself.
    pathOf: (names, isCut) => jsonPath(isCut ? names : names.slice(1), isCut),
    isLeaf: (node) => kindOf(nodes, node) === KIND.bytes,
  };
};

/** The documents that follow each other in one layer, by their index; null where there is only one. */
export const outlineLines = (document: Outline): Outline | null => {
  const lines = makeNodes(endOf(document.nodes, 0));
  for (let node = 1; node < document.nodes.count; node++) {
    if (parentOf(document.nodes, node) !== 0) continue;
    if (document.isLeaf(node)) return null;
    const [start, end] = [startOf(document.nodes, node), endOf(document.nodes, node)];
    addNode(lines, { start, end, parent: 0, kind: KIND.bytes, nameStart: NONE, nameEnd: 0 });
  }
  if (lines.count < 3) return null;
  return {
    step: 'json-lines',
    nodes: lines,
    nameOf: (node) => node - 1,
    pathOf: jsonPath,
    isLeaf: (node) => node > 0,
  };
};

const nameIn = (bytes: Buffer, nodes: Nodes, node: number): string | number => {
  const start = nameStartOf(nodes, node);
  const end = nameEndOf(nodes, node);
  if (start === NONE) return end;
  return undoWith(unescapeInto, bytes.subarray(start, Math.min(end, start + NAME_BYTES))).toString('utf8');
};
