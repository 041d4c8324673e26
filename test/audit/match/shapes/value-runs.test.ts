import { describe, expect, it } from 'vitest';
import { mayStandAt, runOf } from '#audit/match/shapes/value-runs';

const HEX = runOf('[0-9a-f]', 8);
const NAME = runOf('[0-9a-z ]', 2, '[a-z]');

const at = (text: string, mark: string): number => text.indexOf(mark);

describe('whether a value may stand around a byte', () => {
  it.each([
    ['enough of its characters', HEX, 'id=0123abcd;', '0123abcd', true],
    ['one too few', HEX, 'id=0123abc;', '0123abc', false],
    ['enough of them before the byte', HEX, 'x0123abcd', 'd', true],
    ['a byte of another kind before enough of them', HEX, 'id= 0123abcd', ' ', false],
    ['the last byte', HEX, '0123abcd', 'd', true],
    ['none of those that are needed', NAME, '"op":31,', '31', false],
    ['one of those that are needed', NAME, '"op":o2,', 'o2', true],
    ['one that is needed before the byte', NAME, 'o2', '2', true],
    ['more than is looked at', HEX, '0'.repeat(5000), '0', true],
  ])('%s', (_, run, text, mark, expected) => {
    expect(mayStandAt(run, Buffer.from(text), at(text, mark))).toBe(expected);
  });

  it('says no behind the end', () => {
    expect(mayStandAt(HEX, Buffer.from('0123abcd'), 8)).toBe(false);
  });
});
