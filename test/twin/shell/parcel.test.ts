import { describe, expect, it } from 'vitest';
import { intParcel, printParcel, securityExceptionParcel, stringParcel } from '#twin/shell/parcel';

describe('a printed parcel', () => {
  it.each([
    [intParcel(0), "Result: Parcel(00000000    '....')\n"],
    [intParcel(0, 1), "Result: Parcel(00000000 00000001   '........')\n"],
    [stringParcel(null), "Result: Parcel(00000000 ffffffff   '........')\n"],
  ])('stands on one line up to 16 bytes', (parcel, printed) => {
    expect(printParcel(parcel)).toBe(printed);
  });

  it('stands in padded rows from there on', () => {
    expect(printParcel(stringParcel('351234567890123'))).toBe(
      [
        'Result: Parcel(',
        "  0x00000000: 00000000 0000000f 00350033 00320031 '........3.5.1.2.'",
        "  0x00000010: 00340033 00360035 00380037 00300039 '3.4.5.6.7.8.9.0.'",
        "  0x00000020: 00320031 00000033                   '1.2.3...        ')",
        '',
      ].join('\n'),
    );
  });

  it('begins with -1 for an exception', () => {
    expect(securityExceptionParcel('No').toString('hex')).toBe('ffffffff020000004e006f000000000000000000');
  });
});
