import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyOfTail, keyOfTailOf } from '#audit/match/tokens/token-key';

it('gives bytes the key of the base64 that they are written as', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 9, maxLength: 64 }), (bytes) => {
      const text = Buffer.from(Buffer.from(bytes).toString('base64url'));
      expect(keyOfTailOf(bytes)).toBe(keyOfTail(text, text.length));
    }),
  );
});
