import type { Child } from '../layer.ts';
import type { StepName } from '#model/route';
import { BASE64_VALUE } from './base64-bytes.ts';
import { canAfford } from './budget.ts';
import type { View } from './decoder.ts';
import { isText, traitsOf } from './traits.ts';

/** What the value of a node is. A `bytes` value stands in the layer as it is; a `number` has to be written out. */
export type NodeKind = 'list' | 'bytes' | 'number' | 'nothing';

/** The values of a binary format, in document order; node 0 is the layer. */
export type Tree = {
  readonly starts: number[];
  readonly ends: number[];
  readonly parents: number[];
  readonly names: (string | number)[];
  readonly kinds: NodeKind[];
  /** Where the value's own bytes begin, after its tag and length. */
  readonly heads: number[];
};

/** A tree of nothing but the layer itself. */
export const makeTree = (byteLength: number): Tree => ({
  starts: [0],
  ends: [byteLength],
  parents: [-1],
  names: [''],
  kinds: ['list'],
  heads: [0],
});

/** Adds a node and returns its index. */
export const addNode = (
  tree: Tree,
  node: { start: number; head: number; end: number; parent: number; name: string | number; kind: NodeKind },
): number => {
  tree.starts.push(node.start);
  tree.ends.push(node.end);
  tree.parents.push(node.parent);
  tree.names.push(node.name);
  tree.kinds.push(node.kind);
  tree.heads.push(node.head);
  return tree.starts.length - 1;
};

const BINARY_BYTES = 4;
const GLUED_BYTES = 8;

/** How a format writes out a value that is no text: '' where it is not worth a search. */
export type NumberText = (record: Buffer) => string;

// Text is read where it stands, but for text whose neighbours look like more of it: a length of 0x58 is an X.
const isOwnLayer = (bytes: Buffer, head: number, end: number): boolean => {
  if (end - head < BINARY_BYTES) return false;
  if (!isText(traitsOf(bytes.subarray(head, end)))) return true;
  if (end - head < GLUED_BYTES) return false;
  return isRunEdge(bytes, head) || isRunEdge(bytes, end);
};

const MARKS = new Set(Buffer.from('%\\&='));

const isRunEdge = (bytes: Buffer, at: number): boolean =>
  MARKS.has(bytes[at - 1] ?? 0) ||
  MARKS.has(bytes[at] ?? 0) ||
  ((BASE64_VALUE[bytes[at - 1] ?? 0xff] as number) < 64 && (BASE64_VALUE[bytes[at] ?? 0xff] as number) < 64);

/** The layers in a tree: its numbers written out, a line for each, and every value that is binary itself. */
export const layersOf = (
  tree: Tree,
  step: StepName,
  { bytes, budget }: View,
  numberText: NumberText,
): Child[] => {
  const lines: string[] = [];
  const sources: number[] = [];
  const starts: number[] = [0];
  const children: Child[] = [];
  for (let node = 1; node < tree.starts.length; node++) {
    const start = tree.starts[node] as number;
    const end = tree.ends[node] as number;
    const kind = tree.kinds[node];
    if (kind === 'number') {
      const text = numberText(bytes.subarray(start, end));
      if (text === '') continue;
      lines.push(text);
      sources.push(start, end);
      starts.push((starts.at(-1) ?? 0) + text.length + 1);
    } else if (kind === 'bytes') {
      const head = tree.heads[node] as number;
      if (isOwnLayer(bytes, head, end) && canAfford(budget, end - head))
        children.push({
          bytes: bytes.subarray(head, end),
          link: { step, offset: start, length: end - start },
        });
    }
  }
  if (lines.length === 0) return children;
  const link = { step, offset: 0, length: bytes.length };
  return [{ bytes: Buffer.from(lines.join('\n'), 'latin1'), link, pieces: { sources, starts } }, ...children];
};
