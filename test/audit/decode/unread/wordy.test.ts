import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isWordy } from '#audit/decode/unread/wordy';

describe('words in the alphabet of base64', () => {
  it.each([
    'usr/share/doc/libstdc/html/manual/using_exceptions_and_the_rest',
    'ThisIsTheVeryLongNameOfSomeFunctionThatNobodyWantsToReadAtAllReally',
    'ATTR_MESSAGING_KAFKA_CONSUMER_GROUP_LAST_OFFSET_COMMITTED_TIMESTAMP',
  ])('%s', (text) => {
    expect(isWordy(Buffer.from(text))).toBe(true);
  });

  it('are seldom told of drawn bytes', () => {
    const texts = Array.from({ length: 20_000 }, (_, index) =>
      createHash('shake256', { outputLength: 48 }).update(String(index)).digest('base64'),
    );
    expect(texts.filter((text) => isWordy(Buffer.from(text))).length).toBeLessThan(3);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof isWordy(bytes) === 'boolean'));
  });
});
