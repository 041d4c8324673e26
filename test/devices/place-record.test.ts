import { describe, expect, it } from 'vitest';
import { asnOf, countryOf, type PlaceRecord } from '#devices/place-record';

describe('countryOf and asnOf', () => {
  it.each<[PlaceRecord, string | null, number | null]>([
    [null, null, null],
    [{}, null, null],
    [{ country_code: 'IN' }, 'IN', null],
    [{ country_code: 'in' }, null, null],
    [{ country_code: '', country: { iso_code: 'DE' } }, 'DE', null],
    [
      { country: { iso_code: 'IN', names: { en: 'India' } }, registered_country: { iso_code: 'US' } },
      'IN',
      null,
    ],
    [{ registered_country: { iso_code: 'US' } }, null, null],
    [{ country: 'IN', asn: 'AS64500' }, 'IN', 64_500],
    [{ asn: '64500' }, null, null],
    [{ autonomous_system_number: 64_500 }, null, 64_500],
    [{ autonomous_system_number: '64500' }, null, null],
  ])('%j → %s, %s', (record, country, asn) => {
    expect([countryOf(record), asnOf(record)]).toEqual([country, asn]);
  });
});
