import { describe, expect, it } from 'vitest';
import { readCanaries } from '#devices/read-canaries';
import { failureOf } from '../support/failure-of.ts';
import { writeFile } from '../support/write-file.ts';

const imei = { id: 'imei-1', class: 'imei', value: '861234567890120' };
const own = { id: 'own', class: 'phone.own', value: '055501234' };

const read = (content: unknown, region?: string) =>
  readCanaries(writeFile('canaries.json', JSON.stringify(content)), region);

describe('readCanaries', () => {
  it.each([
    ['none', [imei, own], undefined, undefined],
    ['its own', [imei, { ...own, region: 'IN' }], 'CN', 'IN'],
    ['the file’s', { region: 'IN', canaries: [imei, own] }, 'CN', 'IN'],
    ['the one given', { canaries: [imei, own] }, 'CN', 'CN'],
  ])('gives a telephone number the region: %s', async (_, content, given, expected) => {
    const value = await read(content, given);
    expect(value.map(({ region }) => region)).toEqual([undefined, expected]);
    expect(value[0]).toEqual(imei);
  });

  it('reads YAML', async () => {
    const file = writeFile('c.yaml', 'region: DE\ncanaries:\n  - { id: n, class: phone, value: "030 1" }\n');
    expect(await readCanaries(file)).toEqual([{ id: 'n', class: 'phone', value: '030 1', region: 'DE' }]);
  });

  const secret = 'S3CR3T-861234567890120';
  it.each([
    [
      'a value that is a number',
      [{ ...imei, value: 861_234_567_890_120 }],
      '[0].value: found a number; expected a text',
    ],
    ['an unknown class', [{ ...imei, class: secret }], '[0].class: found a text; expected imei, '],
    ['an unknown key', [imei, { ...own, [secret]: 1 }], '[1]: a key that is not known'],
    [
      'an id twice',
      { canaries: [imei, imei] },
      'canaries[1].id: found a text; this id stands twice in the file',
    ],
    ['a bad id', [{ ...imei, id: ` ${secret}` }], '[0].id: found a text; an id is '],
    [
      'a bad region',
      { region: secret, canaries: [] },
      'region: found a text; a region is two capital letters',
    ],
    ['a text only', [secret], '[0]: found a text; expected a group of keys'],
  ])('refuses %s and repeats nothing of the file', async (_, content, message) => {
    const failure = await failureOf(read(content));
    expect(failure.message).toContain(message);
    expect(failure.message + String(failure.remedy)).not.toMatch(/S3CR3T|8612/);
  });

  it('repeats nothing of a file that cannot be parsed', async () => {
    for (const content of [
      `[{"value": "${secret}" oops}]`,
      `- value: *${secret}\n`,
      `- value: !${secret} x\n`,
    ]) {
      const failure = await failureOf(readCanaries(writeFile('c.json', content)));
      expect(failure.code).toBe('not-parsable');
      expect(failure.message + String(failure.remedy)).not.toContain('S3CR3T');
      expect(failure.place.line).toBe(1);
    }
  });
});
