import { isAcrossLines } from '../../decode/route/source-span.ts';
import { type Found, textAt } from '../found.ts';
import { keep, makeKept } from '../kept.ts';
import type { Match } from '../match.ts';
import { FAR_BYTES, spanOf } from '../nearby.ts';
import { isPublicAddress } from './ip-shape.ts';
import { axisOf, tellingFor } from './keys.ts';
import type { Names } from './names.ts';
import { isCoordinate, isCoordinatePair } from './place-shape.ts';
import { shapeMatch } from './shape-match.ts';

const PLACE_STEMS = /lat|lon|lng|loc|geo|gps|coord|pos|point|ll|breit|l.{1,2}ng|lgt|wei|jing|[\x80-\xff]/i;
const ADDRESS_STEMS = /ip/i;
const LONGEST_PAIR = 60;
/** Coordinates of one axis that are compared with those of the other. */
const MOST_COORDINATES = 200;

/** Collects coordinates until both of a place are there. */
export type Coordinates = {
  readonly add: (found: Found) => void;
  readonly matches: () => readonly Match[];
  /** Whether none is waiting for another, and none was told. */
  readonly isEmpty: () => boolean;
  /** Whether there were more than are kept. */
  readonly isCut: () => boolean;
};

// From one decimal to the end of the next, where they are one text: `39.9,116.4`.
const withNext = ({ layer, offset, length }: Found): Found | null => {
  const rest = Buffer.from(layer.bytes.subarray(offset, offset + LONGEST_PAIR)).toString('latin1');
  const pair = /^-?[0-9.]+\s{0,2}[,;|]?\s{0,2}-?[0-9]{1,3}\.[0-9]{3,18}(?![0-9.])/.exec(rest)?.[0];
  return pair === undefined || pair.length <= length ? null : { layer, offset, length: pair.length };
};

const REASON = 'coordinates under the names of a latitude and a longitude';

// Where there is one of each only, other fields may stand between them: a form in the order of its names' hashes.
const isFar = ([latitudes, longitudes]: readonly [readonly Found[], readonly Found[]]): boolean => {
  const [latitude, longitude] = [latitudes[0], longitudes[0]];
  if (latitude === undefined || longitude === undefined || latitudes.length + longitudes.length > 2)
    return false;
  return spanOf(latitude, longitude, FAR_BYTES) !== null;
};

/** An empty collection for one flow. */
export const makeCoordinates = (names: Names): Coordinates => {
  const axes: readonly [Found[], Found[]] = [[], []];
  const pairs = makeKept();
  let end = { layer: null as Found['layer'] | null, offset: 0 };
  const addPair = (pair: Found): boolean => {
    if (!isCoordinatePair(textAt(pair)) || tellingFor('location', names.of(pair)) === 'none') return false;
    keep(pairs, shapeMatch(pair, 'location', 'two coordinates, under the name of a place'));
    end = { layer: pair.layer, offset: pair.offset + pair.length };
    return true;
  };
  const add = (found: Found): void => {
    if (found.layer === end.layer && found.offset < end.offset) return;
    if (!names.mayHold(found, PLACE_STEMS)) return;
    const pair = withNext(found);
    if (pair !== null && addPair(pair)) return;
    const axis = axisOf(names.of(found));
    if (axis === null || axes[axis].length >= MOST_COORDINATES || !isCoordinate(textAt(found), axis)) return;
    axes[axis].push(found);
  };
  const matches = (): readonly Match[] => [
    ...pairs.matches,
    ...axes[0].flatMap((latitude) => {
      const spans = axes[1].map((longitude) => spanOf(latitude, longitude)).filter((span) => span !== null);
      const nearest = spans.sort((a, b) => a.length - b.length)[0];
      if (nearest === undefined) return isFar(axes) ? [shapeMatch(latitude, 'location', REASON)] : [];
      // Numbers of a binary message are written out line by line, and no way leads to two of them.
      const { layer, offset, length } = nearest;
      const place = isAcrossLines(layer, offset, length) ? latitude : nearest;
      return [shapeMatch(place, 'location', REASON)];
    }),
  ];
  const isEmpty = (): boolean => pairs.matches.length + axes[0].length + axes[1].length === 0;
  return { add, matches, isEmpty, isCut: () => pairs.isCut };
};

/** A public IPv4 address that is the handset's by its field's name. */
export const addressShape = (found: Found, names: Names): Match | null =>
  isPublicAddress(textAt(found)) &&
  names.mayHold(found, ADDRESS_STEMS) &&
  tellingFor('ip', names.of(found)) === 'strong'
    ? shapeMatch(found, 'ip', 'a public address, under the name of the sender’s own')
    : null;
