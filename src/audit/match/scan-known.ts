import { toBuffer } from '../decode/buffer.ts';
import type { Layer } from '../layer.ts';
import { BOUNDARIES } from './algebra/form.ts';
import { luhnDigit } from './algebra/luhn.ts';
import type { Needles, Owners } from './compile.ts';
import { addPackage, addPairFind, type Finds, noFinds } from './finds.ts';
import { bitsAt } from './bits.ts';
import { type Found, textAt } from './found.ts';
import { hasRoomFor, keep } from './kept.ts';
import type { Match } from './match.ts';
import { makeNumberReader, type NumberHit } from './numbers/number-reader.ts';
import { isWrittenAsOne } from './numbers/spacing.ts';
import { partAround } from './parts.ts';
import { makeSearcher } from './search/searcher.ts';
import { isTimestamp } from './shapes/phone-shape.ts';
import { forEachShort } from './shorts/short-table.ts';
import { stands } from './stands.ts';
import { tellsShort } from './shorts/tells-short.ts';
import { isWholeField } from './whole-field.ts';

/** Searches a layer for known values and adds what it finds; true where one of them is written backwards. */
export type KnownScanner = (layer: Layer, finds: Finds) => boolean;

type Form = { readonly owners: Owners; readonly index: number };

const canaryOf = (needles: Needles, { owners, index }: Form) => needles.canaries[owners.canary[index] ?? -1];
const recipeOf = (needles: Needles, { owners, index }: Form): string =>
  needles.recipes[owners.recipe[index] ?? -1] ?? '';
const boundaryOf = ({ owners, index }: Form) => BOUNDARIES[owners.boundary[index] ?? 0] ?? 'none';

const matchFrom = (needles: Needles, form: Form, found: Found, share: number): Match | null => {
  const canary = canaryOf(needles, form);
  if (canary === undefined) return null;
  const text = textAt(found);
  const spelling = text === canary.value ? 'plain' : recipeOf(needles, form);
  return {
    class: canary.class,
    canaryId: canary.id,
    spelling,
    recipe: spelling,
    level: 'A',
    bits: bitsAt(found, spelling),
    compared: null,
    share,
    reasoning: reasonFor(spelling, share),
    inversionCandidates: null,
    ...found,
  };
};

const reasonFor = (spelling: string, share: number): string => {
  if (share < 1) return `${String(Math.round(share * 100))} % of the value in sequence`;
  return spelling === 'plain' ? 'the value itself' : `the value, written another way: ${spelling}`;
};

const PLUS = 0x2b;

// The plus belongs to the number where it was sent.
const withPlus = (found: Found, value: string): Found =>
  value.startsWith('+') && found.layer.bytes[found.offset - 1] === PLUS
    ? { ...found, offset: found.offset - 1, length: found.length + 1 }
    : found;

/**
 * Sixteen digits are an IMEISV unless their fifteenth is the IMEI's check digit: then they are more likely a longer
 * number, which is no match.
 */
const isVersioned = ({ digits }: NumberHit, numberLength: number): boolean =>
  digits.length > numberLength && luhnDigit(digits.slice(0, numberLength)) !== digits[numberLength];

const agreesInLength = (needles: Needles, hit: NumberHit): boolean => {
  const { pool } = needles.numbers;
  const numberLength = (pool.offsets[hit.number + 1] ?? 0) - (pool.offsets[hit.number] ?? 0);
  const recipe = needles.recipes[needles.numberOwners.recipe[hit.number] ?? -1];
  return recipe === 'imeisv' ? isVersioned(hit, numberLength) : hit.digits.length === numberLength;
};

// Where stretches of a message end that were told of one layer, by message and beginning: each piece leads to them again.
type Stretches = { layer: Layer | null; readonly ends: Map<string, number> };

const stretchesOf = new WeakMap<Finds, Stretches>();

// Whether a stretch was told already; from now on it counts as told.
const isToldOf = (finds: Finds, { layer, offset, length }: Found, canaryId: string): boolean => {
  const stretches = stretchesOf.get(finds) ?? { layer: null, ends: new Map() };
  stretchesOf.set(finds, stretches);
  if (stretches.layer !== layer) stretches.ends.clear();
  stretches.layer = layer;
  const key = `${String(offset)} ${canaryId}`;
  const isTold = (stretches.ends.get(key) ?? -1) >= offset + length;
  if (!isTold) stretches.ends.set(key, offset + length);
  return isTold;
};

const addPart = (needles: Needles, form: Form, found: Found, finds: Finds): void => {
  const canary = canaryOf(needles, form);
  if (canary === undefined) return;
  const part = partAround(canary, found, form.owners.detail[form.index] ?? 0);
  if (part === null || isToldOf(finds, part.found, canary.id)) return;
  const match = matchFrom(needles, form, part.found, part.share);
  if (match !== null) keep(finds.kept, match);
};

const addPair = (needles: Needles, form: Form, found: Found, finds: Finds): void => {
  const { owners, index } = form;
  addPairFind(finds, {
    found,
    canary: owners.canary[index] ?? -1,
    axis: owners.detail[index] ?? 0,
    recipe: recipeOf(needles, form),
  });
};

const MOST_ID_BYTES = 32;
const BINARY_RECIPES = new Set(['bytes', 'int64be', 'int64le', 'varint']);

// Hexadecimal of a few bytes more is a longer id, whose bytes are no value of their own.
const isInLongerId = (needles: Needles, form: Form, { layer, length }: Found): boolean =>
  layer.link.step === 'hex' &&
  layer.bytes.length > length &&
  layer.bytes.length <= MOST_ID_BYTES &&
  BINARY_RECIPES.has(recipeOf(needles, form));

/** Counters and amounts have up to as many digits. */
const MOST_LOOSE_DIGITS = 9;

// One of ten thousand numbers of nine digits is met by every hundred thousandth counter; ten digits are often a time.
const isLoose = (text: string): boolean =>
  /^[0-9]+$/.test(text) && (text.length <= MOST_LOOSE_DIGITS || isTimestamp(text));

const isLooseNumber = (needles: Needles, form: Form, found: Found): boolean =>
  needles.isAddressBook &&
  recipeOf(needles, form) === 'nsn' &&
  isLoose(textAt(found)) &&
  !isWholeField(found.layer, found.offset, found.length);

const add = (needles: Needles, form: Form, found: Found, finds: Finds): void => {
  const boundary = boundaryOf(form);
  if (boundary === 'pair') addPair(needles, form, found, finds);
  else if (!hasRoomFor(finds.kept, canaryOf(needles, form)?.id ?? '')) return;
  else if (boundary === 'part') addPart(needles, form, found, finds);
  else if (boundary === 'counted')
    addWhole(needles, form, { ...found, offset: found.offset + 1, length: found.length - 1 }, finds);
  else if (
    stands(canaryOf(needles, form), boundaryOf(form), found) &&
    !isInLongerId(needles, form, found) &&
    !isLooseNumber(needles, form, found)
  )
    addWhole(needles, form, found, finds);
};

const addWhole = (needles: Needles, form: Form, found: Found, finds: Finds): void => {
  const match = matchFrom(needles, form, found, 1);
  if (match === null) return;
  if (match.class === 'sms.body') isToldOf(finds, found, match.canaryId ?? '');
  if (match.class === 'installed_apps') addPackage(finds, form.owners.canary[form.index] ?? -1, match);
  else keep(finds.kept, match);
};

const isMirrored = (owners: Owners, index: number): boolean => index >= owners.canary.length;

const scanShorts = (needles: Needles, layer: Layer, finds: Finds): boolean => {
  let isBackwards = false;
  forEachShort(needles.shorts, layer.bytes, (index, offset, length) => {
    if (isMirrored(needles.shortOwners, index)) {
      isBackwards = true;
      return;
    }
    const form = { owners: needles.shortOwners, index };
    const found = { layer, offset, length };
    const canary = canaryOf(needles, form);
    if (canary === undefined) return;
    if (boundaryOf(form) === 'pair') addPair(needles, form, found, finds);
    else if (isWholeField(layer, offset, length) && tellsShort(canary.class, found))
      add(needles, form, found, finds);
  });
  return isBackwards;
};

/** The longest of what only counts as a whole layer. */
const MOST_WHOLE_BYTES = 6;

// The six bytes of a MAC: as drawn bytes one in 2^48. In hexadecimal they are a form of their own.
const scanWhole = (needles: Needles, layer: Layer, finds: Finds): void => {
  const { length } = layer.bytes;
  if (length > MOST_WHOLE_BYTES || needles.wholes.size === 0 || layer.link.step === 'hex') return;
  const index = needles.wholes.get(toBuffer(layer.bytes).toString('latin1'));
  if (index !== undefined)
    addWhole(needles, { owners: needles.wholeOwners, index }, { layer, offset: 0, length }, finds);
};

/** A scanner with its own workspace, for any number of layers one after another. */
export const makeKnownScanner = (needles: Needles): KnownScanner => {
  let layer: Layer | null = null;
  let finds = noFinds();
  let mirrored = 0;
  const search = makeSearcher(needles.filter, (index, offset, length) => {
    if (isMirrored(needles.patternOwners, index)) mirrored++;
    else if (layer !== null)
      add(needles, { owners: needles.patternOwners, index }, { layer, offset, length }, finds);
  });
  const readNumbers = makeNumberReader(needles.numbers, (hit) => {
    if (isMirrored(needles.numberOwners, hit.number)) {
      mirrored++;
      return;
    }
    const form = { owners: needles.numberOwners, index: hit.number };
    if (layer === null || hit.isEnd || !agreesInLength(needles, hit)) return;
    // Ten-millionths of degrees are one number, not a decimal.
    if (boundaryOf(form) === 'pair' && hit.length !== hit.digits.length) return;
    if (boundaryOf(form) === 'digits' && !isWrittenAsOne(layer.bytes, hit.at, hit.at + hit.length)) return;
    const found = withPlus(
      { layer, offset: hit.at, length: hit.length },
      canaryOf(needles, form)?.value ?? '',
    );
    add(needles, form, found, finds);
  });
  return (next, into) => {
    layer = next;
    finds = into;
    mirrored = 0;
    search(next.bytes);
    readNumbers(next.bytes);
    scanWhole(needles, next, into);
    const isShortBackwards = scanShorts(needles, next, into);
    layer = null;
    finds = noFinds();
    return mirrored > 0 || isShortBackwards;
  };
};
