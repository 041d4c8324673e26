import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startsDeflate } from '#audit/decode/compression/deflate-start';

describe('startsDeflate', () => {
  it('holds for whatever zlib makes, at every level and however few of its bytes are there', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ maxLength: 3000, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(
        anything,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 400 }),
        (content, level, cut) => {
          const stream = deflateRawSync(content, { level });
          expect(startsDeflate(stream)).toBe(true);
          expect(startsDeflate(stream.subarray(0, cut))).toBe(true);
        },
      ),
    );
  });

  it('fails for most of what is drawn', () => {
    const drawn = Array.from({ length: 2000 }, () => randomBytes(24));
    expect(drawn.filter((bytes) => startsDeflate(bytes)).length).toBeLessThan(1000);
  });
});
