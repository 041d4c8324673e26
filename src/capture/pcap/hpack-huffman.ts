import { SYMBOLS_BY_LENGTH } from './hpack-tables.ts';

const END = 256;
const LONGEST_PADDING = 7;

/** Nodes of the code as a binary tree: index of the next node, or −1 − symbol at a leaf; 0 where nothing is. */
const buildTree = (): Int32Array => {
  const tree = new Int32Array(2 * 600);
  let nodes = 1;
  let code = 0;
  let bitsBefore = 0;
  for (const [bits, symbols] of SYMBOLS_BY_LENGTH) {
    code *= 2 ** (bits - bitsBefore);
    bitsBefore = bits;
    for (const symbol of symbols) {
      let node = 0;
      for (let bit = bits - 1; bit > 0; bit -= 1) {
        const slot = 2 * node + ((code >>> bit) & 1);
        if (tree[slot] === 0) {
          tree[slot] = nodes;
          nodes += 1;
        }
        node = tree[slot] ?? 0;
      }
      tree[2 * node + (code & 1)] = -1 - symbol;
      code += 1;
    }
  }
  return tree;
};

const TREE = buildTree();

/** Decodes HPACK's Huffman code, one character per byte. @throws RangeError for bytes that are none */
export const huffmanText = (bytes: Uint8Array): string => {
  const out = Buffer.allocUnsafe(Math.ceil((bytes.length * 8) / 5));
  let length = 0;
  let node = 0;
  let pending = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const next = TREE[2 * node + ((byte >>> bit) & 1)] ?? 0;
      pending += 1;
      if (next > 0) node = next;
      else if (next === 0 || next === -1 - END) throw new RangeError('a Huffman code that no symbol has');
      else {
        out[length] = -1 - next;
        length += 1;
        node = 0;
        pending = 0;
      }
    }
  }
  if (pending > LONGEST_PADDING) throw new RangeError('a Huffman code ends too early');
  return out.toString('latin1', 0, length);
};
