import { toBuffer } from '../../decode/buffer.ts';
import { cborTree } from '../../decode/cbor.ts';
import { msgpackTree } from '../../decode/msgpack.ts';
import { isText, traitsOf } from '../../decode/traits.ts';
import type { Tree } from '../../decode/tree.ts';
import type { Layer } from '../../layer.ts';
import { type Endings, forEachEnding, MOST_VALUE_BYTES, type NamedField } from './fields.ts';

/** Items of one layer that are looked at. */
const MOST_ITEMS = 100_000;

/** A map or list of MessagePack (0x80 to 0x9f, 0xdc to 0xdf) or CBOR (0x80 to 0xbf, its own mark 0xd9). */
const beginsItems = (byte: number): boolean =>
  (byte >= 0x80 && byte <= 0xbf) || byte === 0xd9 || (byte >= 0xdc && byte <= 0xdf);

const treeOf = ({ bytes, pieces, link }: Layer): Tree | null => {
  if (!beginsItems(bytes[0] ?? 0) || pieces !== undefined || link.step === 'reverse') return null;
  const buffer = toBuffer(bytes);
  return isText(traitsOf(buffer)) ? null : (msgpackTree(buffer) ?? cborTree(buffer));
};

/** Calls back for every text with a name in MessagePack or CBOR, once for each ending that its name has. */
export const forEachNamedItem = <Group extends string>(
  layer: Layer,
  endings: Endings<Group>,
  onField: (group: Group, field: NamedField) => void,
): void => {
  const tree = treeOf(layer);
  if (tree === null) return;
  for (let node = 1; node < Math.min(tree.starts.length, MOST_ITEMS); node++) {
    const key = tree.names[node];
    const offset = tree.heads[node] ?? 0;
    const length = (tree.ends[node] ?? 0) - offset;
    if (typeof key !== 'string' || tree.kinds[node] !== 'bytes' || length > MOST_VALUE_BYTES) continue;
    forEachEnding(Buffer.from(key), endings, (group) => {
      onField(group, { value: { layer, offset, length }, key });
    });
  }
};
