import type { Canary } from '#model/canary';
import type { DataClass } from '#model/data-class';
import type { Random } from './random.ts';

/** One handset and its owner, drawn from a seed: nobody's. */
export type Identity = {
  readonly canaries: readonly Canary[];
  readonly valuesOf: (dataClass: DataClass) => readonly string[];
};

/** The check digit that makes a number pass Luhn's formula (ISO/IEC 7812-1 annex B). */
export const checkDigit = (digits: string): string => {
  let sum = 0;
  [...digits].toReversed().forEach((digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return String((10 - (sum % 10)) % 10);
};

const TACS = ['86123405', '86712304', '35209900', '35891107', '86400203', '01354200'];

const imei = (random: Random): string => {
  const base = random.pick(TACS) + random.digits(6);
  return base + checkDigit(base);
};

// Numbers that regulators keep for fiction: Arcep 2018-0881 (FR), Ofcom (GB), NANPA 555-01xx (US), ACMA (AU).
const number = (random: Random): string =>
  random.pick([
    () => `+33639980${random.digits(3)}`,
    () => `+447700900${random.digits(3)}`,
    () => `+1${random.pick(['212', '303', '415', '617', '702', '916'])}55501${random.digits(2)}`,
    () => `+61491570${random.digits(3)}`,
  ])();

const LATIN_FIRST = [
  'Ada',
  'Björn',
  'Chloé',
  'Dmitri',
  'Élodie',
  'Farah',
  'Goran',
  'Håkon',
  'İpek',
  'Jürgen',
  'Katarzyna',
  'Łucja',
];
const LATIN_LAST = [
  'Almqvist',
  'Brzęczyszczykiewicz',
  'Castañeda',
  'Dvořák',
  'Eriksdóttir',
  'Fitzgerald',
  'Großmann',
  'Håkansson',
  'Iwanicki',
  'Jovanović',
];
const CHINESE_LAST = Array.from('王李張劉陳楊趙黃周吳欧阳');
const CHINESE_FIRST = Array.from('偉芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超');
const CYRILLIC = ['Алексей Воронцов', 'Мария Кузнецова', 'Пётр Щербаков', 'Юлия Объездчикова'];
const HINDI = ['अनिता शर्मा', 'राजेश कुमार', 'सुनीता वर्मा'];
const JAPANESE = ['佐藤 健太', '鈴木 さくら', '高橋 ゆうき'];

const name = (random: Random): string =>
  random.pick([
    () => `${random.pick(LATIN_FIRST)} ${random.pick(LATIN_LAST)}`,
    () => `${random.pick(LATIN_FIRST)} ${random.pick(LATIN_FIRST)} ${random.pick(LATIN_LAST)}`,
    () => random.pick(CHINESE_LAST) + random.pick(CHINESE_FIRST) + random.pick(CHINESE_FIRST),
    () => random.pick(CYRILLIC),
    () => random.pick(HINDI),
    () => random.pick(JAPANESE),
  ])();

const WORDS =
  'meet bring the keys tomorrow near station after lunch blue green window ticket garden seven river tell nobody about it please thanks later'.split(
    ' ',
  );
const MESSAGES = [
  '明天下午三点在图书馆门口见面，别忘了带上那本书和雨伞。',
  'Встретимся завтра у вокзала, не забудь взять документы и билеты.',
  'कल शाम को स्टेशन पर मिलते हैं, किताब लाना मत भूलना।',
  '明日の午後三時に図書館の前で会いましょう。傘を忘れないでください。',
];

const message = (random: Random): string =>
  random.isOneIn(3)
    ? `${random.pick(MESSAGES)} ${random.digits(4)}`
    : `${Array.from({ length: 8 + random.below(14) }, () => random.pick(WORDS)).join(' ')} ${random.digits(3)}`;

const mac = (random: Random): string =>
  ['7c', random.pick(['1d', '49', 'b2']), ...(random.hex(8).match(/../g) ?? [])].join(':');

const degrees = (random: Random, most: number): string =>
  `${random.isOneIn(2) ? '-' : ''}${random.below(most)}.${random.digits(5)}${1 + random.below(9)}`;

const packageName = (random: Random): string =>
  `${random.pick(['com', 'org', 'net', 'in', 'cn'])}.${random.text(7, 'bcdfghklmnprst')}.${random.text(6, 'aeioubdfgklmn')}`;

const uuid = (random: Random): string =>
  [random.hex(8), random.hex(4), `4${random.hex(3)}`, `a${random.hex(3)}`, random.hex(12)].join('-');

const DRAWS: readonly (readonly [DataClass, (random: Random) => string])[] = [
  ['imei', imei],
  ['imsi', (random) => random.pick(['404450', '460010', '24405', '310260']).padEnd(15, random.digits(10))],
  [
    'iccid',
    (random) => {
      const base = `89${random.pick(['91', '86', '358', '44'])}${random.digits(15)}`.slice(0, 18);
      return base + checkDigit(base);
    },
  ],
  ['serial', (random) => random.text(12, 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789')],
  ['android_id', (random) => random.pick(['3', '7', 'a', 'f']) + random.hex(15)],
  ['gaid', (random) => uuid(random)],
  ['mac', mac],
  ['phone.own', number],
  ['contact.name', name],
  ['contact.number', number],
  [
    'contact.email',
    (random) =>
      `${random.text(6, 'abcdefghiklmnoprstuvy')}.${random.text(4, 'abcdefghik')}${random.digits(2)}@${random.pick(['gmail.com', 'mail.example', 'post.example.org'])}`,
  ],
  ['sms.body', message],
  ['sms.peer_number', number],
  ['call.peer_number', number],
  [
    'email',
    (random) => `${random.text(9, 'abcdefghiklmnoprstuvy')}@${random.pick(['outlook.com', 'example.net'])}`,
  ],
  ['location', (random) => `${degrees(random, 85)},${degrees(random, 175)}`],
  [
    'ssid',
    (random) =>
      `${random.pick(['Villa', 'Kahvila', 'Haus', 'Casa'])} ${random.text(6, 'abcdefghiklmnoprst')} ${random.digits(2)}`,
  ],
  ['bssid', mac],
  ['cell', (random) => `404-45-${10_000 + random.below(50_000)}-${10_000_000 + random.below(200_000_000)}`],
  ['ip', (random) => `100.${64 + random.below(64)}.${random.below(256)}.${1 + random.below(254)}`],
  [
    'operator',
    (random) =>
      `${random.pick(['Blue', 'North', 'Tele', 'Air'])}${random.text(5, 'aeioklmnrst')} ${random.pick(['Mobile', 'Wireless'])}`,
  ],
  ['app_usage', (random) => `${packageName(random)} ${100 + random.below(90_000)} s`],
  [
    'browsing',
    (random) =>
      `https://${random.text(8, 'bcdfghklm')}.example/${random.text(10, 'abcdefghi')}?q=${random.text(7, 'klmnopqr')}`,
  ],
  ['account', (random) => random.digits(1).replace('0', '7') + random.digits(9)],
  ['device_id', (random) => random.hex(40)],
];

const APPS = 8;

const differing = (one: string, other: string): number =>
  [...one].filter((character, at) => character !== other.charAt(at)).length;

// A near miss is one character off: of two values as alike, one would be a near miss of the other.
const isApart = (value: string, others: readonly string[]): boolean =>
  others.every((other) => other.length !== value.length || differing(value, other) > 1);

const drawApart = (draw: (random: Random) => string, random: Random, others: readonly string[]): string => {
  for (;;) {
    const value = draw(random);
    if (isApart(value, others)) return value;
  }
};

/** Every class of value, one of each, and a handful of installed packages. */
export const drawIdentity = (random: Random): Identity => {
  const values: [DataClass, string][] = [];
  for (const [dataClass, draw] of DRAWS) {
    const others = values.map(([, value]) => value);
    values.push([dataClass, drawApart(draw, random, others)]);
  }
  for (let app = 0; app < APPS; app++) values.push(['installed_apps', packageName(random)]);
  const canaries = values.map(([dataClass, value], index): Canary => ({
    id: `${dataClass}-${index}`,
    class: dataClass,
    value,
  }));
  const valuesOf = (dataClass: DataClass): readonly string[] =>
    canaries.filter((canary) => canary.class === dataClass).map(({ value }) => value);
  return { canaries, valuesOf };
};

/** The classes that identities have. */
export const CLASSES: readonly DataClass[] = [...DRAWS.map(([dataClass]) => dataClass), 'installed_apps'];
