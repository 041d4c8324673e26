import type { DataClass } from '#model/data-class';
import type { Random } from './random.ts';
import type { Spelled } from './spellings.ts';

/** What is to be hashed, and how: computed by Python's hashlib, never by Node. */
export type DigestOrder = {
  readonly name: string;
  readonly key: string;
  readonly content: string;
  /** As hashlib names them; the second is of the first's hex. */
  readonly algorithms: readonly string[];
  readonly hmacKey: string | null;
  readonly alphabet: 'hex' | 'HEX' | 'base64' | 'base64url';
  /** Characters kept, from the front or, below 0, from the end; 0 keeps all. */
  readonly keep: number;
  /** Fields that stand beside: the salt. */
  readonly beside: Spelled['fields'];
};

const ALGORITHMS = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3_256',
  'blake2b',
  'blake2b-32',
];
const ALPHABETS = ['hex', 'hex', 'HEX', 'base64', 'base64url'] as const;

const variantsOf = (dataClass: DataClass, value: string): readonly string[] => {
  if (dataClass.endsWith('number') || dataClass === 'phone.own') return [value, value.slice(1)];
  if (dataClass === 'imei') return [value, value.slice(0, 14)];
  if (dataClass === 'mac' || dataClass === 'bssid')
    return [value, value.toUpperCase(), value.replaceAll(':', ''), value.replaceAll(':', '').toUpperCase()];
  if (dataClass === 'gaid') return [value, value.toUpperCase(), value.replaceAll('-', '')];
  return [value, value.toLowerCase(), value.toUpperCase()];
};

const KEPT = { hex: [16, 20, 32], HEX: [16, 32], base64: [11, 16], base64url: [11, 16, 22] } as const;

/** Classes that are also hashed with a salt or a key that the request gives away. */
const SALTED: ReadonlySet<DataClass> = new Set<DataClass>([
  'imei',
  'imsi',
  'serial',
  'android_id',
  'gaid',
  'mac',
  'phone.own',
  'sms.body',
]);

/** Classes whose values are too common or too long to be hashed by anybody. */
export const UNHASHED: ReadonlySet<DataClass> = new Set<DataClass>([
  'operator',
  'location',
  'cell',
  'installed_apps',
  'app_usage',
  'ip',
]);

const hourOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 13);

/** The time at which all flows of the bench are sent, ms since the epoch. */
export const SENT_AT_MS = Date.UTC(2026, 10, 26, 9, 41, 7);

const salted = (value: string, random: Random): DigestOrder => {
  const salt = random.text(10, 'abcdefghijkmnpqrstuvwxyz23456789');
  const shared = {
    key: 'h',
    algorithms: [random.pick(['md5', 'sha1', 'sha256'])],
    alphabet: random.pick(ALPHABETS),
    keep: 0,
  };
  const hour = String(Math.floor(SENT_AT_MS / 3_600_000));
  return random.pick<DigestOrder>([
    { ...shared, name: 'salt before', content: salt + value, hmacKey: null, beside: [['nonce', salt]] },
    { ...shared, name: 'salt after', content: value + salt, hmacKey: null, beside: [['pkg', salt]] },
    { ...shared, name: 'hmac', content: value, hmacKey: salt, beside: [['app_key', salt]] },
    { ...shared, name: 'hour before', content: hour + value, hmacKey: null, beside: [] },
    { ...shared, name: 'hour in ISO after', content: value + hourOf(SENT_AT_MS), hmacKey: null, beside: [] },
  ]);
};

/** One of the ways in which software hashes a value of a class. */
export const orderDigest = (dataClass: DataClass, value: string, random: Random): DigestOrder => {
  if (SALTED.has(dataClass) && random.isOneIn(4)) return salted(value, random);
  const alphabet = random.pick(ALPHABETS);
  const isTwice = random.isOneIn(5);
  const algorithms = isTwice
    ? [random.pick(['md5', 'sha1', 'sha256']), random.pick(['md5', 'sha1', 'sha256'])]
    : [random.pick(ALGORITHMS)];
  const keep = random.isOneIn(3) ? random.pick(KEPT[alphabet]) * (random.isOneIn(3) ? -1 : 1) : 0;
  return {
    name: `${algorithms.join(' of ')}/${alphabet}${keep === 0 ? '' : `, ${keep} characters`}`,
    key: random.pick(['h', 'device_hash', 'oaid', 'd']),
    content: random.pick(variantsOf(dataClass, value)),
    algorithms,
    hmacKey: null,
    alphabet,
    keep,
    beside: [],
  };
};
