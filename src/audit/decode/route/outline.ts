import type { StepName } from '#model/route';
import { endOf, type Nodes, parentOf, startOf } from '../binary/nodes.ts';

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
  const node = climbFrom(nodes, low, offset + length);
  return node > 0 ? node : -1;
};

type Climb = { readonly from: number; readonly past: number; readonly to: number };

const lastClimbs = new WeakMap<Nodes, Climb>();

// The first node around another that ends no sooner than `past`. What stands behind many closed ones, one in the other, is
// asked for in order: each climb goes on where the last one ended.
const climbFrom = (nodes: Nodes, from: number, past: number): number => {
  const last = lastClimbs.get(nodes);
  let to = last !== undefined && last.from === from && last.past <= past ? last.to : from;
  while (to > 0 && endOf(nodes, to) < past) to = parentOf(nodes, to);
  if (to !== from) lastClimbs.set(nodes, { from, past, to });
  return to;
};

/** The names from the outermost field to the node, and whether outer ones were left out. */
export const namesOf = (
  outline: Outline,
  node: number,
): { readonly names: readonly (string | number)[]; readonly isCut: boolean } => {
  const names: (string | number)[] = [];
  let at = node;
  const known = namesKnown(outline);
  for (; at > 0 && names.length < MAX_NAMES; at = parentOf(outline.nodes, at)) {
    const name = known.get(at) ?? outline.nameOf(at);
    known.set(at, name);
    names.push(name);
  }
  return { names: names.reverse(), isCut: at > 0 };
};

/** Names of one outline that are remembered: those around a deep field, and around its neighbours. */
const MOST_KNOWN = 4 * MAX_NAMES;

const knownNames = new WeakMap<Outline, Map<number, string | number>>();

const namesKnown = (outline: Outline): Map<number, string | number> => {
  const known = knownNames.get(outline) ?? new Map<number, string | number>();
  knownNames.set(outline, known);
  if (known.size > MOST_KNOWN) known.clear();
  return known;
};

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

const steps = new Map<string, string>();

// The same names stand around field after field.
const stepOf = (name: string): string => {
  const known = steps.get(name);
  if (known !== undefined) return known;
  if (steps.size >= MOST_KNOWN) steps.clear();
  const step = PLAIN_NAME.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, '\\$&')}']`;
  steps.set(name, step);
  return step;
};

/** `$.a[0]['b c']`; `$..` where outer names were left out. */
export const jsonPath = (names: readonly (string | number)[], isCut: boolean): string => {
  const steps = names.map((name) => (typeof name === 'number' ? `[${String(name)}]` : stepOf(name)));
  return `$${isCut ? '.' : ''}${steps.join('')}`;
};

/** Names joined by a character. */
export const joinedPath =
  (separator: string) =>
  (names: readonly (string | number)[], isCut: boolean): string =>
    `${isCut ? '…' : ''}${names.join(separator)}`;
