import { describe, expect, it } from 'vitest';
import { listPieces } from '../../src/report/list-pieces.ts';

const whole = (items: readonly number[]): string => [...listPieces(items, String, '  ')].join('');

describe('listPieces', () => {
  it.each([
    ['nothing', []],
    ['one', [1]],
    ['more than a piece holds', Array.from({ length: 1200 }, (_, index) => index)],
  ])('gives %s as JSON would', (_name, items) => {
    const [, expected] = JSON.stringify({ items }, null, 2).split('"items": ');
    expect(`${whole(items)}\n}`).toBe(expected);
  });
});
