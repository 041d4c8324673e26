import { describe, expect, it } from 'vitest';
import { partyOf } from '#audit/attribute/party-of';
import type { Owner } from '#model/hosts';
import type { HandsetFacts } from '#model/session';

const owner = (kind: Owner['kind'], brands?: string[]): Owner => ({
  name: 'O',
  kind,
  source: 's',
  ...(brands === undefined ? {} : { brands }),
});
const vendor = owner('vendor', ['Xiaomi', 'Redmi']);
const google = owner('platform', ['google']);

describe('partyOf', () => {
  it.each<[Owner | null, HandsetFacts, string, boolean]>([
    [vendor, { brand: 'redmi' }, 'vendor', false],
    [vendor, { brand: 'Xiaomi/Redmi' }, 'vendor', false],
    [vendor, { brand: 'Redmis' }, 'other-vendor', false],
    [vendor, { brand: 'samsung', marketingName: 'Redmi look-alike' }, 'other-vendor', false],
    [vendor, { model: '2014712' }, 'vendor', true],
    [vendor, { model: 'Redmi Note 4' }, 'vendor', false],
    [vendor, {}, 'vendor', true],
    [owner('vendor'), { brand: 'O' }, 'other-vendor', false],
    [google, {}, 'platform', false],
    [google, { brand: 'google' }, 'vendor', false],
    [google, { brand: 'Redmi' }, 'platform', false],
    [owner('operator'), {}, 'operator', false],
    [owner('third-party'), { brand: 'O' }, 'third-party', false],
    [null, { brand: 'Redmi' }, 'unknown', false],
  ])('%#', (...[of, handset, party, isAssumed]) => {
    const outcome = partyOf(of, handset);
    expect([outcome.party, outcome.assumed !== null]).toEqual([party, isAssumed]);
  });
});
