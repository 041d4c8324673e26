import { describe, expect, it } from 'vitest';
import { linkOfField, locate } from '#audit/decode/route/locate';
import { addNode, KIND, makeNodes, type Nodes } from '#audit/decode/binary/nodes';
import { jsonPath, namesOf, nodeAt, type Outline } from '#audit/decode/route/outline';
import { makeLayer } from '../../../support/make-layer.ts';

/** Nodes one in the other, all of which end where the innermost does. */
const nested = (depth: number): Nodes => {
  const nodes = makeNodes(10 * depth);
  for (let node = 1; node <= depth; node++)
    addNode(nodes, {
      start: node,
      end: 2 * depth,
      parent: node - 1,
      kind: KIND.list,
      nameStart: 0,
      nameEnd: 0,
    });
  return nodes;
};

const outlineOf = (nodes: Nodes, nameOf: Outline['nameOf'] = String): Outline => ({
  step: 'json',
  nodes,
  nameOf,
  pathOf: jsonPath,
  isLeaf: () => true,
});

/** The same nodes, with a count of the numbers that are read of them. */
const counted = (nodes: Nodes): { readonly nodes: Nodes; readonly reads: () => number } => {
  let reads = 0;
  const cells = new Proxy(nodes.cells, {
    get: (target, key) => {
      reads++;
      return Reflect.get(target, key) as unknown;
    },
  });
  return { nodes: { cells, count: nodes.count }, reads: () => reads };
};

describe('the node around some bytes', () => {
  it('is the innermost that holds all of them', () => {
    const outline = outlineOf(nested(10));
    expect([nodeAt(outline, 5, 3), nodeAt(outline, 12, 8), nodeAt(outline, 12, 9)]).toEqual([5, 10, -1]);
    // A later place, and an earlier one again.
    expect([nodeAt(outline, 30, 1), nodeAt(outline, 12, 8)]).toEqual([-1, 10]);
  });

  it('is looked for once behind many that are closed, whatever is asked for there', () => {
    const depth = 2000;
    const { nodes, reads } = counted(nested(depth));
    const outline = outlineOf(nodes);
    for (let pass = 0; pass < 2; pass++)
      for (let at = 3 * depth; at < 4 * depth; at++) expect(nodeAt(outline, at, 1)).toBe(-1);
    // Two thousand places in each of two passes: a dozen halvings, and what led out of the nodes before.
    expect(reads()).toBeLessThan(2 * depth * 40);
  });
});

describe('the names of a field deep inside others', () => {
  it('are read once for it and its neighbours', () => {
    let read = 0;
    const outline = outlineOf(nested(100), (node) => {
      read++;
      return `f${String(node)}`;
    });
    for (let node = 90; node <= 100; node++) {
      const { names, isCut } = namesOf(outline, node);
      expect([names.length, names[0], names.at(-1), isCut]).toEqual([
        64,
        `f${String(node - 63)}`,
        `f${String(node)}`,
        true,
      ]);
    }
    expect(read).toBe(74);
  });

  it('are written as a path', () => {
    for (let round = 0; round < 2; round++)
      expect(jsonPath(['a', 0, "b 'c", 'd'], false)).toBe("$.a[0]['b \\'c'].d");
  });
});

describe('where a field is', () => {
  it.each<[string, string, string]>([
    ['a text of JSON', '{"a":{"b":"value"}}', 'value'],
    ['an attribute of XML', '<a b="value"/>', 'value'],
    ['a field of a form', 'a=1&b=value', 'value'],
    ['a pair in text', 'the name: value\nmore', 'value'],
    ['no field', 'nothing but value', 'value'],
  ])('is told without its names: %s', (_, text, value) => {
    const field = locate(makeLayer(text), text.indexOf(value), value.length);
    const link = linkOfField(makeLayer(text), text.indexOf(value), value.length);
    const placeOf = (one: typeof link) =>
      one === null ? null : { step: one.step, offset: one.offset, length: one.length };
    expect(placeOf(link)).toEqual(placeOf(field?.link ?? null));
    expect(link === null).toBe(text.startsWith('nothing'));
  });
});
