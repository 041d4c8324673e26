import { describe, expect, it } from 'vitest';
import { maskFieldPath, maskHost, maskMethod, maskUrl, partsOfUrl, templateOf } from '#audit/mask-url';

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
    ['https://a.example/u/ODYxMjM0NTAwMDAwMDEz/x', 'https://a.example/u/{…}/x'],
    ['https://a.example/u/9-0woW-OkTpMDwUt/x', 'https://a.example/u/{…}/x'],
    ['https://a.example/x?c29tZS51c2VyQGV4YW1wbGUub3Jn=1', 'https://a.example/x?{…}=…'],
    ['https://a.example/to/some.user@example.org', 'https://a.example/to/{…}'],
    [
      'https://a.example/checkupdate/lastusefulversion2/getUserInfoV2',
      'https://a.example/checkupdate/lastusefulversion2/getUserInfoV2',
    ],
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
    ["$.n['some.user@example.org'].x", '$.n[{…}].x'],
    ['MDA0NDAxMDAxMjM0NTYy', '{…}'],
    ['c29tZSB1c2Vy', '{…}'],
    ['7c:1d:d9:a1:b2:c3', '{…}'],
    ['com.vendor.telephony2', 'com.vendor.telephony2'],
  ])('%j is shown as %j', (path, shown) => {
    expect(maskFieldPath(path)).toBe(shown);
  });
});

describe('maskHost', () => {
  it.each([
    ['861234050123457.devices.example', '{…}.devices.example'],
    ['7c-1d-d9-a1-b2-c3.devices.example', '{…}.devices.example'],
    ['6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1.devices.example', '{…}.devices.example'],
    ['4f1c9a77b02e6d35.devices.example', '{…}.devices.example'],
    ['config.rcs.mnc001.mcc001.pub.3gppnetwork.org', 'config.rcs.mnc001.mcc001.pub.3gppnetwork.org'],
    ['d3k2fabcdefgh1.cdn.example', 'd3k2fabcdefgh1.cdn.example'],
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::1234', '2001:db8::1234'],
  ])('%j is shown as %j', (host, shown) => {
    expect(maskHost(host)).toBe(shown);
  });
});

describe('maskMethod', () => {
  it.each([
    ['POST', 'POST'],
    ['M-SEARCH', 'M-SEARCH'],
    ['', ''],
    ['861234050123457', '{…}'],
  ])('%j is shown as %j', (method, shown) => {
    expect(maskMethod(method)).toBe(shown);
  });
});

describe('partsOfUrl', () => {
  it('splits what is no URL as far as it goes', () => {
    expect(partsOfUrl('nonsense')).toEqual({ scheme: '', host: '', path: 'nonsense', query: '' });
  });
});
