import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCut, compileScrub, maskValue } from '#audit/mask';
import { makeCanary } from '../support/make-canary.ts';

describe('maskValue', () => {
  it.each([
    ['imei', '861234050123457', '86•••7'],
    ['contact.name', 'Ana', '•••'],
    ['contact.name', 'Ana Example', 'A•••e'],
    ['email', 'some.user@example.org', 'so•••rg'],
    ['serial', '', '•••'],
    ['sms.body', 'Привет, мир', 'text of 11 characters, Cyrillic'],
    ['sms.body', '你好 Ana', 'text of 6 characters, Han and Latin'],
    ['sms.body', '12345', 'text of 5 characters, no letters'],
    ['operator', 'Operator Name', 'Operator Name'],
  ] as const)('shows %s %j as %j', (dataClass, value, masked) => {
    expect(maskValue(dataClass, value)).toBe(masked);
  });

  it('shows at most a quarter and never more than four characters, whole ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (value) => {
        const shown = [...maskValue('account', value)].length - 3;
        expect(shown).toBeLessThanOrEqual(Math.min(4, [...value].length / 4));
      }),
    );
  });
});

describe('compileScrub', () => {
  const scrub = compileScrub([
    makeCanary(),
    makeCanary({ id: 'p', class: 'contact.number', value: '+447700900123' }),
    makeCanary({ id: 'n', class: 'contact.name', value: 'Zoë Quill' }),
    makeCanary({ id: 's', class: 'account', value: 'ab1' }),
    makeCanary({ id: 'o', class: 'operator', value: 'Operator Name' }),
    makeCanary({ id: 'l', class: 'location', value: '39.904200,116.407400' }),
  ]);

  it.each([
    ['/u/861234050123457/x', '/u/•••/x'],
    ['9861234050123457', '9•••'],
    ['0044 07700900123', '0044 077•••'],
    ['zoë QUILL wrote', '••• wrote'],
    ['Zoë Quill'.normalize('NFD'), '•••'],
    ['id=ab1&tab12', 'id=•••&tab12'],
    ['Operator Name', 'Operator Name'],
    ['lat 39.904200', 'lat •••'],
    ['nothing here', 'nothing here'],
    ['zoe-quill.example', 'zoe-quill.example'],
    ['zoë-quill.example', '•••.example'],
    ['tel 0 (77) 00-90-01-23, x', 'tel 0 (77) 00-90-01-23, x'],
    ['tel 44 77 00-90-01-23, x', 'tel •••, x'],
    ['86-12-34-05-01-23-45-7', '•••'],
    ['8612 and 34050123457', '8612 and 34050123457'],
  ])('%j becomes %j', (text, shown) => {
    expect(scrub(text)).toBe(shown);
  });

  it('leaves no known value in any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(scrub(`${before}861234050123457${after}`)).not.toContain('861234050123457');
      }),
    );
  });
});

describe('compileCut', () => {
  it('cuts what it is given, in either case, and leaves shorter words', () => {
    const cut = compileCut(['MDA0NDAx', 'abc']);
    expect(cut('/u/mda0ndax/abc')).toBe('/u/•••/abc');
  });

  it('of nothing changes nothing', () => {
    expect(compileCut([])('any text')).toBe('any text');
  });
});
