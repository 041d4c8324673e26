import { describe, expect, it } from 'vitest';
import { subscriberCalls } from '#collect/handset/subscriber-calls';

const words = (apiLevel: number, kind: string): string[] =>
  subscriberCalls(apiLevel)
    .filter((call) => call.class === kind)
    .map(({ transaction, args }) => [transaction, ...args].join(' '));

describe('subscriberCalls', () => {
  it.each([
    [19, 'imei', ['1']],
    [19, 'iccid', ['5']],
    [22, 'imei', ['1', '3 i32 0', '3 i32 1']],
    [
      28,
      'imsi',
      ['7 s16 com.android.shell', '8 i32 1 s16 com.android.shell', '8 i32 2 s16 com.android.shell'],
    ],
    [
      33,
      'imei',
      ['1 s16 com.android.shell', '4 i32 0 s16 com.android.shell', '4 i32 1 s16 com.android.shell'],
    ],
    [
      35,
      'iccid',
      ['13 s16 com.android.shell', '15 i32 1 s16 com.android.shell', '15 i32 2 s16 com.android.shell'],
    ],
    [15, 'imei', []],
  ])('API %i, %s', (apiLevel, kind, expected) => {
    expect(words(apiLevel, kind)).toEqual(expected);
  });
});
