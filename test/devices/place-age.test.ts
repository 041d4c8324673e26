import { describe, expect, it } from 'vitest';
import { placeAgeWarning } from '#devices/place-age';

describe('placeAgeWarning', () => {
  it.each([
    ['2026-06-01', '2026-11-22T10:00:00Z', null],
    ['2026-06-01', '2027-05-31T00:00:00Z', null],
    ['2026-06-01', '2027-06-05T00:00:00Z', '12 months older'],
    ['2026-06-01', '2029-06-01T00:00:00Z', '36 months older'],
    ['2026-06-01', '2014-08-07T00:00:00Z', '142 months younger'],
    ['2026-06-01', null, null],
    ['2026-06-01', 'yesterday', null],
  ])('a database of %s and a capture of %s: %s', (date, captured, words) => {
    const warning = placeAgeWarning(date, captured);
    if (words === null) expect(warning).toBeNull();
    else expect(warning).toContain(words);
  });
});
