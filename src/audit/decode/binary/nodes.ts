/**
 * Named places of a layer in document order; node 0 is the layer. Six numbers each, in one run: a layer may have a million
 * of them. Mutable while it is filled.
 */
export type Nodes = { cells: Uint32Array; count: number };

/** What a node's value is. A `BYTES` value stands in the layer as it is; a `NUMBER` has to be written out. */
export const KIND = { list: 0, object: 1, bytes: 2, number: 3, nothing: 4, attribute: 5 } as const;

/** Where a value starts and ends, the node around it, what it is, and two numbers that its format names it by. */
export type Node = {
  readonly start: number;
  readonly end: number;
  readonly parent: number;
  /** Of KIND. */
  readonly kind: number;
  readonly nameStart: number;
  readonly nameEnd: number;
};

/** The parent of node 0, and a name that does not stand in the layer. */
export const NONE = 0xffffffff;

const CELLS = 6;
/** So few lie in V8's own heap: most bytes that are tried as some format give no more. */
const FIRST_NODES = 2;
const LEAST_NODES = 16;
const MOST_SECOND_NODES = 1024;
const BYTES_PER_NODE = 16;

/** Nodes of nothing but the layer itself. */
export const makeNodes = (byteLength: number): Nodes => {
  const nodes: Nodes = { cells: new Uint32Array(FIRST_NODES * CELLS), count: 0 };
  addNode(nodes, { start: 0, end: byteLength, parent: NONE, kind: KIND.list, nameStart: 0, nameEnd: 0 });
  return nodes;
};

/** Adds a node and returns its index. */
export const addNode = (nodes: Nodes, { start, end, parent, kind, nameStart, nameEnd }: Node): number => {
  const at = nodes.count * CELLS;
  if (at === nodes.cells.length) grow(nodes);
  const { cells } = nodes;
  cells[at] = start;
  cells[at + 1] = end;
  cells[at + 2] = parent;
  cells[at + 3] = kind;
  cells[at + 4] = nameStart;
  cells[at + 5] = nameEnd;
  return nodes.count++;
};

const grow = (nodes: Nodes): void => {
  const expected = Math.min(MOST_SECOND_NODES, endOf(nodes, 0) / BYTES_PER_NODE);
  const count = Math.ceil(Math.max(LEAST_NODES, expected, nodes.count * 2));
  const larger = new Uint32Array(count * CELLS);
  larger.set(nodes.cells);
  nodes.cells = larger;
};

/** Where the value of a node starts. */
export const startOf = ({ cells }: Nodes, node: number): number => cells[node * CELLS] as number;

/** Where the value of a node ends. */
export const endOf = ({ cells }: Nodes, node: number): number => cells[node * CELLS + 1] as number;

/** Ends a value that was not ended yet. */
export const endAt = ({ cells }: Nodes, node: number, end: number): void => {
  cells[node * CELLS + 1] = end;
};

/** The node around another; -1 around the layer. */
export const parentOf = ({ cells }: Nodes, node: number): number => (cells[node * CELLS + 2] as number) | 0;

/** What the value of a node is: of KIND. */
export const kindOf = ({ cells }: Nodes, node: number): number => cells[node * CELLS + 3] as number;

/** The first of two numbers that a format names a node by. */
export const nameStartOf = ({ cells }: Nodes, node: number): number => cells[node * CELLS + 4] as number;

/** The second of them. */
export const nameEndOf = ({ cells }: Nodes, node: number): number => cells[node * CELLS + 5] as number;
