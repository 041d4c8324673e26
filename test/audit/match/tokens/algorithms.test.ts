import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '#audit/match/tokens/algorithms';
import { blake2b } from '#audit/match/tokens/blake2b';

const CONTENTS = ['861234050123457', '4f1c9a77b02e6d35'].map((text) => Buffer.from(text));

/** The same digests, by node:crypto where it has them. */
const digestBy = (name: string, content: Uint8Array): Buffer => {
  if (name === 'blake2b-256') return Buffer.from(blake2b(content, 32));
  return createHash(name === 'blake2b-512' ? 'blake2b512' : name)
    .update(content)
    .digest();
};

const handed = (form: string, digest: Buffer): Buffer => {
  if (form === 'raw') return digest;
  const hex = digest.toString('hex');
  return Buffer.from(form === 'HEX' ? hex.toUpperCase() : hex);
};

const byName = (name: string, content: Uint8Array): Buffer => {
  const [, inner, form, outer] = /^(\S+)\/(hex|HEX|raw) > (\S+)$/.exec(name) ?? [];
  if (inner === undefined || form === undefined || outer === undefined) return digestBy(name, content);
  return digestBy(outer, handed(form, digestBy(inner, content)));
};

describe('algorithms of digests', () => {
  it('have names of their own, and indexes that fit a byte', () => {
    expect(new Set(ALGORITHMS.map(({ name }) => name)).size).toBe(ALGORITHMS.length);
    expect(ALGORITHMS.length).toBeLessThanOrEqual(256);
  });

  it('make what their names say, whichever content was asked for before', () => {
    const named = ALGORITHMS.filter(({ name }) => name !== 'uuid3');
    for (const content of [...CONTENTS, ...CONTENTS.toReversed()])
      for (const { name, byteLength, digest } of named) {
        const made = Buffer.from(digest(content));
        expect(made.toString('hex'), name).toBe(byName(name, content).toString('hex'));
        expect(made).toHaveLength(byteLength);
      }
  });

  it.each(['blake2b-256/HEX > md5', 'sha1/raw > blake2b-256', 'blake2b-256/hex > blake2b-256'])(
    'know %s',
    (name) => {
      expect(ALGORITHMS.map((algorithm) => algorithm.name)).toContain(name);
    },
  );
});
