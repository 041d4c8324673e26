import type { StepName } from '#model/route';
import { formFields, MOST_FIELDS } from './form.ts';
import { percentInto } from '../text/percent.ts';
import { undoWith } from '../text/gather.ts';
import { grpcFrames } from '../binary/grpc.ts';
import { multipartParts } from '../binary/multipart.ts';
import { addNode, KIND, kindOf, makeNodes, nameEndOf, nameStartOf } from '../binary/nodes.ts';
import { joinedPath, jsonPath, type Outline } from './outline.ts';
import { type Stretch, stretchAround } from './stretch.ts';
import type { Tree } from '../binary/tree.ts';

/** A named value of a flat list. */
export type Entry = { readonly name: string; readonly start: number; readonly end: number };

const NAME_BYTES = 200;

/** An outline of a flat list of named values, in order. */
export const outlineOf = (step: StepName, entries: readonly Entry[], byteLength: number): Outline => {
  const nodes = makeNodes(byteLength);
  for (const { start, end } of entries)
    addNode(nodes, { start, end, parent: 0, kind: KIND.bytes, nameStart: 0, nameEnd: 0 });
  return {
    step,
    nodes,
    nameOf: (node) => entries[node - 1]?.name ?? '',
    pathOf: joinedPath('.'),
    isLeaf: (node) => node > 0,
  };
};

/** The fields of a query or form. */
export const outlineForm = (bytes: Buffer): Outline => {
  const fields = formFields(bytes);
  const nodes = makeNodes(bytes.length);
  for (let k = 0; k < Math.min(fields.length, 4 * MOST_FIELDS); k += 4) {
    const [nameStart, nameEnd] = [fields[k] as number, fields[k + 1] as number];
    const [start, end] = [fields[k + 2] as number, fields[k + 3] as number];
    addNode(nodes, { start, end, parent: 0, kind: KIND.bytes, nameStart, nameEnd });
  }
  const nameOf = (node: number): string => {
    const start = nameStartOf(nodes, node);
    const end = Math.min(nameEndOf(nodes, node), start + NAME_BYTES);
    return undoWith(percentInto, bytes.subarray(start, end)).toString('utf8');
  };
  return { step: 'form', nodes, nameOf, pathOf: joinedPath('.'), isLeaf: (node) => node > 0 };
};

/** The parts of a multipart body, by their names. */
export const outlineMultipart = (bytes: Buffer): Outline =>
  outlineOf('multipart', multipartParts(bytes), bytes.length);

/** The messages of a gRPC stream, by their index. */
export const outlineGrpc = (bytes: Buffer): Outline => {
  const frames = grpcFrames(bytes);
  const entries: Entry[] = [];
  for (let k = 0; k < frames.length; k += 2)
    entries.push({ name: String(k / 2), start: frames[k] as number, end: frames[k + 1] as number });
  return outlineOf('grpc', entries, bytes.length);
};

/** The values of a binary format. */
export const outlineTree = (step: StepName, tree: Tree): Outline => ({
  step,
  nodes: tree.nodes,
  nameOf: tree.nameOf,
  pathOf:
    step === 'protobuf'
      ? joinedPath('.')
      : (names, isCut): string => jsonPath(isCut ? names : names.slice(1), isCut),
  isLeaf: (node) => kindOf(tree.nodes, node) !== KIND.list,
});

const isNameByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  (byte >= 128 ||
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    byte === 0x2d ||
    byte === 0x2e);

const SEPARATORS = new Uint8Array(256);
for (const character of '&;,|\n\r\t\0') SEPARATORS[character.charCodeAt(0)] = 1;

/** How far a pair reaches to either side of the bytes in it: every match asks for the pair around. */
const PAIR_BYTES = 4096;

type Span = { readonly offset: number; readonly length: number };

/** The `name=value` or `Name: value` pair around a byte of other text; null where there is none. */
export const pairAround = (bytes: Buffer, { offset, length }: Span, known: Stretch): Entry | null => {
  const look = { from: offset, to: offset + length, most: PAIR_BYTES, ends: SEPARATORS };
  const { start, end } = stretchAround(bytes, look, known);
  let nameEnd = start;
  while (nameEnd < offset && bytes[nameEnd] !== 0x3d && bytes[nameEnd] !== 0x3a) nameEnd++;
  if (nameEnd >= offset) return null;
  let nameStart = nameEnd;
  while (nameStart > start && isNameByte(bytes[nameStart - 1])) nameStart--;
  if (nameStart === nameEnd || nameEnd - nameStart > NAME_BYTES) return null;
  let valueStart = nameEnd + 1;
  while (valueStart < offset && (bytes[valueStart] === 0x20 || bytes[valueStart] === 0x22)) valueStart++;
  return { name: bytes.toString('utf8', nameStart, nameEnd), start: valueStart, end };
};
