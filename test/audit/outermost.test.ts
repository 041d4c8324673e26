import { describe, expect, it } from 'vitest';
import { outermost } from '#audit/outermost';

const place = (name: string, owner: string, offset: number, length: number) => ({
  name,
  owner,
  offset,
  length,
});

const namesOf = (...places: readonly ReturnType<typeof place>[]): string =>
  outermost(places, (one) => one)
    .map(({ name }) => name)
    .join('');

describe('what lies in none other of its owner', () => {
  it.each([
    ['nothing', '', []],
    [
      'inside, at either end and in the middle',
      'a',
      [place('a', 'x', 5, 10), place('b', 'x', 5, 4), place('c', 'x', 11, 4), place('d', 'x', 8, 2)],
    ],
    ['the inner one first', 'b', [place('a', 'x', 6, 4), place('b', 'x', 5, 10)]],
    ['one that reaches further is not inside', 'ab', [place('a', 'x', 5, 10), place('b', 'x', 6, 10)]],
    ['side by side', 'ab', [place('a', 'x', 10, 5), place('b', 'x', 5, 5)]],
    ['of equal places the first', 'a', [place('a', 'x', 5, 10), place('b', 'x', 5, 10)]],
    ['of another owner', 'ab', [place('a', 'x', 5, 10), place('b', 'y', 6, 4)]],
    [
      'inside one that is itself inside',
      'a',
      [place('a', 'x', 0, 20), place('b', 'x', 2, 9), place('c', 'x', 3, 4)],
    ],
  ] as const)('%s', (_, names, places) => {
    expect(namesOf(...places)).toBe(names);
  });
});
