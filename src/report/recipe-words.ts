type Meaning = readonly [word: RegExp, meaning: (groups: readonly string[]) => string];

const FORMS: Readonly<Record<string, string>> = {
  hex: 'in hexadecimal',
  HEX: 'in hexadecimal with capitals',
  base64: 'in base64',
  base64url: 'in base64url',
  raw: 'as its bytes',
  uuid: 'as a UUID',
  unpadded: 'in hexadecimal without zeros in front',
};

const cutWords = (cut: string | undefined, unit: string): string => {
  if (cut === undefined) return '';
  if (cut.startsWith('-')) return `, the last ${cut.slice(1, -1)} ${unit}`;
  const [from = '', to = ''] = cut.split(':');
  return from === '0' ? `, the first ${to} ${unit}` : `, ${unit} ${from} to ${to}`;
};

const JOINTS = String.raw`( joined by "[^"]*")?`;

const MEANINGS: readonly Meaning[] = [
  [
    /^([a-z0-9-]+?)(?:\[([-\d:]+)\])?\/(hex|HEX|base64url|base64|raw|uuid|unpadded)(?:\[([-\d:]+)\])?$/u,
    ([, algorithm = '', bytes, form = '', text]) =>
      `the ${algorithm.toUpperCase()} of what stands before it, else of the value${cutWords(bytes, 'bytes')}, ${FORMS[form] ?? form}${cutWords(text, 'characters')}`,
  ],
  [/^value of (.+)$/u, ([, name = '']) => `the bytes of the field ${name}, which is named under Besides`],
  [/^a value of the request$/u, () => 'the bytes that are named under Besides'],
  [
    /^time\[(\w+)([+-]1)?,(\w+)\]$/u,
    ([, unit = '', next, form = '']) =>
      `when the flow was sent, down to the ${unit}${next === undefined ? '' : `, the ${next === '+1' ? 'next' : 'one before'}`}, in UTC, as ${form}`,
  ],
  [/^hmac\((.+)\)$/u, () => 'a keyed hash (RFC 2104) of a key and a text'],
  [/^together\((.+)\)$/u, ([, ids = '']) => `the known values ${ids} as one text`],
  [/^plain$/u, () => 'the value as it is known'],
  [/^shape$/u, () => 'the shape of its class; the value is not known'],
  [/^part$/u, () => 'a stretch of the text'],
  [/^digits$/u, () => 'its digits only'],
  [/^digits behind (\d)$/u, ([, digit = '']) => `${digit} and its digits`],
  [/^digits\[0:-1\]$/u, () => 'its digits but the last'],
  [/^imei(14|15)$/u, ([, count = '']) => `the first ${count} digits of the IMEI`],
  [/^imeisv$/u, () => 'the first 14 digits of the IMEI and a software version of two'],
  [/^\+?e164$/u, () => 'the number with the code of its country'],
  [/^nsn$/u, () => 'the number without the code of its country and without a zero before it'],
  [/^(?:national|national-grouped|trunk)$/u, () => 'the number as it is dialled inside its country'],
  [/^e164-trunk$/u, () => 'the code of its country, a zero, the number'],
  [/^idd(0\d+)$/u, ([, prefix = '']) => `${prefix}, the code of its country, the number`],
  [/^international$/u, () => 'the number as it is written abroad, in groups'],
  [
    /^hex(\d?)([:.\-_ ]?)$/u,
    ([, size, joint]) =>
      `its hexadecimal digits${joint === '' || joint === undefined ? '' : `, "${joint}" after every ${size === '4' ? 'four' : 'two'}`}`,
  ],
  [/^hex-unpadded$/u, () => 'its hexadecimal digits without zeros in front'],
  [/^uuid$/u, () => 'its hexadecimal digits with the dashes of a UUID'],
  [/^bytes$/u, () => 'the bytes that its hexadecimal digits stand for'],
  [/^(?:decimal|decimal-signed)$/u, () => 'the value as one whole number, in decimal'],
  [
    /^int64(be|le)$/u,
    ([, order]) => `the value as a number of eight bytes, ${order === 'be' ? 'big' : 'little'} end first`,
  ],
  [/^varint$/u, () => 'the value as a number in the varint of Protocol Buffers'],
  [/^decimals\[(\d+)\]$/u, ([, count = '']) => `degrees with ${count} decimals, cut off or rounded`],
  [/^e([67])$/u, ([, power = '']) => `degrees times 10^${power}, as a whole number`],
  [/^float64(be|le)$/u, () => 'degrees as a floating-point number of eight bytes'],
  [
    /^(cut|round)\[(\d)\]$/u,
    ([, way, count = '']) => `the place with ${count} decimals, ${way === 'cut' ? 'cut off' : 'rounded'}`,
  ],
  [/^area and cell$/u, () => 'the numbers of the radio area and of the cell'],
  [/^(?:lower|upper)$/u, ([word = '']) => `in ${word === 'lower' ? 'small letters' : 'capitals'}`],
  [/^trim$/u, () => 'without blanks around it'],
  [/^line$/u, () => 'with a line end behind it'],
  [/^nf[cd]$/u, ([word = '']) => `in the Unicode normal form ${word.toUpperCase()}`],
  [/^no-(?:diacritics|marks)$/u, () => 'without the marks on its letters'],
  [/^gmail$/u, () => 'the address as Gmail reads it: without dots and without what follows a plus sign'],
  [
    new RegExp(`^(?:words|structured name|reversed|rotated \\d)(?:, all)?${JOINTS}$`, 'u'),
    () => 'the words of the name in this order',
  ],
  [/^ipv6-(short|full|unpadded)$/u, ([, form = '']) => `the address in its ${form} form`],
];

const meaningOf = (word: string): string | null => {
  for (const [pattern, meaning] of MEANINGS) {
    const groups = pattern.exec(word);
    if (groups !== null) return meaning([...groups]);
  }
  return null;
};

const MOST_WORDS = 12;
const LONGEST = 400;

/** The words that a recipe is made of, outermost first: what stands in the brackets of an hmac as well. */
const wordsOf = (recipe: string): readonly string[] => {
  const parts = recipe.slice(0, LONGEST).split(/ > | \+ /u);
  return parts.flatMap((part) => {
    const bare = part.replace(/^\(|\)$/gu, '');
    const [, key, text] = /^hmac\((.+?(?:\[[^\]]*\])?), (.+)\)$/u.exec(part) ?? [];
    if (key !== undefined && text !== undefined) return [part, key, text];
    return /^(?:together|hmac)\(/u.test(part) ? [part] : [bare];
  });
};

/** What each word of a recipe means, for a person who follows it by hand: `sha1/hex[0:16] = the SHA1 of …`. */
export const recipeWords = (recipe: string): readonly string[] => {
  const words = [...new Set(wordsOf(recipe))].slice(0, MOST_WORDS);
  return words.flatMap((word) => {
    const meaning = meaningOf(word);
    return meaning === null ? [] : [`${word} = ${meaning}`];
  });
};

const isText = (recipe: string): boolean =>
  !/\/(?:hex|HEX|base64url|base64|raw|uuid|unpadded)|^shape$|^(?:varint|int64|float64|bytes)/u.test(recipe);

/** What is not looked at where bytes are compared with what a recipe makes; null where every bit counts. */
export const toleranceOf = (recipe: string): string | null =>
  isText(recipe) ? 'compared without regard to capitals, and to what groups the digits of a number' : null;
