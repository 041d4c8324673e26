import { Failure } from '#model/failure';
import type { Canary } from '#model/canary';
import type { DataClass } from '#model/data-class';
import { FICTION_RANGES } from './fiction-numbers.ts';

/** A person who does not exist. */
export type PlantedContact = { readonly name: string; readonly number: string; readonly email: string };

/** Makes values that occur nowhere else, fresh for every step, the same for the same seed. */
export type Planter = {
  contact(step: string): PlantedContact;
  /** Text of a message. */
  message(step: string): string;
  /** The other side of messages and of calls: one each for the session. */
  peer(step: string, kind: 'sms' | 'call'): string;
  /** All that was planted so far, each with the steps that entered it. */
  canaries(): readonly Canary[];
  /** Ids of what a step entered. */
  enteredBy(step: string): readonly string[];
};

const SYLLABLES = 'bra ven tor ly mek zu wen dra fol kis pom rud tal vex gar nim olt sab wik yor'.split(' ');
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Numbers from 0 to below 1 (mulberry32, Tommy Ettinger, public domain). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const shuffled = <Item>(items: readonly Item[], random: () => number): Item[] =>
  items
    .map((item) => ({ item, key: random() }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);

const numbersFor = (region: string | null, own: readonly string[]): { numbers: string[]; source: string } => {
  if (own.length > 0) return { numbers: [...own], source: 'operator entry' };
  const [fallback] = FICTION_RANGES;
  const range = FICTION_RANGES.find((one) => one.region === region) ?? fallback;
  if (range === undefined) return { numbers: [], source: '' };
  const { prefix, from, to, digits, source } = range;
  const numbers = Array.from(
    { length: to - from + 1 },
    (_, at) => prefix + String(from + at).padStart(digits, '0'),
  );
  return { numbers, source };
};

export type PlantingOptions = {
  readonly seed: number;
  /** ISO country of the SIM. */
  readonly region: string | null;
  readonly peer?: string;
  readonly numbers?: readonly string[];
};

type Words = { readonly word: () => string; readonly code: (length: number) => string };

const wordsFrom = (random: () => number): Words => {
  const pick = <Item>(items: ArrayLike<Item>): Item | undefined => items[Math.floor(random() * items.length)];
  const join = (count: number, from: ArrayLike<string>): string =>
    Array.from({ length: count }, () => pick(from) ?? '').join('');
  const word = (): string => {
    const text = join(3, SYLLABLES);
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  return { word, code: (length) => join(length, ALPHABET) };
};

type Plant = (kind: DataClass, value: string, step: string, source?: string) => void;

/** The canaries planted, each value of a class once, with every step that entered it. */
const makeLedger = (): { readonly planted: ReadonlyMap<string, Canary>; readonly plant: Plant } => {
  const planted = new Map<string, Canary>();
  const plant: Plant = (kind, value, step, source = 'planted') => {
    const ofClass = [...planted.values()].filter((one) => one.class === kind);
    const known = ofClass.find((one) => one.value === value);
    const id = known?.id ?? `${kind.replaceAll(/[._]/g, '-')}-${String(ofClass.length + 1)}`;
    planted.set(id, { id, class: kind, value, source, steps: [...new Set([...(known?.steps ?? []), step])] });
  };
  return { planted, plant };
};

/** Gives out reserved numbers, each once. */
const numberGiver = (options: PlantingOptions, random: () => number) => {
  const { numbers, source } = numbersFor(options.region, options.numbers ?? []);
  const left = shuffled(numbers, random).filter((number) => number !== options.peer);
  const next = (): string => {
    const number = left.pop();
    if (number !== undefined) return number;
    throw new Failure('usage', 'there are not enough reserved phone numbers for this scenario', {
      remedy: 'list numbers of your own under `numbers` in lab.yaml',
    });
  };
  return { next, source: `planted: ${source}` };
};

/** A planter for one session. Phone numbers come from a range reserved for fiction, or from the operator. */
export const makePlanter = (options: PlantingOptions): Planter => {
  const random = randomFrom(options.seed);
  const { word, code } = wordsFrom(random);
  const numbers = numberGiver(options, random);
  const { planted, plant } = makeLedger();
  const peers = new Map<'sms' | 'call', string>();
  return {
    contact: (step) => {
      const [first, last] = [word(), word()];
      const email = `${first}.${last}.${code(4)}@example.net`.toLowerCase();
      const contact = { name: `${first} ${last}`, number: numbers.next(), email };
      plant('contact.name', contact.name, step);
      plant('contact.number', contact.number, step, numbers.source);
      plant('contact.email', contact.email, step);
      return contact;
    },
    message: (step) => {
      const text = `Meet ${word()} at ${word()} gate, code ${code(8)}`;
      plant('sms.body', text, step);
      return text;
    },
    peer: (step, kind) => {
      const peer = options.peer ?? peers.get(kind) ?? numbers.next();
      peers.set(kind, peer);
      const source = options.peer === undefined ? numbers.source : 'operator entry';
      plant(kind === 'sms' ? 'sms.peer_number' : 'call.peer_number', peer, step, source);
      return peer;
    },
    canaries: () => [...planted.values()],
    enteredBy: (step) =>
      [...planted.values()].filter(({ steps }) => steps?.includes(step)).map(({ id }) => id),
  };
};
