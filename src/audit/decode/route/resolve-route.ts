import type { RouteLink } from '#model/route';
import type { Layer } from '../../layer.ts';
import { toBuffer } from '../buffer.ts';
import { isStructured, locateField } from './locate.ts';
import { reverseBytes } from '../text/reverse.ts';
import { isAcrossLines, lineAt, lineSpan, sourceSpan } from './source-span.ts';
import { FIELD_START, isRecord, type Mark, undoField, undoWithin } from './undo.ts';

/** Where some bytes of a layer stand, for a reader who follows the links by hand. */
export type Resolved = {
  readonly route: readonly RouteLink[];
  /** In the bytes that the last link gives. */
  readonly at: { readonly offset: number; readonly length: number };
  /** The bytes there. */
  readonly bytes: Buffer;
  /** Names of the fields around, innermost first, over all layers. */
  readonly keys: readonly string[];
  /** False where a layer on the way was made of several lines of a gathered one, which no link can take. */
  readonly isExact: boolean;
  /** False where a link takes bytes that those before it do not give, so that nobody can follow it. */
  readonly isWithin: boolean;
};

// Bytes on the way: `layer` may be one that peel made, or one made here for a field.
type Place = {
  readonly route: readonly RouteLink[];
  readonly layer: Layer;
  readonly offset: number;
  readonly length: number;
  readonly keys: readonly string[];
  /** Nothing more can be cut out around the bytes. */
  readonly isDeepest: boolean;
  readonly isExact: boolean;
  readonly isWithin: boolean;
};

const MAX_FIELDS = 8;

/**
 * The full route to some bytes of a layer: every decoding, and between them the field that each was found in.
 * Never throws; where a field cannot be cut out exactly, the link before it stays the last.
 */
export const resolveRoute = (layer: Layer, offset: number, length: number): Resolved => {
  const place = descend(placeIn(layer, offset, length), keepsValue);
  const { route, keys, isExact, isWithin, offset: from, length: byteLength } = place;
  return { route, at: { offset: from, length: byteLength }, bytes: bytesAt(place), keys, isExact, isWithin };
};

const placeOf = (layer: Layer, offset: number, length: number): Place =>
  descend(placeIn(layer, offset, length));

// The way to the layer itself, without the fields that the bytes stand in there.
const placeIn = (layer: Layer, offset: number, length: number): Place => {
  const { parent, link, pieces } = layer;
  if (parent === null) return rootPlace(layer, offset, length);
  if (pieces !== undefined) return fromPiece(layer, parent, offset, length);
  if (link.step === 'reverse') return fromReverse(layer, parent, offset, length);
  const start = link.offset ?? 0;
  const span = { offset: start, length: link.length ?? parent.bytes.length - start };
  return moved(startOf(layer, parent, span), offset, length);
};

const startPlaces = new WeakMap<Layer, Place>();

// Where a layer begins, told once: every place in it begins with the same way, and undoes the same fields.
const startOf = (layer: Layer, parent: Layer, source: Span): Place => {
  const known = startPlaces.get(layer);
  if (known !== undefined) return known;
  const place = enter(sourceOf(layer, parent, source), layer);
  startPlaces.set(layer, place);
  return place;
};

type Span = { readonly offset: number; readonly length: number };

// Where the bytes stand that a layer was made of. Undoing the field around them may have changed them: then the layer
// follows from them only as they stood before.
const sourceOf = (layer: Layer, parent: Layer, { offset, length }: Span): Place => {
  if (isAcrossLines(parent, offset, length)) return { ...placeIn(parent, offset, length), isExact: false };
  const place = placeOf(parent, offset, length);
  const found = bytesAt(place);
  const source = toBuffer(parent.bytes).subarray(offset, offset + length);
  if (found.equals(source) || found.equals(layer.bytes)) return place;
  return placeIn(parent, offset, length);
};

const rootPlace = (layer: Layer, offset: number, length: number): Place => {
  const isNamed = layer.link.step === 'header' || layer.link.step === 'cookie';
  const keys = isNamed && layer.link.path !== undefined ? [layer.link.path] : [];
  return {
    route: [layer.link],
    layer,
    offset,
    length,
    keys,
    isDeepest: false,
    isExact: true,
    isWithin: true,
  };
};

const moved = (place: Place, offset: number, length: number): Place => ({
  ...place,
  offset: place.offset + offset,
  length,
});

const bytesAt = ({ layer, offset, length }: Place): Buffer =>
  toBuffer(layer.bytes).subarray(offset, offset + length);

// From the place of a layer's source to the layer itself. A field that was undone on the way may be that already.
const enter = (source: Place, layer: Layer): Place => {
  const found = bytesAt(source);
  if (found.equals(layer.bytes)) {
    const isAll = found.length === source.layer.bytes.length;
    return {
      ...source,
      layer: isAll ? layer : source.layer,
      offset: isAll ? 0 : source.offset,
      isDeepest: false,
    };
  }
  const { step, path } = layer.link;
  const cut = { offset: source.offset, length: source.length };
  const link: RouteLink = path === undefined ? { step, ...cut } : { step, path, ...cut };
  // What was cut short begins elsewhere once it is read backwards.
  const isWhole = source.isExact || step !== 'reverse';
  const isWithin = source.isWithin && isWhole && cut.offset + cut.length <= source.layer.bytes.length;
  const isExact = source.isExact && isWithin;
  const route = [...source.route, link];
  return { ...source, route, layer, offset: 0, isDeepest: false, isExact, isWithin };
};

const fromPiece = (layer: Layer, parent: Layer, offset: number, length: number): Place => {
  const starts = layer.pieces?.starts ?? [];
  const line = lineAt(layer, offset);
  const from = starts[line] ?? 0;
  const to = (starts[line + 1] ?? 1) - 1;
  const source = sourceSpan(layer, offset, length);
  const piece = derived(layer, String(from), () => ({
    bytes: layer.bytes.subarray(from, to),
    ...lineOf(layer, parent),
  }));
  return moved(startOf(piece, parent, source), offset - from, Math.min(length, to - offset));
};

const lineOf = (layer: Layer, parent: Layer): Omit<Layer, 'bytes'> => ({
  parent,
  link: layer.link,
  part: layer.part,
  depth: layer.depth,
});

// Reversal may stand inside a field or around the whole layer: the field is taken where the parent has fields.
const fromReverse = (layer: Layer, parent: Layer, offset: number, length: number): Place => {
  const wanted = toBuffer(layer.bytes).subarray(offset, offset + length);
  const inner = placeOf(parent, sourceSpan(layer, offset, length).offset, length);
  const backwards = derived(inner.layer, 'reverse', () => ({
    bytes: reverseBytes(inner.layer.bytes),
    ...lineOf(layer, inner.layer),
  }));
  const place: Place = {
    ...inner,
    layer: backwards,
    route: [...inner.route, { step: 'reverse', offset: 0, length: backwards.bytes.length }],
    offset: backwards.bytes.length - inner.offset - inner.length,
    isDeepest: false,
  };
  if (isStructured(parent) && bytesAt(place).equals(wanted)) return place;
  const mirrored = parent.bytes.length - offset - length;
  const line = isAcrossLines(parent, mirrored, length)
    ? { offset: 0, length: parent.bytes.length }
    : lineSpan(parent, mirrored);
  const start = parent.bytes.length - line.offset - line.length;
  const piece = derived(layer, `line ${String(start)}`, () => ({
    bytes: layer.bytes.subarray(start, start + line.length),
    ...lineOf(layer, parent),
  }));
  return moved(startOf(piece, parent, line), offset - start, length);
};

type Keeps = (before: Place, after: Place) => boolean;

const PLUS = 0x2b;

// Where a value was found as it stands, a plus sign of base64 or of a number is no space, though the text around it
// reads as a form.
const keepsPluses: Keeps = (before, after) =>
  after.route.at(-1)?.step !== 'form' || !bytesAt(before).includes(PLUS) || bytesAt(after).includes(PLUS);

// The bytes of a digest may read as one record, whose tag and length are part of the digest.
const keepsLength: Keeps = (before, after) =>
  !isRecord(after.route.at(-1)?.step ?? 'body') || after.length === before.length;

const keepsValue: Keeps = (before, after) => keepsPluses(before, after) && keepsLength(before, after);

// Cuts out field after field while they hold the bytes and undoing them keeps the bytes in sight.
const descend = (start: Place, keeps: Keeps = () => true): Place => {
  let place = start;
  for (let fields = 0; fields < MAX_FIELDS && !place.isDeepest; fields++) {
    const next = inField(place);
    if (next === null || !keeps(place, next)) return place;
    place = next;
  }
  return place;
};

const inField = (place: Place): Place | null => {
  const { layer, offset, length } = place;
  const located = locateField(layer, offset, length);
  if (located === null) return null;
  const { link, key, parents } = located.field;
  const names = [key, ...parents.toReversed()].filter((name) => name !== '');
  const keys = [...names, ...place.keys];
  const start = link.offset ?? 0;
  const end = start + (link.length ?? 0);
  const bytes = toBuffer(layer.bytes);
  const field = bytes.subarray(start, end);
  if (!located.isLeaf) return { ...place, keys, isDeepest: true };
  if (field.length >= bytes.length && !isRecord(link.step)) return null;
  // Pairs that begin at one place may end at several.
  const name = `${link.step} ${String(start)} ${String(end)}`;
  if (!canDerive(layer, name, field.length)) return { ...place, keys, isDeepest: true };
  const undone = derived(layer, name, () => ({
    bytes: undoField(link.step, field),
    ...lineOf({ ...layer, link }, layer),
  }));
  const span = { offset: offset - start, length };
  const held = undoWithin(link.step, field, span, markBefore(undone, span.offset));
  if (held === null) return { ...place, keys, isDeepest: true };
  const { offset: from, bytes: found } = held;
  if (
    !toBuffer(undone.bytes)
      .subarray(from, from + found.length)
      .equals(found)
  )
    return null;
  keepMark(undone, { offset: span.offset, undone: from });
  const route = [...place.route, link];
  return { ...place, route, layer: undone, offset: from, length: found.length, keys };
};

/** Of each stretch of so many bytes of a field two places are remembered: the one told first, and the one told last. */
const STRETCH_BYTES = 4096;

const marks = new WeakMap<Layer, Mark[]>();

const stretchOf = (offset: number): number => Math.floor(offset / STRETCH_BYTES);

// The nearest place before that was told: many values of one long field would each undo all that precedes them.
const markBefore = (undone: Layer, offset: number): Mark => {
  const known = marks.get(undone) ?? [];
  for (let index = Math.min(known.length - 1, 2 * stretchOf(offset) + 1); index >= 0; index--) {
    const mark = known[index];
    if (mark !== undefined && mark.offset <= offset) return mark;
  }
  return FIELD_START;
};

const keepMark = (undone: Layer, mark: Mark): void => {
  const known = marks.get(undone) ?? [];
  marks.set(undone, known);
  const index = 2 * stretchOf(mark.offset);
  known[index] ??= mark;
  known[index + 1] = mark;
};

/** Bytes of fields that are undone to tell the ways within one root; what is found beyond ends at the layer. */
const MOST_DERIVED_BYTES = 64 * 1024 * 1024;

const derivedBytes = new WeakMap<Layer, number>();

const rootOf = (layer: Layer): Layer => {
  let root = layer;
  while (root.parent !== null) root = root.parent;
  return root;
};

// Fields may overlap at every byte, and each that is undone is kept.
const canDerive = (layer: Layer, name: string, byteLength: number): boolean => {
  if (derivedLayers.get(layer)?.has(name) === true) return true;
  const root = rootOf(layer);
  const made = (derivedBytes.get(root) ?? 0) + byteLength;
  if (made > MOST_DERIVED_BYTES) return false;
  derivedBytes.set(root, made);
  return true;
};

const derivedLayers = new WeakMap<Layer, Map<string, Layer>>();

// The same field of a layer is the same object each time, so that its own fields are told only once.
const derived = (layer: Layer, name: string, make: () => Layer): Layer => {
  const known = derivedLayers.get(layer) ?? new Map<string, Layer>();
  derivedLayers.set(layer, known);
  const layerMade = known.get(name) ?? make();
  known.set(name, layerMade);
  return layerMade;
};
