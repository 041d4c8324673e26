import { toBuffer } from '../../decode/buffer.ts';
import { cborTree } from '../../decode/binary/cbor.ts';
import { msgpackTree } from '../../decode/binary/msgpack.ts';
import { isText, traitsOf } from '../../decode/traits.ts';
import { endOf, KIND, kindOf } from '../../decode/binary/nodes.ts';
import type { Tree } from '../../decode/binary/tree.ts';
import type { Layer } from '../../layer.ts';
import { type Endings, forEachEnding, holdsEnding, MOST_VALUE_BYTES, type NamedField } from './fields.ts';

/** Items of one layer that are looked at. */
const MOST_ITEMS = 100_000;

/** A map or list of MessagePack (0x80 to 0x9f, 0xdc to 0xdf) or CBOR (0x80 to 0xbf, its own mark 0xd9). */
const beginsItems = (byte: number): boolean =>
  (byte >= 0x80 && byte <= 0xbf) || byte === 0xd9 || (byte >= 0xdc && byte <= 0xdf);

// A name stands in the bytes as it is: where none does, they need not be parsed once more.
const treeOf = ({ bytes, pieces, link }: Layer, endings: Endings<string>): Tree | null => {
  if (!beginsItems(bytes[0] ?? 0) || pieces !== undefined || link.step === 'reverse') return null;
  const buffer = toBuffer(bytes);
  if (isText(traitsOf(buffer)) || !holdsEnding(buffer, endings)) return null;
  return msgpackTree(buffer) ?? cborTree(buffer);
};

/** Calls back for every text with a name in MessagePack or CBOR, once for each ending that its name has. */
export const forEachNamedItem = <Group extends string>(
  layer: Layer,
  endings: Endings<Group>,
  onField: (group: Group, field: NamedField) => void,
): void => {
  const tree = treeOf(layer, endings);
  if (tree === null) return;
  const { nodes } = tree;
  for (let node = 1; node < Math.min(nodes.count, MOST_ITEMS); node++) {
    if (kindOf(nodes, node) !== KIND.bytes) continue;
    const key = tree.nameOf(node);
    const offset = tree.headOf(node);
    const length = endOf(nodes, node) - offset;
    if (typeof key !== 'string' || length > MOST_VALUE_BYTES) continue;
    forEachEnding(Buffer.from(key), endings, (group) => {
      onField(group, { value: { layer, offset, length }, key });
    });
  }
};
