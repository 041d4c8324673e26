import { toBuffer } from '../../decode/buffer.ts';
import { outlineTree } from '../../decode/route/outline-pairs.ts';
import { namesOf } from '../../decode/route/outline.ts';
import { endOf } from '../../decode/binary/nodes.ts';
import { protobufTree } from '../../decode/binary/protobuf.ts';
import { traitsOf } from '../../decode/traits.ts';
import type { Layer } from '../../layer.ts';
import { MOST_VALUE_BYTES, type NamedField } from './fields.ts';

/** Fields of binary messages, which carry numbers for names, and the names that public sources give them. */
type Documented = {
  readonly host: RegExp;
  readonly path: RegExp;
  /** By protobuf field path. */
  readonly names: Readonly<Record<string, string>>;
};

const DOCUMENTED: readonly Documented[] = [
  // microG GmsCore, checkin.proto, message CheckinRequest: imei 1, androidId 2, macAddress 9, meid 10, esn 17, serial 16.
  {
    host: /^(?:android\.clients\.google\.com|android\.googleapis\.com|checkin\.gstatic\.com)$/,
    path: /^\/checkin\/?$/,
    names: { '1': 'imei', '2': 'android_id', '9': 'mac', '10': 'imei', '16': 'deviceserial', '18': 'mac' },
  },
  // TrackHAR 1.0.0, adapter google/app-measurement, after observed values: Firebase's Analytics.
  {
    host: /^(?:region[0-9]\.)?app-measurement\.com$/,
    path: /^\/a\/?$/,
    names: { '1.19': 'gaid' },
  },
];

const rootText = (layers: readonly Layer[], step: 'host' | 'path'): string => {
  const root = layers.find(({ parent, link }) => parent === null && link.step === step);
  return root === undefined ? '' : Buffer.from(root.bytes.subarray(0, 300)).toString('latin1');
};

/**
 * The name of a field that a public source documents, for the recipient of one flow; null where none does, for a field
 * or for all of them.
 */
export const documentedNames = (layers: readonly Layer[]): ((fieldPath: string) => string | null) | null => {
  const host = rootText(layers, 'host').toLowerCase();
  const path = rootText(layers, 'path');
  const own = DOCUMENTED.find((row) => row.host.test(host) && row.path.test(path));
  if (own === undefined) return null;
  return (fieldPath) => (Object.hasOwn(own.names, fieldPath) ? (own.names[fieldPath] ?? null) : null);
};

const MOST_FIELDS = 10_000;

const namedFields = (layer: Layer, nameOf: (fieldPath: string) => string | null): readonly NamedField[] => {
  const bytes = toBuffer(layer.bytes);
  const tree = protobufTree(bytes, traitsOf(bytes));
  if (tree === null) return [];
  const outline = outlineTree('protobuf', tree);
  const fields: NamedField[] = [];
  for (let node = 1; node < Math.min(MOST_FIELDS, tree.nodes.count); node++) {
    const { names, isCut } = namesOf(outline, node);
    const key = outline.isLeaf(node) ? nameOf(outline.pathOf(names, isCut)) : null;
    const offset = tree.headOf(node);
    const length = endOf(tree.nodes, node) - offset;
    if (key !== null && length > 0 && length <= MOST_VALUE_BYTES)
      fields.push({ value: { layer, offset, length }, key });
  }
  return fields;
};

/** The fields of a layer that a public source documents for the recipient of one flow: [] where none does. */
export const documentedFields = (layers: readonly Layer[]): ((layer: Layer) => readonly NamedField[]) => {
  const nameOf = documentedNames(layers);
  return nameOf === null ? () => [] : (layer) => namedFields(layer, nameOf);
};
