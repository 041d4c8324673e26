import { describe, expect, it } from 'vitest';
import { compileHosts } from '#audit/attribute/compile-hosts';
import { findClaim } from '#audit/attribute/find-claim';
import { makeHosts } from '../../support/make-hosts.ts';

const map = compileHosts(
  makeHosts([
    { domain: 'a.com', role: 'below' },
    { domain: 'a.com', match: 'exact', role: 'exact' },
    { domain: 'com', role: 'suffix' },
    { domain: '2.1', role: 'no address' },
    { domain: 'zz', match: 'name-prefix', role: 'prefix' },
    { domain: 'zz9.org', role: 'longer than the prefix' },
  ]),
);

describe('findClaim', () => {
  it.each([
    ['a.com', 'a.com', false, 'exact'],
    ['b.a.com', 'a.com', false, 'below'],
    ['ba.com', 'ba.com', false, 'suffix'],
    ['192.0.2.1', '192.0.2.1', true, undefined],
    ['x.zz8.org', 'zz8.org', false, 'prefix'],
    ['x.zz9.org', 'zz9.org', false, 'longer than the prefix'],
    ['zz.b.org', 'b.org', false, undefined],
    ['zz::1', 'zz::1', true, undefined],
  ])('%s', (...[host, registrableDomain, isIp, role]) => {
    expect(findClaim(map, { host, registrableDomain, isIp })?.row.role).toBe(role);
  });
});
