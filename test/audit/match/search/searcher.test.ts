import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFilter } from '#audit/match/search/filter';
import { makePoolBuilder } from '#audit/match/search/pattern-pool';
import { makeSearcher } from '#audit/match/search/searcher';

const CHUNK_BYTES = 1 << 15;

const search = (patterns: readonly Uint8Array[], body: Uint8Array, exactCase = true): readonly string[] => {
  const pool = makePoolBuilder();
  for (const pattern of patterns) pool.add(pattern, exactCase);
  const hits: string[] = [];
  makeSearcher(buildFilter(pool.finish()), (pattern, at, length) => {
    expect(length).toBe(patterns[pattern]?.length);
    hits.push(`${String(pattern)}@${String(at)}`);
  })(body);
  return hits.sort();
};

const oracle = (patterns: readonly Uint8Array[], body: Uint8Array): readonly string[] =>
  patterns
    .flatMap((pattern, index) => {
      const hits: string[] = [];
      const haystack = Buffer.from(body);
      for (let at = haystack.indexOf(pattern); at !== -1; at = haystack.indexOf(pattern, at + 1))
        hits.push(`${String(index)}@${String(at)}`);
      return hits;
    })
    .sort();

const bytesOver = (alphabet: number, minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength, min: 48, max: 48 + alphabet - 1 });

/** Patterns planted at the start, the end, across a chunk border and anywhere, at any alignment of the memory. */
const plantedBody = fc
  .record({
    alphabet: fc.constantFrom(2, 10, 70),
    length: fc.constantFrom(5, 40, 900, CHUNK_BYTES - 3, CHUNK_BYTES + 2, 2 * CHUNK_BYTES + 11),
    shift: fc.integer({ min: 0, max: 7 }),
  })
  .chain(({ alphabet, length, shift }) =>
    fc.record({
      shift: fc.constant(shift),
      seed: fc.infiniteStream(fc.integer({ min: 48, max: 48 + alphabet - 1 })),
      length: fc.constant(length),
      patterns: fc.uniqueArray(bytesOver(alphabet, 7, 40), {
        minLength: 1,
        maxLength: 20,
        selector: (pattern) => Buffer.from(pattern).toString('latin1'),
      }),
      places: fc.array(fc.nat(length), { minLength: 4, maxLength: 8 }),
    }),
  )
  .map(({ shift, seed, length, patterns, places }) => {
    const period = [...Array(997)].map(() => seed.next().value as number);
    const body = new Uint8Array(length + 8).subarray(shift, shift + length);
    body.forEach((_, index) => (body[index] = period[(index * 31 + (index >> 9)) % 997] ?? 48));
    patterns.forEach((pattern, index) => {
      for (const at of [
        0,
        length - pattern.length,
        CHUNK_BYTES - (index % 12),
        places[index % places.length] ?? 0,
      ])
        if (at >= 0 && at + pattern.length <= length) body.set(pattern, at);
    });
    return { patterns, body };
  });

describe('makeSearcher', () => {
  it('finds what Buffer.indexOf finds and nothing else', () => {
    fc.assert(
      fc.property(plantedBody, ({ patterns, body }) => {
        expect(search(patterns, body)).toEqual(oracle(patterns, body));
      }),
      { numRuns: 150 },
    );
  });

  it('reports overlapping occurrences, and patterns inside patterns', () => {
    const body = Buffer.from('ababababababab');
    const patterns = [Buffer.from('abababab'), Buffer.from('ababababab'), Buffer.from('babababa')];
    expect(search(patterns, body)).toEqual(oracle(patterns, body));
  });

  it.each([
    ['7 bytes', 'a1b2c3d', 1],
    ['9 bytes', 'a1b2c3d4e', 1],
    ['10 bytes', 'a1b2c3d4e5', 1],
    ['other case', 'A1B2C3D4E5', 0],
    ['a byte that only the fold confuses', 'a\u0011b2c3d4e5', 0],
  ])('compares case where asked: %s', (_, planted, hits) => {
    const pattern = Buffer.from(
      planted === 'a1b2c3d' ? 'a1b2c3d' : planted.toLowerCase().replace('\u0011', '1'),
    );
    expect(search([pattern], Buffer.from(`xx${planted}yy`))).toHaveLength(hits);
  });

  it('ignores ASCII case where asked, and no other bit', () => {
    const pattern = Buffer.from('ada@example.org');
    expect(search([pattern], Buffer.from('<ADA@Example.ORG>'), false)).toEqual(['0@1']);
    expect(search([pattern], Buffer.from('<ADA`Example.ORG>'), false)).toEqual([]);
    expect(search([pattern], Buffer.from('<ada@example\u000Eorg>'), false)).toEqual([]);
  });

  it('takes the same pattern twice, and an empty set', () => {
    const pattern = Buffer.from('0123456789');
    expect(search([pattern, pattern], Buffer.from('x0123456789'))).toEqual(['0@1', '1@1']);
    expect(search([], Buffer.from('x0123456789'))).toEqual([]);
    expect(search([pattern], new Uint8Array(0))).toEqual([]);
  });

  it('refuses patterns that it could not find', () => {
    expect(() => search([Buffer.from('123456')], Buffer.from('123456'))).toThrow(RangeError);
    expect(() => search([Buffer.alloc(5000, 97)], Buffer.alloc(5000, 97))).toThrow(RangeError);
  });

  it('survives a structured clone', () => {
    const pool = makePoolBuilder();
    pool.add('0123456789', true);
    const hits: number[] = [];
    makeSearcher(structuredClone(buildFilter(pool.finish())), (_, at) => hits.push(at))(
      Buffer.from('..0123456789'),
    );
    expect(hits).toEqual([2]);
  });
});
