import { describe, expect, it } from 'vitest';
import { addLine, layerOfLines, makeLines } from '#audit/decode/binary/lines';

describe('lines of a gathered layer', () => {
  it('stand one after the other, each with the bytes that it was made from, however many there are', () => {
    const lines = makeLines();
    const texts = Array.from({ length: 300 }, (_, index) => 'x'.repeat(index % 7));
    texts.forEach((text, index) => addLine(lines, text, index * 10, index * 10 + 9));
    const { bytes, pieces } = layerOfLines(lines);
    expect(Buffer.from(bytes).toString()).toBe(texts.join('\n'));
    expect(pieces.starts.length).toBe(texts.length + 1);
    for (const [index, text] of texts.entries()) {
      const [from = 0, next = 0] = [pieces.starts[index], pieces.starts[index + 1]];
      expect(Buffer.from(bytes).toString('latin1', from, next - 1)).toBe(text);
      expect([pieces.sources[2 * index], pieces.sources[2 * index + 1]]).toEqual([
        index * 10,
        index * 10 + 9,
      ]);
    }
  });
});
