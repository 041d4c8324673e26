import { isReversed } from '../../decode/decoder.ts';
import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { forEachEmail } from './email-shape.ts';
import { digitShape, groupedShape, hexShape, macShape, phoneClass, uuidShape } from './id-shapes.ts';
import { forEachGrouped } from './grouped-reader.ts';
import { forEachMac } from './mac-reader.ts';
import { keep as keepIn, makeKept } from '../kept.ts';
import type { Found } from '../found.ts';
import { subscriberNames } from './nai-shape.ts';
import { namedShapes } from './named-shapes.ts';
import { makeNames, type Names } from './names.ts';
import { packageList } from './packages-shape.ts';
import { forEachInternational } from './phone-shape.ts';
import { addressShape, makeCoordinates } from './place-shapes.ts';
import { cardNames } from './card-shape.ts';
import { recordShapes } from './record-shape.ts';
import { documentedFields } from './documented.ts';
import { forwardKey } from './own-key.ts';
import { serial } from './serial-shape.ts';
import { isSentForwards } from './sent-forwards.ts';
import { shapeMatch } from './shape-match.ts';

/** Looks for unknown values in one flow, by shape and by the names of the fields around. */
export type ShapeScanner = {
  /** Words of a layer, as the word reader tells of them. */
  readonly takeId: (layer: Layer, kind: 'digits' | 'hex', from: number, to: number) => void;
  readonly takeUuid: (layer: Layer, from: number, to: number) => void;
  readonly takeDecimal: (layer: Layer, from: number, to: number) => void;
  readonly takeAddress: (layer: Layer, from: number, to: number) => void;
  /** Everything that has a reader of its own. */
  readonly takeLayer: (layer: Layer) => void;
  readonly matches: () => readonly Match[];
  /** Whether nothing was found, by itself or to be put together. */
  readonly isEmpty: () => boolean;
  /** The names of the flow's fields, whose number is bounded. */
  readonly names: Names;
  /** Whether there were more than are kept. */
  readonly isCut: () => boolean;
};

const internationalShape = (layer: Layer, offset: number, length: number, names: Names): Match => {
  const found = { layer, offset, length };
  return shapeMatch(
    found,
    phoneClass(names.of(found)) ?? 'phone',
    'a valid international number with its plus',
  );
};

// A value that stands behind its name as it was sent has none of its own when it is read backwards.
const isForwards = (found: Found): boolean => isReversed(found.layer) && forwardKey(found) !== null;

/** Everything that has a reader of its own. */
const makeTakeLayer =
  (
    keep: (match: Match | null) => void,
    names: Names,
    documented: ReturnType<typeof documentedFields>,
  ): ShapeScanner['takeLayer'] =>
  (layer) => {
    if (isSentForwards(layer)) return;
    forEachMac(layer.bytes, (offset) => {
      keep(macShape({ layer, offset, length: 17 }, names));
    });
    forEachEmail(layer.bytes, (offset, to) => {
      keep(shapeMatch({ layer, offset, length: to - offset }, 'email', 'an e-mail address of no service'));
    });
    forEachInternational(layer.bytes, (offset, to) => {
      keep(internationalShape(layer, offset, to - offset, names));
    });
    forEachGrouped(layer.bytes, (offset, to) => {
      keep(groupedShape({ layer, offset, length: to - offset }, names));
    });
    // One by one: a call takes only so many arguments.
    namedShapes(layer).forEach(keep);
    recordShapes(layer, names).forEach(keep);
    cardNames(layer).forEach(keep);
    // What no digits or signs give away: names of fields alone tell of it, and here those are numbers.
    for (const field of documented(layer)) keep(serial(field));
    subscriberNames(layer).forEach(keep);
    keep(packageList(layer, names));
  };

/** A scanner for one flow. */
export const makeShapeScanner = (layers: readonly Layer[]): ShapeScanner => {
  const kept = makeKept();
  const names = makeNames(layers);
  const coordinates = makeCoordinates(names);
  const keep = (match: Match | null): void => {
    if (match !== null) keepIn(kept, match);
  };
  return {
    takeId: (layer, kind, offset, to) => {
      const found = { layer, offset, length: to - offset };
      if (isForwards(found)) return;
      keep(kind === 'digits' ? digitShape(found, names) : hexShape(found, names));
    },
    takeUuid: (layer, offset, to) => {
      const found = { layer, offset, length: to - offset };
      if (!isForwards(found)) keep(uuidShape(found, names));
    },
    takeDecimal: (layer, offset, to) => {
      const found = { layer, offset, length: to - offset };
      if (!isForwards(found)) coordinates.add(found);
    },
    takeAddress: (layer, offset, to) => {
      keep(addressShape({ layer, offset, length: to - offset }, names));
    },
    takeLayer: makeTakeLayer(keep, names, documentedFields(layers)),
    matches: () => [...kept.matches, ...coordinates.matches()],
    isEmpty: () => kept.matches.length === 0 && coordinates.isEmpty(),
    names,
    isCut: () => kept.isCut || coordinates.isCut(),
  };
};
