import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_YAML_CHARS, parseYaml } from '#devices/parse-yaml';

const deepest = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

describe('parseYaml', () => {
  it('reads what JSON holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(parseYaml(JSON.stringify([value], null, 1))).toHaveProperty('placeOf');
      }),
      { numRuns: 100 },
    );
  });

  it('never throws on any text, and places are inside it', () => {
    const pieces = [
      'a',
      ': ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '\n',
      '  ',
      '*a',
      '&a ',
      '|',
      '#',
      '\\',
      '\t',
      ',',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (yaml) => {
        const parsed = parseYaml(yaml);
        const { line, column } = 'message' in parsed ? parsed : parsed.placeOf(['a', 0, 'a']);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(yaml.split('\n').length);
        expect(column).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('bounds nesting, and counts brackets in texts as texts', () => {
    expect(parseYaml(deepest(100))).toHaveProperty('placeOf');
    expect(parseYaml(deepest(101))).toMatchObject({ message: 'the file is nested too deep' });
    const smileys = Array.from({ length: 300 }, () => '- ":[ :{ ["').join('\n');
    expect(parseYaml(smileys)).toHaveProperty('placeOf');
    const longRow = `- [${Array.from({ length: 300 }, (_, index) => `{ a: ${String(index)} }`).join(', ')}]`;
    expect(parseYaml(longRow)).toHaveProperty('placeOf');
  });

  it('bounds the length', () => {
    const long = `- ${'x'.repeat(MAX_YAML_CHARS)}`;
    expect(parseYaml(long)).toMatchObject({ message: expect.stringContaining('too long') as unknown });
  });

  it('finds values behind an alias', () => {
    const parsed = parseYaml('a: &x\n  b: 1\nc: *x\n');
    if ('message' in parsed) throw new Error('not read');
    expect(parsed.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(parsed.placeOf(['c'])).toEqual({ line: 3, column: 1 });
    expect(parsed.placeOf(['c', 'b'])).toEqual({ line: 2, column: 3 });
  });
});
