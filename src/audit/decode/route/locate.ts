import { isDigit } from '../text/characters.ts';
import type { RouteLink, StepName } from '#model/route';
import type { Field, Layer } from '../../layer.ts';
import { nameBeside } from './beside.ts';
import { cborTree } from '../binary/cbor.ts';
import { msgpackTree } from '../binary/msgpack.ts';
import { outlineTar } from '../compression/tar.ts';
import { dataUrlAround, dataUrlStarts, jwtAround } from './tokens.ts';
import { noStretch, type Stretch } from './stretch.ts';
import type { Tree } from '../binary/tree.ts';
import { protobufTree } from '../binary/protobuf.ts';
import { isXml, outlineXml } from './outline-xml.ts';
import { toBuffer } from '../buffer.ts';
import { isForm } from './form.ts';
import {
  type Entry,
  outlineForm,
  outlineGrpc,
  outlineMultipart,
  outlineTree,
  pairAround,
} from './outline-pairs.ts';
import { outlineJson, outlineLines } from './outline-json.ts';
import { endOf, startOf } from '../binary/nodes.ts';
import { namesOf, nodeAt, type Outline } from './outline.ts';
import { isText, traitsOf } from '../traits.ts';

const MAX_PATH = 1000;
const outlines = new WeakMap<Layer, readonly Outline[]>();

/** A field, and whether it can be cut out: an object or list is only a name around the bytes. */
export type Located = { readonly field: Field; readonly isLeaf: boolean };

/** The innermost named field of a layer that holds the bytes; null where none does. Never throws. */
export const locate = (layer: Layer, offset: number, length: number): Field | null =>
  locateField(layer, offset, length)?.field ?? null;

/** As `locate`, with what resolving a route asks besides. */
export const locateField = (layer: Layer, offset: number, length: number): Located | null => {
  const bytes = toBuffer(layer.bytes);
  for (const outline of outlinesOf(layer, bytes)) {
    const node = nodeAt(outline, offset, length);
    if (node !== -1) return { field: fieldOf(outline, node, bytes), isLeaf: outline.isLeaf(node) };
  }
  return entryAround(layer, bytes, { offset, length });
};

/**
 * Where that field is, without its names: of a field deep inside others those cost far more. Null where there is none.
 */
export const linkOfField = (layer: Layer, offset: number, length: number): RouteLink | null => {
  const bytes = toBuffer(layer.bytes);
  for (const outline of outlinesOf(layer, bytes)) {
    const node = nodeAt(outline, offset, length);
    if (node !== -1) return { step: outline.step, ...spanOf(outline, node) };
  }
  return entryAround(layer, bytes, { offset, length })?.field.link ?? null;
};

type Span = { readonly offset: number; readonly length: number };

const spanOf = ({ nodes }: Outline, node: number): Span => {
  const offset = startOf(nodes, node);
  return { offset, length: endOf(nodes, node) - offset };
};

// What stands in text that is no document: a token, a data URL or a pair.
const entryAround = (layer: Layer, bytes: Buffer, { offset, length }: Span): Located | null => {
  const stretches = stretchesOf(layer);
  const jwt = jwtAround(bytes, offset, stretches.jwt);
  if (jwt !== null) return flat('jwt', jwt);
  const dataUrl = dataUrlAround(bytes, dataUrlsOf(layer, bytes), { offset, length }, stretches.url);
  if (dataUrl !== null) return flat('data-url', dataUrl);
  const pair = pairAround(bytes, { offset, length }, stretches.pair);
  return pair === null ? null : flat('pair', pair);
};

type Stretches = { readonly jwt: Stretch; readonly pair: Stretch; readonly url: Stretch };

const stretchesOfLayers = new WeakMap<Layer, Stretches>();

const stretchesOf = (layer: Layer): Stretches => {
  const stretches = stretchesOfLayers.get(layer) ?? { jwt: noStretch(), pair: noStretch(), url: noStretch() };
  stretchesOfLayers.set(layer, stretches);
  return stretches;
};

const dataUrls = new WeakMap<Layer, readonly number[]>();

const dataUrlsOf = (layer: Layer, bytes: Buffer): readonly number[] => {
  const starts = dataUrls.get(layer) ?? dataUrlStarts(bytes);
  dataUrls.set(layer, starts);
  return starts;
};

const flat = (step: StepName, { name, start, end }: Entry): Located => {
  const link = { step, path: name, offset: start, length: end - start };
  return { field: { link, key: step === 'pair' ? name : '', parents: [] }, isLeaf: true };
};

/** Whether the layer as a whole has a form whose fields can be named. */
export const isStructured = (layer: Layer): boolean => outlinesOf(layer, toBuffer(layer.bytes)).length > 0;

const outlinesOf = (layer: Layer, bytes: Buffer): readonly Outline[] => {
  const known = outlines.get(layer);
  if (known !== undefined) return known;
  const made = outlinesFrom(layer, bytes);
  outlines.set(layer, made);
  return made;
};

const outlinesFrom = (layer: Layer, bytes: Buffer): readonly Outline[] => {
  const multipart = outlineMultipart(bytes);
  if (multipart.nodes.count > 1) return [multipart];
  const traits = traitsOf(bytes);
  const from = jsonStart(bytes);
  if (from === 0) return jsonOutlines(bytes, 0);
  if (isXml(bytes)) return [outlineXml(bytes)];
  const binary = binaryOutline(bytes, traits);
  if (binary !== null) return [binary];
  if (layer.link.step === 'query' || (isText(traits) && isForm(bytes, traits) && !isLine(bytes)))
    return [outlineForm(bytes)];
  return from === -1 ? [] : jsonOutlines(bytes, from);
};

const LINE_BYTES = 4096;

// `IMSI=4600… MSISDN=+86…`: one pair after the other, with blanks between them, as logs have them.
const isLine = (bytes: Buffer): boolean =>
  !bytes.includes('&') && /\s[A-Za-z_][\w.-]{0,60}=/.test(bytes.toString('latin1', 0, LINE_BYTES));

const binaryOutline = (bytes: Buffer, traits: number): Outline | null => {
  if (isText(traits)) return null;
  const tar = outlineTar(bytes);
  if (tar.nodes.count > 1) return tar;
  const frames = outlineGrpc(bytes);
  if (frames.nodes.count > 1) return frames;
  const trees: readonly (readonly [StepName, Tree | null])[] = [
    ['msgpack', msgpackTree(bytes)],
    ['cbor', cborTree(bytes)],
    ['protobuf', protobufTree(bytes, traits)],
  ];
  for (const [step, tree] of trees) if (tree !== null) return outlineTree(step, tree);
  return null;
};

const jsonOutlines = (bytes: Buffer, from: number): readonly Outline[] => {
  const document = outlineJson(bytes, from);
  const lines = outlineLines(document);
  return [lines ?? document];
};

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const opensJson = (bytes: Buffer, at: number): boolean => {
  const open = bytes[at];
  if (open !== 0x7b && open !== 0x5b) return false;
  let next = at + 1;
  while (isSpace(bytes[next])) next++;
  const byte = bytes[next];
  return open === 0x7b ? byte === 0x22 : byte === 0x7b || byte === 0x5b || byte === 0x22 || isDigit(byte);
};

const OPENINGS = ['{"', '[{', '["'].map((open) => Buffer.from(open));

// 0 where JSON begins at once, else the offset of the first object or list in other text, or -1.
const jsonStart = (bytes: Buffer): number => {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (isSpace(bytes[at])) at++;
  if (opensJson(bytes, at)) return 0;
  for (const open of OPENINGS) {
    const found = bytes.indexOf(open);
    if (found !== -1) return found;
  }
  return -1;
};

const fieldOf = (outline: Outline, node: number, bytes: Buffer): Field => {
  const { names, isCut } = namesOf(outline, node);
  const texts = names.filter((name) => typeof name === 'string');
  const path = bounded(outline.pathOf(names, isCut));
  return {
    link: { step: outline.step, path, ...spanOf(outline, node) },
    ...namesFrom(texts, nameBeside(outline, node, bytes)),
  };
};

const namesFrom = (texts: readonly string[], beside: string | null): Pick<Field, 'key' | 'parents'> =>
  beside === null
    ? { key: texts.at(-1) ?? '', parents: texts.slice(0, -1) }
    : { key: beside, parents: texts };

// Cut from the left: the innermost names tell the most.
const bounded = (path: string): string => (path.length <= MAX_PATH ? path : `…${path.slice(-MAX_PATH)}`);
