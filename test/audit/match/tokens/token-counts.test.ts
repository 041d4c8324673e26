import { expect, test } from 'vitest';
import { makeTokenCounts } from '#audit/match/tokens/token-counts';

test('tokens are counted by alphabet and length, and told in one order however they came', () => {
  const counts = makeTokenCounts();
  counts.add('raw', 16);
  counts.add('base64', 22);
  counts.add('hex', 64);
  counts.add('hex', 32);
  counts.add('hex', 32);
  expect([...counts.toMap()]).toEqual([
    ['hex:32', 2],
    ['hex:64', 1],
    ['base64:22', 1],
    ['raw:16', 1],
  ]);
});
