import type { Canary } from '#model/canary';
import { BOUNDARIES, type Form, type HashInput, type Spellings } from './algebra/form.ts';
import { spellingsOf } from './algebra/spellings.ts';
import type { NeedleCanary, Needles, Owners } from './needles.ts';
import { MIN_NUMBER_DIGITS } from './numbers/number-reader.ts';
import { buildNumberTable } from './numbers/number-table.ts';
import { buildFilter } from './search/filter.ts';
import { MAX_PATTERN_BYTES, SHORT_PATTERN_BYTES } from './search/gram.ts';
import { makePoolBuilder, sharedInts } from './search/pattern-pool.ts';
import { buildDigestTable } from './tokens/digest-table.ts';

export type { Needles } from './needles.ts';

/** With more inputs than this, digests of digests are left out: an address book is not a handset's ten identifiers. */
const MOST_CHAINED_INPUTS = 2000;

/** A form or input with the canary it is of. */
type Owned<Item> = { readonly canary: number; readonly item: Item };

const ownersOf = (
  owned: readonly Owned<{ readonly recipe: string; readonly boundary?: Form['boundary'] }>[],
  recipes: Map<string, number>,
): Owners => {
  const owners = { canary: sharedInts(owned.length), recipe: sharedInts(owned.length), boundary: sharedInts(owned.length) };
  owned.forEach(({ canary, item }, index) => {
    if (!recipes.has(item.recipe)) recipes.set(item.recipe, recipes.size);
    owners.canary[index] = canary;
    owners.recipe[index] = recipes.get(item.recipe) ?? 0;
    owners.boundary[index] = BOUNDARIES.indexOf(item.boundary ?? 'none');
  });
  return owners;
};

const isSearchable = ({ kind, content }: Form): boolean => {
  if (kind === 'number') return content.length >= MIN_NUMBER_DIGITS;
  const byteLength = Buffer.byteLength(content);
  return byteLength >= SHORT_PATTERN_BYTES && byteLength <= MAX_PATTERN_BYTES;
};

const poolOf = (items: readonly Owned<HashInput | Form>[]) => {
  const pool = makePoolBuilder();
  for (const { item } of items) pool.add(item.content, 'exactCase' in item && item.exactCase);
  return pool.finish();
};

const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : Buffer.from(content).toString('latin1');

/** Prepares the search for these known values; the result may be cloned to worker threads, which share its tables. */
export const compileNeedles = (canaries: readonly Canary[]): Needles => {
  const spellings: readonly Spellings[] = canaries.map(spellingsOf);
  const forms = spellings.flatMap(({ forms: all }, canary) => all.filter(isSearchable).map((item) => ({ canary, item })));
  const inputs = spellings.flatMap(({ inputs: all }, canary) => all.map((item) => ({ canary, item })));
  const patterns = forms.filter(({ item }) => item.kind === 'bytes');
  const numbers = forms.filter(({ item }) => item.kind === 'number');
  const recipes = new Map<string, number>();
  const isChained = inputs.length <= MOST_CHAINED_INPUTS;
  const known = canaries.map(
    ({ id, class: dataClass, value }, index): NeedleCanary => ({
      id,
      class: dataClass,
      value,
      inversionCandidates: spellings[index]?.inversionCandidates ?? null,
    }),
  );
  return {
    canaries: known,
    filter: buildFilter(poolOf(patterns)),
    patternOwners: ownersOf(patterns, recipes),
    numbers: buildNumberTable(numbers.map(({ item }) => textOf(item.content))),
    numberOwners: ownersOf(numbers, recipes),
    digests: buildDigestTable(poolOf(inputs), () => isChained),
    inputOwners: ownersOf(inputs, recipes),
    recipes: [...recipes.keys()],
  };
};

const BITS_PER_CHARACTER: Readonly<Record<string, number>> = { hex: 4, base64: 6, base64url: 6, raw: 8 };

/** How many needles a token `<alphabet>:<length>` is compared with: digests of that length, and both ends of longer ones. */
export const needlesOfKind = (needles: Needles, kind: string): number => {
  const [alphabet = '', length = '0'] = kind.split(':');
  const bits = (BITS_PER_CHARACTER[alphabet] ?? 0) * Number(length);
  let count = 0;
  for (const [byteLength, digests] of needles.digests.countByLength) {
    // Base64 fills up its last character.
    const missing = byteLength * 8 - bits;
    if (missing <= 0 && missing > -6) count += digests;
    else if (missing > 0) count += digests * 2;
  }
  return count;
};
