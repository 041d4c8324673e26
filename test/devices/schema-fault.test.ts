import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultFromIssue, pathInWords } from '#devices/schema-fault';

const firstFault = (schema: z.ZodType, value: unknown, isPrivate = false) => {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) throw new Error('nothing is wrong');
  return faultFromIssue(issue, value, isPrivate);
};

describe('faultFromIssue', () => {
  it.each([
    [z.number(), 'a', 'found "a"; expected a number'],
    [z.int(), 1.5, 'found a number, 1.5; expected a whole number'],
    [z.boolean(), null, 'found nothing; expected true or false'],
    [z.record(z.string(), z.string()), [], 'found a list; expected a group of keys'],
    [z.literal(1), 2, 'found a number, 2; expected 1'],
    [z.array(z.string()).max(1), ['a', 'b'], 'found a list; expected at most 1 items'],
    [z.number().min(0), -1, 'found a number, -1; expected at least 0'],
    [z.iso.date(), 'soon', 'found "soon"; expected the form date'],
    [
      z.string().refine(() => false, 'it is never right'),
      'x'.repeat(99),
      `found "${'x'.repeat(60)}…"; it is never right`,
    ],
  ])('%#: says what was found and expected', (schema, value, words) => {
    expect(firstFault(schema, value).words).toBe(words);
  });

  it('explains a union by the form that fits best', () => {
    const schema = z.object({
      a: z.union([z.strictObject({ x: z.string() }), z.strictObject({ y: z.object({ z: z.number() }) })]),
    });
    expect(firstFault(schema, { a: { y: { z: 'n' } } })).toEqual({
      path: ['a', 'y', 'z'],
      words: 'found "n"; expected a number',
    });
    expect(firstFault(schema, { a: { x: 1 } })).toEqual({
      path: ['a', 'x'],
      words: 'found a number, 1; expected a text',
    });
    expect(firstFault(schema, {}).words).toBe('it is missing; expected a group of keys');
  });

  it('repeats neither values nor unknown keys of a private file', () => {
    const schema = z.array(z.strictObject({ a: z.enum(['x', 'y']) }));
    for (const value of [[{ a: 'SECRET' }], [{ a: 'x', SECRET: 1 }], 'SECRET'])
      expect(firstFault(schema, value, true).words).not.toContain('SECRET');
    expect(firstFault(schema, [{ a: 'SECRET' }], true).words).toBe('found a text; expected x, y');
  });
});

describe('pathInWords', () => {
  it.each([
    [[], ''],
    [['hosts', 12, 'owner'], 'hosts[12].owner'],
    [[3], '[3]'],
    [[3, 'id'], '[3].id'],
  ])('%j → %s', (path, words) => {
    expect(pathInWords(path)).toBe(words);
  });
});
