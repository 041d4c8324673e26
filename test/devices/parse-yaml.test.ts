import { setImmediate } from 'node:timers/promises';
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

  it.each(['a: ', '<<: ', 'a: ? ', 'a: - ', '"a": '])('bounds maps in maps on one line: %s', (piece) => {
    expect(parseYaml(piece.repeat(20_000))).toMatchObject({ message: 'the file is nested too deep' });
  });

  it.each(['a: ', '<<: ', 'a:\n '])('bounds maps in maps in brackets: %j', (piece) => {
    for (const [head, tail] of [
      ['{ ', ' }'],
      ['x:\n  - { class: p', 'one }\n  - {a: 1}\ny: 1\n'],
    ] as const)
      expect(parseYaml(`${head}${piece.repeat(20_000)}${tail}`)).toHaveProperty('message');
  });

  it('counts no colons that open nothing', () => {
    const row = `- {${Array.from({ length: 300 }, (_, index) => ` a${String(index)}: 1`).join(',')} }`;
    expect(parseYaml(row)).toHaveProperty('placeOf');
    expect(parseYaml(`a: ${'b:'.repeat(300)}c`)).toHaveProperty('placeOf');
    expect(parseYaml(`a: "${'b: '.repeat(300)}"`)).toHaveProperty('placeOf');
  });

  it('never shows what it reads: a map for a key is no cause for a warning', async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', listen);
    expect(parseYaml('? {value: secret}\n: 1\n')).toHaveProperty('placeOf');
    await setImmediate();
    process.off('warning', listen);
    expect(warnings).toEqual([]);
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
