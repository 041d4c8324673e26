import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP, line, paintLine, span } from '../../../src/report/text/line.ts';
import { widthOf } from '../../../src/report/text/width.ts';

const plain = { colour: false, columns: 40 };

describe('paintLine', () => {
  it('wraps with a hanging indent', () => {
    const text = paintLine(line(2, 'one two three four five six seven eight nine'), plain);
    expect(text).toBe('  one two three four five six seven\n    eight nine');
  });

  it('parts no number from its sign', () => {
    expect(paintLine(line(0, `${'x'.repeat(33)} 16.4 %, y`), plain)).toBe(`${'x'.repeat(33)}\n  16.4 %, y`);
  });

  it('joins spans without a blank of its own', () => {
    expect(paintLine(line(0, span('bad', '✕'), ' ', span('strong', 'IMEI'), '; end'), plain)).toBe(
      '✕ IMEI; end',
    );
  });

  it('parts no word at the border of two spans', () => {
    const text = paintLine(line(0, 'x'.repeat(37), span('dim', '; end')), plain);
    expect(text).toBe(`${'x'.repeat(37)};\n  end`);
    expect(paintLine(line(0, 'one', ' ', 'x'.repeat(35), span('dim', ';;')), plain)).toBe(
      `one\n  ${'x'.repeat(35)};;`,
    );
  });

  it('colours words, never blanks, and only where asked', () => {
    const painted = paintLine(line(0, span('strong', 'a b')), { ...plain, colour: true });
    expect(painted).toBe('\u001b[1ma\u001b[0m \u001b[1mb\u001b[0m');
  });

  it('gives an empty line for a gap', () => {
    expect(paintLine(GAP, plain)).toBe('');
  });

  it('keeps any text within its columns and free of control characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 0, max: 6 }),
        (text, indent) => {
          const painted = paintLine(line(indent, text), plain);
          expect(painted).not.toMatch(/[^\P{Cc}\n]/u);
          for (const row of painted.split('\n')) expect(widthOf(row)).toBeLessThanOrEqual(40);
        },
      ),
    );
  });
});
