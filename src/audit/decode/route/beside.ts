import { endOf, parentOf, startOf } from '../binary/nodes.ts';
import type { Outline } from './outline.ts';

/** Nodes that are looked at around a value. */
const MOST_NODES = 64;
const MOST_NAME_BYTES = 64;
/** Elements that are climbed from a text: `value › string`. */
const MOST_CLIMBED = 2;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names of fields that hold only a value, whose name is the value of a field beside. */
const VALUE_NAMES: ReadonlySet<string> = new Set(
  words(`
    value val v values string_value stringvalue str_value strvalue int_value intvalue long_value longvalue double_value
    doublevalue text data content string str int i4 i8 long integer float real double boolean field_value fieldvalue
    param_value paramvalue
  `),
);

/** Names of the fields beside that hold the name, the most telling first. */
const NAMES = words(`
  key name k field fieldname field_name param paramname param_name attr attribute property prop code label dimension
  metric id type idtype id_type
`);

/** An id's own kind: of another thing a type says nothing of the value. */
const KIND_OF_ID = /(?:id|imei|imsi|meid|iccid|mac)$/i;

const NAME = /^[\p{L}\p{N}_$][\p{L}\p{M}\p{N}_.$ -]*$/u;

type Sight = { readonly outline: Outline; readonly bytes: Buffer };

const textOf = ({ outline, bytes }: Sight, node: number): string | null => {
  const from = startOf(outline.nodes, node);
  const to = endOf(outline.nodes, node);
  if (!outline.isLeaf(node) || to <= from || to - from > MOST_NAME_BYTES) return null;
  const text = bytes.toString('utf8', from, to).trim();
  return NAME.test(text) && /\p{L}/u.test(text) ? text : null;
};

const nameOf = ({ outline }: Sight, node: number): string | number => {
  const name = outline.nameOf(node);
  return typeof name === 'number' ? name : name.toLowerCase();
};

/** The fields of the object, list or element around, in order. */
const childrenOf = ({ outline: { nodes } }: Sight, parent: number): readonly number[] => {
  const children: number[] = [];
  const end = endOf(nodes, parent);
  const last = Math.min(parent + MOST_NODES, nodes.count - 1);
  for (let node = parent + 1; node <= last && startOf(nodes, node) < end; node++)
    if (parentOf(nodes, node) === parent) children.push(node);
  return children;
};

const bestName = (sight: Sight, among: readonly number[], sign: string, ownName: string): string | null => {
  const nodes = new Map(among.map((node) => [nameOf(sight, node), node]));
  for (const wanted of NAMES) {
    const node = wanted === ownName ? undefined : nodes.get(sign + wanted);
    const text = node === undefined ? null : textOf(sight, node);
    if (text !== null) return text;
  }
  return null;
};

const besideInJson = (sight: Sight, node: number): string | null => {
  const name = nameOf(sight, node);
  const parent = parentOf(sight.outline.nodes, node);
  if (parent < 0) return null;
  // `["imei", "8612…"]`
  if (name === 1) {
    const [first, ...rest] = childrenOf(sight, parent);
    return first === undefined || rest.length > 2 ? null : textOf(sight, first);
  }
  if (typeof name === 'number') return null;
  if (VALUE_NAMES.has(name)) return bestName(sight, childrenOf(sight, parent), '', name);
  if (name !== 'id') return null;
  const kind = bestName(sight, childrenOf(sight, parent), '', name);
  return kind !== null && KIND_OF_ID.test(kind) ? kind : null;
};

// `<key>imei</key><string>8612…</string>`, `<member><name>imei</name><value>8612…</value></member>`.
const elementBefore = (sight: Sight, element: number): string | null => {
  const { nodes } = sight.outline;
  const parent = parentOf(nodes, element);
  for (let node = element - 1; node > Math.max(parent, element - MOST_NODES); node--) {
    // Blanks between elements are texts of the element around.
    if (parentOf(nodes, node) !== parent || sight.outline.isLeaf(node)) continue;
    const name = nameOf(sight, node);
    if (name !== 'key' && name !== 'name' && name !== 'k') return null;
    const [text] = childrenOf(sight, node);
    return text === undefined ? null : textOf(sight, text);
  }
  return null;
};

const besideInXml = (sight: Sight, node: number): string | null => {
  const { outline } = sight;
  const name = String(nameOf(sight, node));
  let element = parentOf(outline.nodes, node);
  if (element <= 0 || !outline.isLeaf(node)) return null;
  if (name.startsWith('@') && !VALUE_NAMES.has(name.slice(1))) return null;
  const attribute = bestName(sight, childrenOf(sight, element), '@', name.slice(1));
  if (attribute !== null || name.startsWith('@')) return attribute;
  for (let climbed = 0; climbed <= MOST_CLIMBED && element > 0; climbed++) {
    if (!VALUE_NAMES.has(String(nameOf(sight, element)))) return null;
    const before = elementBefore(sight, element);
    if (before !== null) return before;
    element = parentOf(outline.nodes, element);
  }
  return null;
};

/**
 * The name of a value whose own field is only called *value*, or has no name: that of a pair, `{"key":"imei",
 * "value":"…"}`, `["imei","…"]`, `<string name="imei">…`, `<key>imei</key><string>…`. Null where none stands beside.
 */
export const nameBeside = (outline: Outline, node: number, bytes: Buffer): string | null => {
  if (outline.step === 'json') return besideInJson({ outline, bytes }, node);
  return outline.step === 'xml' ? besideInXml({ outline, bytes }, node) : null;
};
