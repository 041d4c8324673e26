import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from '#devices/read-yaml';
import { failureOf } from '../support/failure-of.ts';
import { writeFile } from '../support/write-file.ts';

const schema = z.strictObject({
  name: z.string().min(2),
  kind: z.enum(['a', 'b']).optional(),
  rows: z.array(
    z.union([
      z.strictObject({
        at: z.number().int().max(9),
        tag: z.string().regex(/^[a-z]+$/, 'a tag is lower case'),
      }),
      z.strictObject({ text: z.string() }),
    ]),
  ),
});
const read = (content: string, name = 'x.yaml'): Promise<unknown> =>
  readYaml(writeFile(name, content), { name: 'x', schema });

describe('readYaml', () => {
  it('reads YAML and JSON alike and labels the file by its hash', async () => {
    const value = { name: 'xy', rows: [{ at: 1, tag: 'a' }, { text: 'é"\\' }] };
    const yaml = 'name: xy # comment\nrows:\n  - { at: 1, tag: a }\n  - text: "é\\"\\\\"\n';
    expect(await read(yaml)).toMatchObject({ value });
    const json = await readYaml(writeFile('x.json', JSON.stringify(value)), { name: 'x', schema });
    expect(json.value).toEqual(value);
    expect(json.label).toBe(`x.json (sha256 ${json.sha256.slice(0, 12)})`);
  });

  it('unfolds a bounded number of aliases', async () => {
    const reading = await read('name: xy\nrows:\n  - &r { text: t }\n  - *r\n');
    expect(reading).toMatchObject({ value: { rows: [{ text: 't' }, { text: 't' }] } });
  });

  it.each<[string, string, [number, number], string]>([
    ['a missing key', 'name: xy\n', [1, 1], 'rows: it is missing; expected a list'],
    ['a wrong kind', 'rows: []\nname: { a: 1 }\n', [2, 1], 'name: found a group of keys; expected a text'],
    ['a number for a text', 'name: 86\nrows: []\n', [1, 1], 'name: found a number, 86; expected a text'],
    ['too short', 'rows: []\nname: x\n', [2, 1], 'name: found "x"; expected at least 2 characters'],
    ['not in the list', 'name: xy\nrows: []\nkind: c\n', [3, 1], 'kind: found "c"; expected a, b'],
    ['an unknown key', 'name: xy\nrows: []\nNAME: 1\n', [3, 1], 'NAME: unknown key "NAME"'],
    [
      'deep in a list',
      'name: xy\nrows:\n  - text: a\n  - { at: 1,\n      tag: A }\n',
      [5, 7],
      'rows[1].tag: found "A"; a tag is lower case',
    ],
    [
      'too big',
      'name: xy\nrows: [{ at: 10, tag: a }]\n',
      [2, 10],
      'rows[0].at: found a number, 10; expected at most 9',
    ],
    ['another top', '- 1\n', [1, 1], 'the file as a whole: found a list; expected a group of keys'],
    ['two faults', 'name: 1\nrows: 2\n', [1, 1], 'name: found a number, 1; expected a text (and 1 more)'],
    [
      'in JSON',
      '{\n "name": "xy",\n "rows": [{"text": "a"}, {"text": 5}]}',
      [3, 27],
      'rows[1].text: found a number, 5; expected a text',
    ],
    ['in JSON, missing', '{\n "name": "xy"}', [1, 1], 'rows: it is missing; expected a list'],
  ])('says where and what: %s', async (_, content, [line, column], message) => {
    const failure = await failureOf(read(content));
    expect(failure.message).toBe(message);
    expect(failure.place).toMatchObject({ line, column });
    expect(failure.place.file).toMatch(/x\.yaml$/);
    expect(failure.code).toBe('not-valid');
    expect(failure.remedy).toContain('phonehome schema x');
  });

  it.each([
    ['a duplicate key in YAML', 'name: a\nrows: []\nname: b\n', 3, 'the same key stands twice in one group'],
    [
      'a duplicate key in JSON',
      '{"name": "a",\n "rows": [], "n\\u0061me": 1}',
      2,
      'the same key stands twice in one object',
    ],
    [
      'an open quote',
      'rows: []\nname: "a\n',
      3,
      'a character is missing here, such as a closing quote or bracket',
    ],
    ['a tab as indentation', 'rows:\n\t- 1\n', 2, 'tabs do not indent in YAML; use spaces'],
    ['an alias of nothing', 'name: *a\n', 1, 'this alias has no anchor before it'],
    ['a tag', 'name: !!binary aGk=\n', 1, 'tags such as !!binary are not read'],
    ['two documents', 'name: a\n---\nname: b\n', 2, 'the file holds several documents; only one is read'],
    ['brackets without end', '['.repeat(100_000), 1, 'the file is nested too deep'],
    ['dashes without end', '- '.repeat(100_000), 1, 'the file is nested too deep'],
    [
      'indentation without end',
      Array.from({ length: 150 }, (__, i) => `${' '.repeat(i)}a:`).join('\n'),
      1,
      'the file is nested too deep',
    ],
    ['deep JSON', `${'[\n'.repeat(5000)}${']'.repeat(5000)}`, 102, 'the file is nested too deep'],
    [
      'aliases that unfold without end',
      `a: &a [${'x,'.repeat(9)}x]\n${['b', 'c', 'd', 'e'].map((key, i) => `${key}: &${key} [${`*${'abcd'.charAt(i)},`.repeat(9)}*a]`).join('\n')}\n`,
      1,
      'the aliases of this file unfold to too much',
    ],
  ])('refuses %s', async (_, content, line, message) => {
    const failure = await failureOf(read(content));
    expect(failure.message).toBe(message);
    expect(failure.place.line).toBe(line);
    expect(failure.code).toBe('not-parsable');
  });

  it('takes keys like __proto__ as names, not as the prototype', async () => {
    for (const content of [
      '__proto__: { name: xy, rows: [] }\n',
      '{"__proto__": {"name": "xy", "rows": []}}',
    ])
      expect((await failureOf(read(content))).code).toBe('not-valid');
  });
});
