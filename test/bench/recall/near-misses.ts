import type { DataClass } from '#model/data-class';
import { type DigestOrder, orderDigest, UNHASHED } from './digests.ts';
import { checkDigit, type Identity } from './identity.ts';
import type { Random } from './random.ts';
import { type Spelled, spell } from './spellings.ts';

const otherDigit = (digit: string): string => String((Number(digit) + 1) % 10);

const changedAt = (text: string, at: number): string => {
  const character = text.charAt(at);
  const other = /[0-9]/.test(character)
    ? otherDigit(character)
    : /[a-fA-F]/.test(character)
      ? String.fromCharCode(
          character.charCodeAt(0) === 0x66 || character.charCodeAt(0) === 0x46
            ? character.charCodeAt(0) - 1
            : character.charCodeAt(0) + 1,
        )
      : 'q';
  return text.slice(0, at) + (other === character.toLowerCase() ? 'z' : other) + text.slice(at + 1);
};

// Somewhere in the last half, where numbers of one maker or operator differ.
const oneOff = (text: string, random: Random): string => {
  const places = [...text].flatMap((character, at) =>
    at >= text.length / 2 && /[0-9A-Za-z]/.test(character) ? [at] : [],
  );
  return changedAt(text, places.length === 0 ? text.length - 1 : random.pick(places));
};

// Another value of the same form, one character away; check digits are made right again.
const neighbourOf = (dataClass: DataClass, value: string, random: Random): string => {
  if (dataClass !== 'imei' && dataClass !== 'iccid') return oneOff(value, random);
  const base = oneOff(value.slice(0, -1), random);
  return base + checkDigit(base);
};

const partOfName = (value: string, random: Random): string => {
  const words = value.split(' ');
  if (words.length > 1) return `${random.pick(words)} ${random.pick(['Virtanen', 'Okafor', 'Silva'])}`;
  return `${value.slice(0, -1)}们`;
};

const otherPlace = (value: string): string =>
  value
    .split(',')
    .map((degrees) => (Number(degrees) + 0.0213).toFixed(6))
    .join(',');

const CHANGES: Readonly<Partial<Record<DataClass, (value: string, random: Random) => string>>> = {
  imei: (value, random) =>
    random.pick([neighbourOf('imei', value, random), `${random.digits(3)}${value}`, value.slice(0, 13)]),
  'contact.name': partOfName,
  'contact.email': (value, random) =>
    random.pick([`x${value}`, value.split('@')[0] ?? '', `${value}.evil.example`, oneOff(value, random)]),
  email: (value, random) =>
    random.pick([`${value.split('@')[0] ?? ''}@`, `z${value}`, oneOff(value, random)]),
  'sms.body': (value) => [...value].slice(0, 5).join(''),
  location: otherPlace,
  operator: (value) => `${value.slice(0, 6)} Online`,
  ssid: (value) => value.slice(0, 8),
  cell: (value) => `${value.slice(0, -3)}${otherDigit(value.at(-3) ?? '')}${value.slice(-2)}`,
};

const changed = (dataClass: DataClass, value: string, random: Random): string => {
  const own = CHANGES[dataClass];
  if (own !== undefined) return own(value, random);
  return random.isOneIn(4) && /^[+0-9]+$/.test(value)
    ? `${random.pick(['72', '59', '86'])}${value.replace(/^\+/, '')}`
    : neighbourOf(dataClass, value, random);
};

/** What is not a value of the identity, though it nearly is: one character off, a part, or the hash of another. */
export const nearMiss = (dataClass: DataClass, identity: Identity, random: Random): Spelled | DigestOrder => {
  const values = identity.valuesOf(dataClass);
  const [value = ''] = values;
  if (dataClass === 'installed_apps') return spell(dataClass, values.slice(0, 4), random);
  if (!UNHASHED.has(dataClass) && random.isOneIn(3)) {
    if (random.isOneIn(4))
      return {
        ...orderDigest(dataClass, value, random),
        hmacKey: `${random.hex(12)} kept by the server`,
        beside: [],
      };
    return orderDigest(dataClass, neighbourOf(dataClass, value, random), random);
  }
  const other = changed(dataClass, value, random);
  return random.isOneIn(2)
    ? { name: 'near miss', fields: [[random.pick(['id', 'value', dataClass]), other]], isBare: true }
    : { ...spell(dataClass, [other], random), name: 'near miss, spelled' };
};
