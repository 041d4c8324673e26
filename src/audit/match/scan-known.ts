import type { Layer } from '../layer.ts';
import { BOUNDARIES } from './algebra/form.ts';
import { luhnDigit } from './algebra/luhn.ts';
import type { Match } from './match.ts';
import type { Needles, Owners } from './compile.ts';
import { standsAlone } from './neighbours.ts';
import { makeNumberReader, type NumberHit } from './numbers/number-reader.ts';
import { makeSearcher } from './search/searcher.ts';
import { isWholeField } from './whole-field.ts';

/** Searches a layer for known values and adds what it finds to a list. */
export type KnownScanner = (layer: Layer, matches: Match[]) => void;

const decoder = new TextDecoder('utf-8');

const BITS_PER_DIGIT = Math.log2(10);

/** Information in a known value that was found: by alphabet, as if its characters were drawn at random. */
const bitsOf = (text: string): number => {
  if (/^[0-9\s.+()/-]+$/.test(text)) return text.replace(/[^0-9]/g, '').length * BITS_PER_DIGIT;
  if (/^[0-9a-fA-F:.-]+$/.test(text)) return text.replace(/[^0-9a-fA-F]/g, '').length * 4;
  return Math.min(256, text.length * 4);
};

type Found = { readonly layer: Layer; readonly offset: number; readonly length: number };

const matchFrom = (needles: Needles, owners: Owners, form: number, found: Found): Match | null => {
  const canary = needles.canaries[owners.canary[form] ?? -1];
  if (canary === undefined) return null;
  const recipe = needles.recipes[owners.recipe[form] ?? -1] ?? '';
  const text = decoder.decode(found.layer.bytes.subarray(found.offset, found.offset + found.length));
  const spelling = text === canary.value ? 'plain' : recipe;
  return {
    ...found,
    class: canary.class,
    canaryId: canary.id,
    spelling,
    recipe: spelling,
    level: 'A',
    bits: bitsOf(text),
    tokenKind: null,
    share: 1,
    reasoning: spelling === 'plain' ? 'the value itself' : `the value, written another way: ${spelling}`,
    inversionCandidates: null,
  };
};

const stands = (owners: Owners, form: number, { layer, offset, length }: Found): boolean => {
  const boundary = BOUNDARIES[owners.boundary[form] ?? 0] ?? 'none';
  return standsAlone(layer.bytes, offset, offset + length, boundary) || isWholeField(layer, offset, length);
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

/** A scanner with its own workspace, for any number of layers one after another. */
export const makeKnownScanner = (needles: Needles): KnownScanner => {
  let layer: Layer | null = null;
  let matches: Match[] = [];
  const take = (owners: Owners, form: number, found: Found): void => {
    if (!stands(owners, form, found)) return;
    const match = matchFrom(needles, owners, form, found);
    if (match !== null) matches.push(match);
  };
  const search = makeSearcher(needles.filter, (pattern, offset, length) => {
    if (layer !== null) take(needles.patternOwners, pattern, { layer, offset, length });
  });
  const readNumbers = makeNumberReader(needles.numbers, (hit) => {
    if (layer === null || !agreesInLength(needles, hit)) return;
    const value = needles.canaries[needles.numberOwners.canary[hit.number] ?? -1]?.value ?? '';
    take(needles.numberOwners, hit.number, withPlus({ layer, offset: hit.at, length: hit.length }, value));
  });
  return (next, into) => {
    layer = next;
    matches = into;
    search(next.bytes);
    readNumbers(next.bytes);
    layer = null;
    matches = [];
  };
};
