import { describe, expect, it } from 'vitest';
import { bytes, chance, clock, counted, lasted, number, percent, shareOf } from '../../src/report/amounts.ts';

describe('amounts', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
    [1234.5678, '1,234.5678'],
  ])('number %d is %s', (value, expected) => {
    expect(number(value)).toBe(expected);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [99_940, '99.9 kB'],
    [99_960, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [5_000_000_000, '5.0 GB'],
  ])('%d bytes are %s', (value, expected) => {
    expect(bytes(value)).toBe(expected);
  });

  it.each([
    [0, '0 %'],
    [0.000_01, '0.1 %'],
    [0.931, '93.1 %'],
    [0.999_99, '99.9 %'],
    [1, '100 %'],
  ])('share %d is %s: only nothing is 0 %%, only all is 100 %%', (value, expected) => {
    expect(percent(value)).toBe(expected);
  });

  it('gives no share of nothing', () => {
    expect(shareOf(0, 0)).toBe('–');
    expect(shareOf(1, 4)).toBe('25.0 %');
  });

  it.each([
    [0, '0:00.0'],
    [187_240, '3:07.2'],
    [599_999, '9:59.9'],
    [600_000, '10:00'],
    [3_787_000, '1:03:07'],
  ])('%d ms stand at %s', (atMs, expected) => {
    expect(clock(atMs)).toBe(expected);
  });

  it.each([
    [0, '0'],
    [1, '1'],
    [0.05, '0.05'],
    [3.24e-12, '3.2e-12'],
    [987_655, '9.9e+5'],
  ])('chance %d is %s', (value, expected) => {
    expect(chance(value)).toBe(expected);
  });

  it.each([
    [0, 'not known'],
    [0.001, '1 second'],
    [0.53, '32 seconds'],
    [2, '2 minutes'],
    [41.4, '41 minutes'],
  ])('%d minutes last %s', (minutes, expected) => {
    expect(lasted(minutes)).toBe(expected);
  });

  it('counts in words', () => {
    expect(counted(1, 'entry', 'entries')).toBe('1 entry');
    expect(counted(1200, 'entry', 'entries')).toBe('1,200 entries');
  });
});
