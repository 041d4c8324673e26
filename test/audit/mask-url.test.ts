import { describe, expect, it } from 'vitest';
import { maskFieldPath, maskUrl, partsOfUrl, templateOf } from '#audit/mask-url';

describe('maskUrl', () => {
  it.each([
    [
      'http://api.example/pass/user@id?type=MXPH&externalId=%2B447700900123',
      'http://api.example/pass/user@id?type=…&externalId=…',
    ],
    ['https://a.example/v4/8612340501/x', 'https://a.example/v4/{…}/x'],
    ['https://a.example/pass/dev/deadbeef01/go', 'https://a.example/pass/dev/{…}/go'],
    ['https://a.example/%E4%BD%A0', 'https://a.example/{…}'],
    ['https://a.example?861234050123457', 'https://a.example?{…}'],
    ['https://u:p@a.example/x#frag', 'https://a.example/x'],
    ['/only/path?x=1', '/only/path?x=…'],
    ['', ''],
  ])('%j is shown as %j', (url, shown) => {
    expect(maskUrl(url)).toBe(shown);
  });

  it('bounds what a hostile URL can fill a report with', () => {
    expect(
      maskUrl(`https://a.example/${'x/'.repeat(100_000)}?${'k=v&'.repeat(100_000)}`).length,
    ).toBeLessThan(3000);
  });
});

describe('templateOf', () => {
  it('keeps plain segments and blanks telling ones', () => {
    expect(templateOf('/pass/v3/user@id')).toBe('/pass/v3/user@id');
    expect(templateOf('/a/0123-4567-89ab/b')).toBe('/a/{…}/b');
  });
});

describe('maskFieldPath', () => {
  it.each([
    ['$.a[0].imei', '$.a[0].imei'],
    ['$.861234050123457.x', '$.{…}.x'],
    ['externalId', 'externalId'],
  ])('%j is shown as %j', (path, shown) => {
    expect(maskFieldPath(path)).toBe(shown);
  });
});

describe('partsOfUrl', () => {
  it('splits what is no URL as far as it goes', () => {
    expect(partsOfUrl('nonsense')).toEqual({ scheme: '', host: '', path: 'nonsense', query: '' });
  });
});
