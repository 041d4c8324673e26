import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LogElement, endSplit, pushChunk, startSplit } from '#capture/har/split-log';
import { makeHar } from '../../support/make-har-entry.ts';

const BOUNDS = { byteLength: 1 << 20, depth: 100, commas: 1000 };
type Seen = Pick<LogElement, 'array' | 'index' | 'offset' | 'line' | 'over'> & { text: string };

/** Cuts a file in chunks of the given sizes, through one buffer that is used again for each. */
const split = (content: Buffer, sizes: readonly number[]): readonly Seen[] => {
  const state = startSplit(BOUNDS);
  const seen: Seen[] = [];
  const note = ({ bytes, array, index, offset, line, over }: LogElement): void => {
    seen.push({ array, index, offset, line, over, text: bytes.toString() });
  };
  const buffer = Buffer.alloc(content.length + 1);
  for (let at = 0, turn = 0; at < content.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length]!);
    const length = content.copy(buffer, 0, at, at + size);
    for (const element of pushChunk(state, buffer.subarray(0, length))) note(element);
    at += length;
  }
  for (const element of endSplit(state)) note(element);
  return seen;
};

test('elements are the same whatever the chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      (values, sizes) => {
        const content = Buffer.from(makeHar(values, { pages: [{ entries: values }] }));
        const seen = split(content, sizes);
        expect(seen).toEqual(split(content, [content.length]));
        expect(seen.map(({ text }) => JSON.parse(text) as unknown)).toEqual(
          JSON.parse(JSON.stringify(values)) as unknown,
        );
        for (const { text, offset } of seen)
          expect(content.subarray(offset, offset + Buffer.byteLength(text)).toString()).toBe(text);
      },
    ),
  );
});

test('lines are counted from 1', () => {
  const content = Buffer.from('{\n"log": {\n"entries": [\n{"a":\n1},\n\n{}]}}');
  expect(split(content, [7]).map(({ line }) => line)).toEqual([4, 7]);
});

test('an element over a bound says which', () => {
  const wide = JSON.stringify(Array(1002).fill(0));
  const deep = `${'['.repeat(101)}${']'.repeat(101)}`;
  const large = JSON.stringify('x'.repeat(BOUNDS.byteLength + 10));
  const content = Buffer.from(`{"log":{"entries":[${wide},${deep},{"a":${large}},{"request":{}}]}}`);
  expect(split(content, [100_000]).map(({ over }) => over)).toEqual(['count', 'depth', 'size', null]);
});
