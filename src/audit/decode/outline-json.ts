import { undoWith } from './gather.ts';
import { jsonPath, MOST_NODES, type Outline } from './outline.ts';
import { unescapeInto } from './unescape.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NAME_BYTES = 200;

// Node kinds: what a node's value is.
const LIST = 1;
const OBJECT = 2;
const LEAF = 3;

type Walk = {
  readonly bytes: Buffer;
  readonly starts: number[];
  readonly ends: number[];
  readonly parents: number[];
  readonly kinds: number[];
  /** Of a member: where its name starts and ends. Of an element: -1 and its index. */
  readonly nameStarts: number[];
  readonly nameEnds: number[];
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
  const node = walk.starts.length;
  const isMember = walk.kinds[walk.open] === OBJECT;
  walk.starts.push(start);
  walk.ends.push(end);
  walk.parents.push(walk.open);
  walk.kinds.push(kind);
  walk.nameStarts.push(isMember ? walk.keyStart : -1);
  walk.nameEnds.push(isMember ? walk.keyEnd : (walk.counts.at(-1) ?? 0));
  return node;
};

const openContainer = (walk: Walk, kind: number, at: number): void => {
  walk.open = push(walk, kind, at, walk.bytes.length);
  walk.counts.push(0);
  walk.expectsKey = kind === OBJECT;
  walk.isAfterMark = true;
};

const closeContainer = (walk: Walk, at: number): void => {
  walk.isAfterMark = false;
  if (walk.open === 0) return;
  walk.ends[walk.open] = at + 1;
  walk.open = walk.parents[walk.open] as number;
  walk.counts.pop();
  walk.expectsKey = false;
};

const separate = (walk: Walk): void => {
  const last = walk.counts.length - 1;
  walk.counts[last] = (walk.counts[last] as number) + 1;
  walk.expectsKey = walk.kinds[walk.open] === OBJECT;
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
  } else push(walk, LEAF, at + 1, end);
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
  } else if (walk.open === 0) push(walk, LEAF, at, at);
  else if (walk.isAfterMark && isEnded(walk.bytes, end)) push(walk, LEAF, at, end);
  walk.isAfterMark = false;
  return Math.max(end, at + 1);
};

const step = (walk: Walk, at: number): number => {
  switch (walk.bytes[at]) {
    case QUOTE:
      return readString(walk, at);
    case 0x7b:
      openContainer(walk, OBJECT, at);
      return at + 1;
    case 0x5b:
      openContainer(walk, LIST, at);
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
  const walk: Walk = {
    bytes,
    starts: [0],
    ends: [bytes.length],
    parents: [-1],
    kinds: [0],
    nameStarts: [-1],
    nameEnds: [0],
    open: 0,
    counts: [0],
    keyStart: 0,
    keyEnd: 0,
    expectsKey: false,
    isAfterMark: true,
  };
  let at = from;
  while (at < bytes.length && walk.starts.length < MOST_NODES) at = step(walk, at);
  // What is still open is known up to here.
  if (at < bytes.length)
    for (let node = walk.open; node > 0; node = walk.parents[node] as number) walk.ends[node] = at;
  return {
    step: 'json',
    starts: walk.starts,
    ends: walk.ends,
    parents: walk.parents,
    nameOf: (node) => nameOf(walk, node),
    // The outermost value is `$` itself.
    pathOf: (names, isCut) => jsonPath(isCut ? names : names.slice(1), isCut),
    isLeaf: (node) => walk.kinds[node] === LEAF,
  };
};

/** The documents that follow each other in one layer, by their index; null where there is only one. */
export const outlineLines = (document: Outline): Outline | null => {
  const tops: number[] = [];
  for (let node = 1; node < document.starts.length; node++) if (document.parents[node] === 0) tops.push(node);
  if (tops.length < 2 || tops.some((node) => document.isLeaf(node))) return null;
  const pick = (from: readonly number[]): number[] => [
    from[0] as number,
    ...tops.map((top) => from[top] as number),
  ];
  return {
    step: 'json-lines',
    starts: pick(document.starts),
    ends: pick(document.ends),
    parents: [-1, ...tops.map(() => 0)],
    nameOf: (node) => node - 1,
    pathOf: jsonPath,
    isLeaf: (node) => node > 0,
  };
};

const nameOf = ({ bytes, nameStarts, nameEnds }: Walk, node: number): string | number => {
  const start = nameStarts[node] as number;
  const end = nameEnds[node] as number;
  if (start === -1) return end;
  return undoWith(unescapeInto, bytes.subarray(start, Math.min(end, start + NAME_BYTES))).toString('utf8');
};
