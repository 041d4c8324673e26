import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHostName, normaliseHost } from '#audit/attribute/normalise-host';

describe('normaliseHost', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['example.com.', 'example.com'],
    ['example.com:443', 'example.com'],
    ['example.com.:443', 'example.com'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['192.0.2.1:80', '192.0.2.1'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
    ['ｅｘａｍｐｌｅ．com', 'example.com'],
    ['é/x.com', 'é/x.com'],
    ['', ''],
  ])('%j → %j', (spelling, host) => {
    expect(normaliseHost(spelling)).toBe(host);
  });

  it('never throws, is bounded, and changes no host name that it has made', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.domain(), fc.ipV6()), (spelling) => {
        const host = normaliseHost(spelling);
        if (isHostName(host) && !host.includes(':')) expect(normaliseHost(host)).toBe(host);
      }),
      { numRuns: 1000 },
    );
    expect(normaliseHost('a'.repeat(5000))).toHaveLength(1000);
  });
});

describe('isHostName', () => {
  it.each([
    ['a-b_c.example', true],
    ['2001:db8::1', true],
    ['', false],
    ['a b', false],
    ['a/b', false],
    ['é', false],
    ['A', false],
  ])('%j: %s', (host, expected) => {
    expect(isHostName(host)).toBe(expected);
  });
});
