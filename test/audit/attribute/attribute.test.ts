import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from '#audit/attribute/attribute';
import { compileHosts } from '#audit/attribute/compile-hosts';
import { recipientSchema, type Party } from '#model/recipient';
import type { HandsetFacts } from '#model/session';
import { makeHosts } from '../../support/make-hosts.ts';

const map = compileHosts(
  makeHosts([
    { domain: 'xiaomi.com', role: 'brand' },
    { domain: 'account.xiaomi.com', role: 'account' },
    { domain: 'only.xiaomi.com', match: 'exact', role: 'one host' },
    { domain: 'samsung', owner: 'Samsung', source: 'law: a brand’s own top-level domain' },
    { domain: 'samsung.com', owner: 'Samsung' },
    { domain: 'google.com', owner: 'Google' },
    { domain: 'jio.com', owner: 'Jio', source: 'seen by us; code; law: no. 2: x' },
    { domain: 'umeng.com', owner: 'Umeng', hostOperator: 'Alibaba Cloud', source: 'law' },
    { domain: 'amazonaws.com', owner: 'unknown', hostOperator: 'Amazon Web Services' },
    { domain: 'cdnhw', match: 'name-prefix', role: 'cdn' },
    { domain: 'cdnhwx', match: 'name-prefix', role: 'longer' },
    { domain: '203.0.113.3', role: 'an address' },
    { domain: 'xn--cg4bki', owner: 'Samsung' },
    { domain: 'constructor', role: 'odd' },
  ]),
);
const redmi: HandsetFacts = { brand: 'Redmi' };
const roleOf = (host: string): string | null => attribute(map, host, redmi).role;

describe('attribute: which row', () => {
  it.each([
    ['xiaomi.com', 'brand'],
    ['a.b.c.xiaomi.com', 'brand'],
    ['account.xiaomi.com', 'account'],
    ['api.account.xiaomi.com', 'account'],
    ['myaccount.xiaomi.com', 'brand'],
    ['only.xiaomi.com', 'one host'],
    ['x.only.xiaomi.com', 'brand'],
    ['notxiaomi.com', null],
    ['xiaomi.com.evil.example', null],
    ['com', null],
    ['cdnhw12.cn', 'cdn'],
    ['a.b.cdnhwxyz09.com', 'longer'],
    ['cdnhw12.evil.example', null],
    ['acdnhw12.cn', null],
    ['cdnhw', 'cdn'],
    ['203.0.113.3', 'an address'],
    ['203.0.113.33', null],
  ])('%s → %s', (host, role) => {
    expect(roleOf(host)).toBe(role);
  });

  it.each([
    ['ACCOUNT.Xiaomi.COM', 'account'],
    ['account.xiaomi.com.', 'account'],
    ['account.xiaomi.com...', 'account'],
    ['account.xiaomi.com:8443', 'account'],
    [' account.xiaomi.com ', 'account'],
    ['203.0.113.3:80', 'an address'],
    ['ａccount.xiaomi．com', 'account'],
    ['account。xiaomi。com', 'account'],
  ])('reads %j as the host it is', (host, role) => {
    expect(roleOf(host)).toBe(role);
  });

  it('knows names in other scripts by their punycode', () => {
    for (const host of ['삼성', 'www.삼성', 'www.xn--cg4bki', 'WWW.XN--CG4BKI:443'])
      expect(attribute(map, host, redmi).owner).toBe('Samsung');
    expect(attribute(map, 'хiaomi.com', redmi)).toMatchObject({
      owner: 'unknown',
      registrableDomain: 'xn--iaomi-pze.com',
    });
  });

  it.each([
    '',
    '.',
    '...',
    ' ',
    ':443',
    '[::1',
    'evil.com\0.xiaomi.com',
    'evil.com/.xiaomi.com',
    'a b.xiaomi.com',
    'x@xiaomi.com',
    '%00.xiaomi.com',
    'evil／.xiaomi.com',
    '__proto__',
    'toString',
    '.xiaomi.com\n'.repeat(2),
  ])('claims nothing for %j', (host) => {
    expect(attribute(map, host, redmi)).toMatchObject({ owner: 'unknown', party: 'unknown', seat: null });
  });

  it('never throws, and always gives what a report can hold', () => {
    const label = fc.constantFrom(
      'xiaomi',
      'com',
      'xn--',
      'é',
      '１',
      '[',
      ']',
      ':',
      '\0',
      ' ',
      '..',
      '%',
      'constructor',
    );
    const host = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.domain(),
      fc.ipV6(),
      fc.array(label).map((l) => l.join('.')),
    );
    fc.assert(
      fc.property(host, fc.record({ brand: fc.string() }, { requiredKeys: [] }), (spelling, handset) => {
        const { purposes: _, ...claim } = attribute(map, spelling, handset);
        const rest = { id: 'r1', host: spelling, ip: null, country: null, asn: null, placeSource: null };
        const recipient = { ...rest, ...claim, connections: 0, bytesOut: 0, firstAtMs: 0 };
        expect(recipientSchema.safeParse(recipient).success).toBe(true);
        expect(claim.source).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('takes long hosts in linear work', () => {
    for (const host of ['.'.repeat(1e6), 'a.'.repeat(1e6), `[${':'.repeat(1e6)}`, `é${'.'.repeat(1e6)}`])
      expect(attribute(map, host, redmi).owner).toBe('unknown');
  });
});

describe('attribute: the registrable domain', () => {
  it.each([
    ['api.account.xiaomi.com', 'xiaomi.com'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['shop.samsung', 'shop.samsung'],
    ['x.appspot.com', 'appspot.com'],
    ['1.2.3.4', '1.2.3.4'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['localhost', 'localhost'],
    ['com', 'com'],
    ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ])('of %s is %s', (host, expected) => {
    expect(attribute(map, host, redmi).registrableDomain).toBe(expected);
  });
});

describe('attribute: party, relative to the handset', () => {
  it.each<[string, HandsetFacts, Party]>([
    ['xiaomi.com', { brand: 'Redmi' }, 'vendor'],
    ['xiaomi.com', { brand: 'POCO' }, 'vendor'],
    ['xiaomi.com', { brand: 'Xiaomi Redmi' }, 'vendor'],
    ['xiaomi.com', { brand: 'samsung' }, 'other-vendor'],
    ['xiaomi.com', { brand: 'Redmish' }, 'other-vendor'],
    ['xiaomi.com', { brand: '' }, 'other-vendor'],
    ['xiaomi.com', {}, 'vendor'],
    ['xiaomi.com', { marketingName: 'Redmi 1S' }, 'vendor'],
    ['samsung.com', { brand: 'Redmi' }, 'other-vendor'],
    ['google.com', { brand: 'Redmi' }, 'platform'],
    ['google.com', {}, 'platform'],
    ['google.com', { brand: 'google', model: 'Pixel 8' }, 'vendor'],
    ['jio.com', { brand: 'Redmi' }, 'operator'],
    ['umeng.com', { brand: 'Redmi' }, 'third-party'],
    ['ec2.amazonaws.com', { brand: 'Redmi' }, 'unknown'],
    ['example.com', { brand: 'Redmi' }, 'unknown'],
  ])('%s on %j is %s', (host, handset, party) => {
    expect(attribute(map, host, handset).party).toBe(party);
  });

  it('says in the source when it had to take the handset for granted', () => {
    expect(attribute(map, 'xiaomi.com', {}).source).toBe(
      'test; the handset is not stated, so this vendor is taken to be its own',
    );
    expect(attribute(map, 'xiaomi.com', { model: 'Redmi Note 5' }).source).toBe('test');
    expect(attribute(map, 'google.com', {}).source).toBe('test');
  });
});

describe('attribute: each claim with its source', () => {
  it('writes out shared sources, with and without words of the row’s own', () => {
    expect(attribute(map, 'www.samsung', redmi).source).toBe('a register: a brand’s own top-level domain');
    expect(attribute(map, 'umeng.com', redmi)).toMatchObject({
      source: 'a register',
      hostOperator: 'Alibaba Cloud',
      seat: 'CN',
      seatSource: 'a register',
    });
    expect(attribute(map, 'xiaomi.com', redmi).seatSource).toBe('a register: no. 1');
    expect(attribute(map, 'jio.com', redmi).source).toBe('seen by us; its code; a register: no. 2: x');
  });

  it('keeps a cloud’s customer unknown and names the cloud', () => {
    expect(attribute(map, 'x.s3.amazonaws.com', redmi)).toMatchObject({
      owner: 'unknown',
      party: 'unknown',
      hostOperator: 'Amazon Web Services',
      seat: null,
    });
  });

  it('says why nothing is claimed', () => {
    expect(attribute(map, 'example.com', redmi).source).toBe('no row of the host table claims it');
    expect(attribute(map, 'a b', redmi).source).toBe('this is no host name, so no row can claim it');
  });
});
