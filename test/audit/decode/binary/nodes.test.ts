import { describe, expect, it } from 'vitest';
import {
  addNode,
  endAt,
  endOf,
  KIND,
  kindOf,
  makeNodes,
  nameEndOf,
  nameStartOf,
  NONE,
  parentOf,
  startOf,
} from '#audit/decode/binary/nodes';

describe('nodes', () => {
  it('begin with the layer, which nothing is around', () => {
    const nodes = makeNodes(42);
    expect([nodes.count, startOf(nodes, 0), endOf(nodes, 0), parentOf(nodes, 0)]).toEqual([1, 0, 42, -1]);
  });

  it('are given back as they were added, however many there are', () => {
    const nodes = makeNodes(4);
    const most = 0xfffffffe;
    for (let node = 1; node <= 5000; node++) {
      const names = { nameStart: node % 2 === 0 ? NONE : node, nameEnd: most - node };
      const place = { start: most - 2 * node, end: most - node, parent: node - 1, kind: KIND.number };
      expect(addNode(nodes, { ...place, ...names })).toBe(node);
    }
    endAt(nodes, 4000, 7);
    expect([startOf(nodes, 3000), endOf(nodes, 3000)]).toEqual([most - 6000, most - 3000]);
    expect([parentOf(nodes, 3000), kindOf(nodes, 3000)]).toEqual([2999, KIND.number]);
    expect([nameStartOf(nodes, 3000), nameStartOf(nodes, 3001)]).toEqual([NONE, 3001]);
    expect([nameEndOf(nodes, 3000), endOf(nodes, 4000)]).toEqual([most - 3000, 7]);
  });
});
