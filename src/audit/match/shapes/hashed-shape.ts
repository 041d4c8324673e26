import { createHash } from 'node:crypto';
import type { DataClass } from '#model/data-class';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import type { NamedField } from './fields.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/** What names of hashed values end with. */
export const DIGEST_ENDINGS = [
  ...['md5', 'sha1', 'sha256', 'hash', 'hashed', 'hash256'],
  ...['imei', 'imei1', 'imei2', 'imeis', 'imsi', 'imsis', 'iccid'],
  ...['mac', 'macs', 'mac_address', 'macaddress', 'macaddr', 'android_id', 'androidid'],
  ...['phone', 'mobile', 'msisdn', 'number'],
];

/** Words that say of a name that its value was hashed. */
const HASHED = /md5|sha[-_]?(?:1|256)|hash(?:ed|256)?/gi;

/** Classes that are sent as a digest under their own name. */
const CLASSES: readonly DataClass[] = [
  ...(['imei', 'imsi', 'iccid', 'android_id', 'gaid', 'mac'] as const),
  ...(['phone.own', 'phone'] as const),
];

/** Classes whose name over a digest says enough, hashed or not in the name: Xiaomi's `imei`, Huawei's `androidid`. */
const PLAINLY_NAMED: ReadonlySet<DataClass> = new Set<DataClass>(['imei', 'imsi', 'iccid', 'android_id']);

/** OpenRTB 2.6 §3.2.18: `didmd5` and `didsha1` hash the IMEI, `dpidmd5` and `dpidsha1` the platform's id. */
const DOCUMENTED: ReadonlyMap<string, DataClass> = new Map<string, DataClass>([
  ['did', 'imei'],
  ['dpid', 'android_id'],
]);

/** What stands for no value is hashed as well: nothing, a filler, the MAC that apps get, an IMEI of zeros. */
const FILLERS = [
  '',
  'null',
  'unknown',
  'undefined',
  'none',
  '0',
  '02:00:00:00:00:00',
  '020000000000',
  '000000000000000',
];
const FILLER_DIGESTS: ReadonlySet<string> = new Set(
  ['md5', 'sha1', 'sha256'].flatMap((algorithm) =>
    FILLERS.map((filler) => createHash(algorithm).update(filler).digest('hex')),
  ),
);

const LEAST_DISTINCT = 8;
const MD5_DIGITS = 32;

/** What such a digest is made of. */
export const DIGEST_RUN = runOf('[0-9a-fA-F]', MD5_DIGITS);

const isDigest = (text: string): boolean =>
  /^(?:(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})|(?:[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}))$/.test(text) &&
  new Set(text).size >= LEAST_DISTINCT &&
  /[a-f]/i.test(text) &&
  !FILLER_DIGESTS.has(text.toLowerCase());

// Under `mac` alone a long digest is a code that authenticates a message.
const isPlainlyNamed = (dataClass: DataClass, key: string, digits: number): boolean =>
  PLAINLY_NAMED.has(dataClass) || (dataClass === 'mac' && (digits === MD5_DIGITS || /addr/i.test(key)));

const classOf = (key: string, digits: number): DataClass | null => {
  const bare = key.replace(HASHED, ' ').trim();
  const isSaid = bare.length < key.length;
  const documented = isSaid ? DOCUMENTED.get(bare.replace(/[^A-Za-z0-9]/g, '').toLowerCase()) : undefined;
  if (documented !== undefined) return documented;
  const named = CLASSES.find((dataClass) => tellingFor(dataClass, [bare]) === 'strong');
  return named === undefined || !(isSaid || isPlainlyNamed(named, key, digits)) ? null : named;
};

/** A digest in hexadecimal of an unknown value, by its field's name. Of an e-mail address only one that is known counts. */
export const hashed = ({ value, key }: NamedField): Match | null => {
  const text = textAt(value);
  const dataClass = isDigest(text) ? classOf(key, text.length) : null;
  return dataClass === null
    ? null
    : shapeMatch(
        value,
        dataClass,
        `${String(text.length)} hex digits, a digest, under the name of what is hashed`,
      );
};
