import type { StepName } from '#model/route';
import { endOf, type Nodes, parentOf, startOf } from './nodes.ts';

/**
 * The named fields of a layer, as a tree in document order. A node's name is text, or an index into the list
 * around it; the root is node 0 and has none. Everything a decoder reads by offset is found here by offset too.
 */
export type Outline = {
  readonly step: StepName;
  readonly nodes: Nodes;
  readonly nameOf: (node: number) => string | number;
  /** The path of a node, in the notation of the format. */
  readonly pathOf: (names: readonly (string | number)[], isCut: boolean) => string;
  /** Only leaves may be cut out of the layer: what a container's bytes are undone to is no use to anybody. */
  readonly isLeaf: (node: number) => boolean;
};

/** Fields of one layer that are told apart; bytes behind them are read all the same, and have no name. */
export const MOST_NODES = 1_000_000;

/** Deeper fields are named by their innermost enclosing fields only. */
const MAX_NAMES = 64;

/** The innermost node that holds all of the bytes; -1 where only the root does. */
export const nodeAt = (outline: Outline, offset: number, length: number): number => {
  const { nodes } = outline;
  let low = 0;
  let high = nodes.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(nodes, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  let node = low;
  while (node > 0 && endOf(nodes, node) < offset + length) node = parentOf(nodes, node);
  return node > 0 ? node : -1;
};

/** The names from the outermost field to the node, and whether outer ones were left out. */
export const namesOf = (
  outline: Outline,
  node: number,
): { readonly names: readonly (string | number)[]; readonly isCut: boolean } => {
  const names: (string | number)[] = [];
  let at = node;
  for (; at > 0 && names.length < MAX_NAMES; at = parentOf(outline.nodes, at)) names.push(outline.nameOf(at));
  return { names: names.reverse(), isCut: at > 0 };
};

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `$.a[0]['b c']`; `$..` where outer names were left out. */
export const jsonPath = (names: readonly (string | number)[], isCut: boolean): string => {
  const steps = names.map((name) =>
    typeof name === 'number'
      ? `[${String(name)}]`
      : PLAIN_NAME.test(name)
        ? `.${name}`
        : `['${name.replace(/[\\']/g, '\\$&')}']`,
  );
  return `$${isCut ? '.' : ''}${steps.join('')}`;
};

/** Names joined by a character. */
export const joinedPath =
  (separator: string) =>
  (names: readonly (string | number)[], isCut: boolean): string =>
    `${isCut ? '…' : ''}${names.join(separator)}`;
