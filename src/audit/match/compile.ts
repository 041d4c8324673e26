import { HANDSET_CLASSES } from './algebra/handset-classes.ts';
import type { Canary } from '#model/canary';
import { type DataClass, PHONE_CLASSES } from '#model/data-class';
import { type Letters, lettersOf } from '../decode/charset/letters.ts';
import { endOfCharacters, startOfCharacters } from '../decode/plausible.ts';
import { reverseBytes } from '../decode/text/reverse.ts';
import { BOUNDARIES, type Form, type HashInput, type Spellings } from './algebra/form.ts';
import { type Degrees, placeFrom } from './algebra/location.ts';
import { spellingsOf } from './algebra/spellings.ts';
import type { Compared } from './match.ts';
import { MIN_NUMBER_DIGITS } from './numbers/number-reader.ts';
import { togetherInputs } from './algebra/together.ts';
import { buildNumberTable, type NumberTable } from './numbers/number-table.ts';
import { buildFilter, type Filter } from './search/filter.ts';
import { MAX_PATTERN_BYTES, SHORT_PATTERN_BYTES } from './search/gram.ts';
import { makePoolBuilder, sharedInts } from './search/pattern-pool.ts';
import { letteredKeys } from './shapes/keys.ts';
import { buildShortTable, MIN_SHORT_BYTES, type ShortTable } from './shorts/short-table.ts';
import { buildDigestTable, type DigestTable } from './tokens/digest-table.ts';

/** What a match needs to know of a canary. `value` is raw. */
export type NeedleCanary = {
  readonly id: string;
  readonly class: DataClass;
  readonly value: string;
  readonly inversionCandidates: number | null;
};

/** Which canary a form or input is of (index), and its recipe and boundary (indexes), one number of each per form. */
export type Owners = {
  readonly canary: Int32Array;
  readonly recipe: Int32Array;
  readonly boundary: Int32Array;
  /** Of a part, its offset in the message; of a pair, 0 or 1. */
  readonly detail: Int32Array;
};

/** Canaries compiled for search: plain data, its large tables in memory that worker threads share. */
export type Needles = {
  readonly canaries: readonly NeedleCanary[];
  /** Recipes by index, as DECISIONS.md explains them. */
  readonly recipes: readonly string[];
  /** Text and bytes of 7 bytes and more; here and below, what has no owner is a form written backwards. */
  readonly filter: Filter;
  readonly patternOwners: Owners;
  /** Digit strings of 8 digits and more. */
  readonly numbers: NumberTable;
  readonly numberOwners: Owners;
  /** Values too short for either. */
  readonly shorts: ShortTable;
  readonly shortOwners: Owners;
  /** Bytes too few to be searched for among others, such as the six of a MAC, as latin1: they are all of their layer. */
  readonly wholes: ReadonlyMap<string, number>;
  readonly wholeOwners: Owners;
  /** Latitudes (axis 0) and longitudes (axis 1). */
  readonly coordinates: readonly {
    readonly canary: number;
    readonly axis: number;
    readonly degrees: Degrees;
  }[];
  /** Digests of every normalised variant. */
  readonly digests: DigestTable;
  readonly inputOwners: Owners;
  /** Inputs that are also tried together with salts: of the handset's identifiers and of messages. */
  readonly salted: readonly number[];
  /** Whether there are so many telephone numbers that a drawn number is one of them now and then. */
  readonly isAddressBook: boolean;
  /** Letters beyond ASCII of all forms and of the names of fields. */
  readonly letters: Letters;
};

/** Digests of a value and a salt that are tried per flow at most; an HMAC is two. */
export const MOST_SALTED_DIGESTS = 50_000;
/** A token may be the beginning, the end or the middle of each. */
const ENDS_OF_SALTED = 3;

/** With more inputs than this, digests of digests and seldom variants are left out: an address book is not a handset's ten identifiers. */
const MOST_CHAINED_INPUTS = 2000;

/** Of more telephone numbers than this, those without any prefix stand in counters and ids by chance. */
const MOST_LOOSE_NUMBERS = 500;

/** A form or input with the canary it is of. */
type Owned<Item> = { readonly canary: number; readonly item: Item };

const ownersOf = (
  items: readonly Owned<{
    readonly recipe: string;
    readonly boundary?: Form['boundary'];
    readonly detail?: number;
  }>[],
  recipes: Map<string, number>,
): Owners => {
  const owners = {
    canary: sharedInts(items.length),
    recipe: sharedInts(items.length),
    boundary: sharedInts(items.length),
    detail: sharedInts(items.length),
  };
  items.forEach(({ canary, item }, index) => {
    if (!recipes.has(item.recipe)) recipes.set(item.recipe, recipes.size);
    owners.canary[index] = canary;
    owners.recipe[index] = recipes.get(item.recipe) ?? 0;
    owners.boundary[index] = BOUNDARIES.indexOf(item.boundary ?? 'none');
    owners.detail[index] = item.detail ?? 0;
  });
  return owners;
};

/** Fewer bytes are all of some layer by chance. */
const MIN_WHOLE_BYTES = 6;

/** How a form is searched for: as bytes, as digits with separators between them, or only as a whole field or layer. */
const searchOf = ({ kind, content }: Form): 'pattern' | 'number' | 'short' | 'whole' | 'none' => {
  const byteLength = Buffer.byteLength(content);
  if (kind === 'number' && byteLength >= MIN_NUMBER_DIGITS) return 'number';
  if (kind === 'bytes' && byteLength >= SHORT_PATTERN_BYTES)
    return byteLength <= MAX_PATTERN_BYTES ? 'pattern' : 'none';
  if (typeof content !== 'string') return byteLength >= MIN_WHOLE_BYTES ? 'whole' : 'none';
  return byteLength >= MIN_SHORT_BYTES ? 'short' : 'none';
};

const poolOf = (items: readonly Owned<HashInput | Form>[]) => {
  const pool = makePoolBuilder();
  for (const { item } of items) pool.add(item.content, 'exactCase' in item && item.exactCase);
  return pool.finish();
};

// A piece of a message may begin and end within a character, which is not reversed as its bytes are.
const wholeCharacters = (bytes: Buffer): Buffer =>
  bytes.subarray(startOfCharacters(bytes), endOfCharacters(bytes));

// Text is written backwards now and then, a piece of a message too, other bytes never. The mirrored forms stand behind
// all others, with no owner: they only say that a layer is worth reading backwards.
const mirrored = (owned: readonly Owned<Form>[]): readonly Owned<Form>[] =>
  owned.flatMap(({ canary, item }) => {
    if (typeof item.content !== 'string' && item.boundary !== 'part') return [];
    const bytes = reverseBytes(wholeCharacters(Buffer.from(item.content)));
    return [
      { canary, item: { ...item, content: typeof item.content === 'string' ? bytes.toString() : bytes } },
    ];
  });

// Shorter ones stand in any text by chance.
const MIN_MIRRORED_BYTES = 4;
const isLongEnough = ({ item: { content } }: Owned<Form>): boolean => content.length >= MIN_MIRRORED_BYTES;

const textsOf = (owned: readonly Owned<Form>[]): readonly string[] =>
  owned.map(({ item: { content } }) =>
    typeof content === 'string' ? content : Buffer.from(content).toString('latin1'),
  );

const owned = <Item>(
  spellings: readonly Spellings[],
  pick: (spellings: Spellings) => readonly Item[],
): readonly Owned<Item>[] => spellings.flatMap((all, canary) => pick(all).map((item) => ({ canary, item })));

const coordinatesOf = (canaries: readonly Canary[]): Needles['coordinates'] =>
  canaries.flatMap(({ class: dataClass, value }, canary) =>
    dataClass === 'location'
      ? (placeFrom(value) ?? []).map((degrees, axis) => ({ canary, axis, degrees }))
      : [],
  );

/** Classes whose values are searched for with salts, and the variants of them that software hashes most. */
const SALTED_CLASSES: ReadonlySet<DataClass> = new Set<DataClass>([
  ...HANDSET_CLASSES,
  'phone.own',
  'sms.body',
]);
const SALTED_RECIPES: ReadonlySet<string> = new Set([
  ...['plain', 'trim', 'upper', 'lower', 'imei15', 'imei14', 'hex', 'hex > upper', 'hex:', 'hex: > upper'],
  ...['uuid', 'uuid > upper', 'e164', '+e164'],
]);
const MOST_SALTED_INPUTS = 160;

const saltedInputs = (canaries: readonly Canary[], inputs: readonly Owned<HashInput>[]): readonly number[] =>
  inputs
    .map(({ canary, item }, input) => ({ input, item, dataClass: canaries[canary]?.class }))
    .filter(
      ({ item, dataClass }) =>
        dataClass !== undefined && SALTED_CLASSES.has(dataClass) && SALTED_RECIPES.has(item.recipe),
    )
    .slice(0, MOST_SALTED_INPUTS)
    .map(({ input }) => input);

/** Prepares the search for these known values; the result may be cloned to worker threads, which share its tables. */
export const compileNeedles = (canaries: readonly Canary[]): Needles => {
  const spellings = canaries.map(spellingsOf);
  const variants = owned(spellings, (all) => all.inputs);
  const isChained = variants.length <= MOST_CHAINED_INPUTS;
  const common = variants.filter(({ item }) => item.isSeldom !== true);
  const seldom = isChained ? variants.filter(({ item }) => item.isSeldom === true) : [];
  const parts = canaries.map((canary, index) => ({ ...canary, canary: index }));
  const inputs = [...common, ...seldom, ...togetherInputs(parts)];
  const forms = owned(spellings, (all) => all.forms);
  const searchedAs = (search: ReturnType<typeof searchOf>) =>
    forms.filter(({ item }) => searchOf(item) === search);
  const patterns = searchedAs('pattern');
  const numbers = searchedAs('number');
  const shorts = searchedAs('short');
  const wholes = searchedAs('whole');
  const recipes = new Map<string, number>();
  return {
    canaries: canaries.map(({ id, class: dataClass, value }, index) => ({
      id,
      class: dataClass,
      value,
      inversionCandidates: spellings[index]?.inversionCandidates ?? null,
    })),
    filter: buildFilter(poolOf([...patterns, ...mirrored(patterns)])),
    patternOwners: ownersOf(patterns, recipes),
    numbers: buildNumberTable(textsOf([...numbers, ...mirrored(numbers)])),
    numberOwners: ownersOf(numbers, recipes),
    shorts: buildShortTable(textsOf([...shorts, ...mirrored(shorts).filter(isLongEnough)])),
    shortOwners: ownersOf(shorts, recipes),
    wholes: new Map(textsOf(wholes).map((text, index) => [text, index])),
    wholeOwners: ownersOf(wholes, recipes),
    coordinates: coordinatesOf(canaries),
    digests: buildDigestTable(poolOf(inputs), {
      chainedTo: isChained ? variants.length : 0,
      seldomInputs: [common.length, common.length + seldom.length],
    }),
    inputOwners: ownersOf(inputs, recipes),
    salted: saltedInputs(canaries, common),
    isAddressBook: canaries.filter(({ class: own }) => PHONE_CLASSES.has(own)).length > MOST_LOOSE_NUMBERS,
    letters: lettersOf([...textsOf(forms), ...letteredKeys()]),
    recipes: [...recipes.keys()],
  };
};

const BITS_PER_CHARACTER: Readonly<Record<string, number>> = { hex: 4, base64: 6, base64url: 6, raw: 8 };

const MIN_TOKEN_BITS = 64;

// How many of so many digests of one length a token of so many bits may be.
const needlesOfLength = (digestCount: number, byteLength: number, bits: number): number => {
  // Base64 fills up its last character.
  const missing = byteLength * 8 - bits;
  if (missing <= 0) return missing > -6 ? digestCount : 0;
  // Half an MD5 may also be its middle.
  return digestCount * (byteLength === 16 && bits === MIN_TOKEN_BITS ? 3 : 2);
};

/**
 * How many needles a token of a kind is compared with: digests of that length, and both ends of longer ones. A digest
 * that software makes counts among its like alone; one that hardly any makes, among all; a salted one among those that
 * are tried in one flow.
 */
export const needlesOfKind = ({ digests }: Needles, { tokenKind, rank }: Compared): number => {
  const [alphabet = '', length = '0'] = tokenKind.split(':');
  const bits = (BITS_PER_CHARACTER[alphabet] ?? 0) * Number(length);
  if (!(bits >= MIN_TOKEN_BITS)) return 0;
  if (rank === 'salted') return MOST_SALTED_DIGESTS * ENDS_OF_SALTED;
  const { countByLength, seldomByLength } = digests;
  return [...countByLength].reduce((sum, [byteLength, count]) => {
    const digestCount = rank === 'seldom' ? count : count - (seldomByLength.get(byteLength) ?? 0);
    return sum + needlesOfLength(digestCount, byteLength, bits);
  }, 0);
};
