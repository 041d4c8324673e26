import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canariesSchema } from '#model/canary';
import { PROJECT } from './planted-tree.ts';

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')));

const WORDS =
  'handset twin firmware canary flow layer route spelling match finding recipient capture report journal'
    .split(' ')
    .concat('blind spot');

const blocksOf = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^ *\`\`\`${language}\n([^]*?)\n *\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );

describe('README', () => {
  it.each(WORDS)('defines %s once', (word) => {
    expect(readme.split('\n').filter((line) => line.startsWith(`| _${word}_ `))).toHaveLength(1);
  });

  it('shows a file of known values that is one', () => {
    const [example = ''] = blocksOf('json');
    expect(canariesSchema.parse(JSON.parse(example)).length).toBeGreaterThan(3);
  });

  it('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm (?:run )?(start|test|build|check|fix|bench[:\w]*)/g)].map(
      ([, name]) => name,
    );
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'build']));
    expect(named.filter((name) => !Object.hasOwn(scripts, name ?? ''))).toEqual([]);
  });

  it('links only to what is there', () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target));
    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter((target) => !existsSync(join(PROJECT, target)))).toEqual([]);
  });

  it('shows a picture that is quick to load', () => {
    expect(statSync(join(PROJECT, '.readme/report.png')).size).toBeLessThan(300_000);
  });

  it('says what has never been tried, and links to the place database as its licence asks', () => {
    expect(readme).toMatch(/Never tried on a real phone/);
    expect(readme).toContain('<a href="https://db-ip.com">IP Geolocation by DB-IP</a>');
  });
});
