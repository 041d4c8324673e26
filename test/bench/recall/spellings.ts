import type { DataClass } from '#model/data-class';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Random } from './random.ts';

/** A value as a request spells it: fields by name, and whether the spelling speaks for itself without a name. */
export type Spelled = {
  readonly name: string;
  readonly fields: readonly (readonly [key: string, text: string])[];
  readonly isBare: boolean;
};

const KEYS: Readonly<Partial<Record<DataClass, readonly string[]>>> = {
  imei: ['imei', 'deviceId', 'imei1', 'x', 'i'],
  imsi: ['imsi', 'sim_imsi', 'subscriberId', 'm'],
  iccid: ['iccid', 'sim', 'simSerial'],
  serial: ['sn', 'serial', 'buildSerial'],
  android_id: ['android_id', 'aid', 'ANDROID_ID'],
  gaid: ['gaid', 'advertisingId', 'gps_adid', 'u'],
  mac: ['mac', 'wifiMac', 'w'],
  bssid: ['bssid', 'ap'],
  operator: ['operator', 'carrier', 'simOperatorName'],
  ssid: ['ssid', 'wifiName'],
  cell: ['cell', 'cellId'],
  location: ['location', 'gps', 'latlng'],
  account: ['account', 'uid', 'userId'],
};

const GENERAL_KEYS = ['value', 'd', 'content', 'id', 'param1', 'extra'];

const one = (key: string, name: string, text: string, isBare = true): Spelled => ({
  name,
  fields: [[key, text]],
  isBare,
});

const groupsOf = (text: string, size: number, joint: string): string =>
  (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(joint);

type Way = readonly [name: string, text: string];

const plain = (value: string): readonly Way[] => [['plain', value]];

// A software version that begins with the check digit would make the IMEI and one digit more: nobody can tell.
const versionOf = (value: string, random: Random): string =>
  random.pick(['01', '17', '23', '78'].filter((version) => version[0] !== value.at(-1)));

const imei = (value: string, random: Random): readonly Way[] => [
  ['plain', value],
  ['dashes', `${value.slice(0, 2)}-${value.slice(2, 8)}-${value.slice(8, 14)}-${value.slice(14)}`],
  ['spaces', `${value.slice(0, 6)} ${value.slice(6, 8)} ${value.slice(8, 14)} ${value.slice(14)}`],
  ['14 digits', value.slice(0, 14)],
  ['IMEISV', `${value.slice(0, 14)}${versionOf(value, random)}`],
];

const phone = (value: string): readonly Way[] => {
  const parsed = parsePhoneNumberFromString(value);
  if (parsed === undefined) return plain(value);
  const international = parsed.formatInternational();
  return [
    ['plain', value],
    ['without plus', value.slice(1)],
    ['00', `00${value.slice(1)}`],
    ['grouped', international],
    ['dashes', international.replaceAll(' ', '-')],
    ['national', parsed.formatNational().replaceAll(' ', '')],
    ['national grouped', parsed.formatNational()],
    ['national number', parsed.nationalNumber],
    ['tel', `tel:${value}`],
  ];
};

const person = (value: string): readonly Way[] => {
  const words = value.split(' ');
  const last = words.at(-1) ?? '';
  const front = words.slice(0, -1).join(' ');
  const bare = value.normalize('NFD').replace(/\p{M}/gu, '');
  const isLatin = /^[\p{Script=Latin}\p{M} ]+$/u.test(value);
  return [
    ['plain', value],
    ['lower', value.toLowerCase()],
    ['upper', value.toUpperCase()],
    ['decomposed', value.normalize('NFD')],
    ...(words.length < 2
      ? []
      : ([
          ['rotated', `${last} ${front}`],
          ['comma', `${last}, ${front}`],
          ['reversed', words.toReversed().join(' ')],
          ['reversed, comma', words.toReversed().join(',')],
          ['structured', `${last};${front}`],
        ] as const)),
    ...(isLatin && /^[\0-\x7f]*$/.test(bare) ? ([['no diacritics', bare]] as const) : []),
  ];
};

/** Bytes in sequence below which a part of a message is a common phrase. */
const LEAST_PART_BYTES = 24;

// A quarter of the bytes in sequence, from a character on.
const quarterOf = (value: string, random: Random): string => {
  const characters = Array.from(value);
  const least = Math.max(LEAST_PART_BYTES, Buffer.byteLength(value) / 4);
  let from = random.below(characters.length);
  while (from > 0 && Buffer.byteLength(characters.slice(from).join('')) < least) from--;
  let part = '';
  for (let at = from; Buffer.byteLength(part) < least && at < characters.length; at++)
    part += characters[at] ?? '';
  return part;
};

const text = (value: string, random: Random): readonly Way[] => [
  ['plain', value],
  ['upper', value.toUpperCase()],
  ['a quarter', quarterOf(value, random)],
  ['within', `On Monday she wrote: "${value}" and left.`],
];

const address = (value: string): readonly Way[] => {
  const hex = value.replaceAll(':', '');
  return [
    ['plain', value],
    ['upper', value.toUpperCase()],
    ['dashes', value.replaceAll(':', '-')],
    ['bare', hex],
    ['bare upper', hex.toUpperCase()],
    ['dotted', groupsOf(hex, 4, '.')],
  ];
};

const uuid = (value: string): readonly Way[] => [
  ['plain', value],
  ['upper', value.toUpperCase()],
  ['bare', value.replaceAll('-', '')],
  ['braces', `{${value}}`],
];

const WAYS: Readonly<Partial<Record<DataClass, (value: string, random: Random) => readonly Way[]>>> = {
  imei,
  imsi: (value) => [
    ['plain', value],
    ['spaces', groupsOf(value, 5, ' ')],
  ],
  iccid: (value) => [
    ['plain', value],
    ['grouped', groupsOf(value, 4, ' ')],
    ['without check digit', value.slice(0, -1)],
  ],
  serial: (value) => [
    ['plain', value],
    ['lower', value.toLowerCase()],
  ],
  android_id: (value) => [
    ['plain', value],
    ['upper', value.toUpperCase()],
    ['decimal', String(BigInt(`0x${value}`))],
  ],
  gaid: uuid,
  mac: address,
  bssid: address,
  'phone.own': phone,
  'contact.number': phone,
  'sms.peer_number': phone,
  'call.peer_number': phone,
  'contact.name': person,
  'contact.email': (value) => [
    ['plain', value],
    ['upper', value.toUpperCase()],
    ['mailto', `mailto:${value}`],
    ['bracketed', `A B <${value}>`],
  ],
  email: (value) => [
    ['plain', value],
    ['upper', value.toUpperCase()],
    ['bracketed', `[${value}]`],
  ],
  'sms.body': text,
  device_id: (value) => [
    ['plain', value],
    ['upper', value.toUpperCase()],
  ],
};

const NEEDS_KEY: ReadonlySet<DataClass> = new Set<DataClass>(['operator', 'cell', 'ip', 'ssid']);

const rounded = (degrees: string, decimals: number): string => Number(degrees).toFixed(decimals);

const place = (value: string, random: Random): Spelled => {
  const [latitude = '', longitude = ''] = value.split(',');
  const decimals = random.pick([3, 4, 5, 6]);
  const [lat, lon] = [rounded(latitude, decimals), rounded(longitude, decimals)];
  return random.pick<Spelled>([
    { name: 'plain', fields: [['location', value]], isBare: true },
    {
      name: `rounded to ${decimals}`,
      fields: [
        ['lat', lat],
        ['lng', lon],
      ],
      isBare: false,
    },
    { name: `joined, rounded to ${decimals}`, fields: [['gps', `${lat},${lon}`]], isBare: true },
    { name: 'longitude first', fields: [['geo', `${longitude} ${latitude}`]], isBare: true },
  ]);
};

const cell = (value: string, random: Random): Spelled => {
  const [, , area = '', id = ''] = value.split('-');
  return random.pick<Spelled>([
    one('cell', 'plain', value, false),
    {
      name: 'area and cell',
      fields: [
        ['lac', area],
        ['ci', id],
      ],
      isBare: false,
    },
  ]);
};

const apps = (values: readonly string[], random: Random): Spelled => {
  const some = values.slice(0, 5 + random.below(Math.max(1, values.length - 4)));
  return one('apps', `${some.length} packages`, some.join(random.pick([',', ';', ' ', '|'])));
};

/** One of the ways in which a request may spell the values of a class. */
export const spell = (dataClass: DataClass, values: readonly string[], random: Random): Spelled => {
  const [value = ''] = values;
  if (dataClass === 'location') return place(value, random);
  if (dataClass === 'cell') return cell(value, random);
  if (dataClass === 'installed_apps') return apps(values, random);
  const keys = NEEDS_KEY.has(dataClass)
    ? (KEYS[dataClass] ?? ['ip'])
    : [...(KEYS[dataClass] ?? []), ...GENERAL_KEYS];
  const [name, spelled] = random.pick((WAYS[dataClass] ?? plain)(value, random));
  return one(random.pick(keys), name, spelled, !NEEDS_KEY.has(dataClass));
};
