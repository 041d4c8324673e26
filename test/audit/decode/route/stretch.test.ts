import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noStretch, stretchAround } from '#audit/decode/route/stretch';

const MOST = 12;
const ENDS = new Uint8Array(256);
ENDS[0x3b] = 1;

const plainly = (bytes: Buffer, from: number, to: number) => {
  let start = from;
  while (start > Math.max(0, from - MOST) && bytes[start - 1] !== 0x3b) start--;
  let end = to;
  while (end < Math.min(bytes.length, to + MOST) && bytes[end] !== 0x3b) end++;
  return { start, end };
};

describe('the stretch around some bytes', () => {
  it('is the same whatever was asked before, also where an end stands in the bytes', () => {
    const place = fc.tuple(fc.nat(59), fc.nat(3));
    const text = fc.array(fc.constantFrom('a', 'b', ';'), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(place, { minLength: 2, maxLength: 30 }), (characters, places) => {
        const bytes = Buffer.from(characters.join(''));
        const known = noStretch();
        for (const [from, length] of places) {
          const to = Math.min(bytes.length, from + length);
          expect(stretchAround(bytes, { from, to, most: MOST, ends: ENDS }, known)).toEqual(
            plainly(bytes, from, to),
          );
        }
      }),
    );
  });
});
