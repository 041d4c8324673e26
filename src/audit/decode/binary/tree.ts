import type { Child } from '../../layer.ts';
import type { StepName } from '#model/route';
import { BASE64_VALUE } from '../text/base64-bytes.ts';
import { canAfford } from '../budget.ts';
import type { View } from '../decoder.ts';
import { endOf, KIND, kindOf, type Nodes, startOf } from './nodes.ts';
import { addLine, layerOfLines, makeLines } from './lines.ts';
import { isText, traitsOf } from '../traits.ts';

/** The values of a binary format. */
export type Tree = {
  readonly nodes: Nodes;
  readonly nameOf: (node: number) => string | number;
  /** Where the value's own bytes begin, after its tag and length. */
  readonly headOf: (node: number) => number;
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
  const lines = makeLines();
  const children: Child[] = [];
  const { nodes } = tree;
  for (let node = 1; node < nodes.count; node++) {
    const start = startOf(nodes, node);
    const end = endOf(nodes, node);
    const kind = kindOf(nodes, node);
    if (kind === KIND.number) {
      const text = numberText(bytes.subarray(start, end));
      if (text !== '') addLine(lines, text, start, end);
    } else if (kind === KIND.bytes) {
      const head = tree.headOf(node);
      if (isOwnLayer(bytes, head, end) && canAfford(budget, end - head))
        children.push({
          bytes: bytes.subarray(head, end),
          link: { step, offset: start, length: end - start },
        });
    }
  }
  if (lines.starts.count === 0) return children;
  const link = { step, offset: 0, length: bytes.length };
  return [{ link, ...layerOfLines(lines) }, ...children];
};
