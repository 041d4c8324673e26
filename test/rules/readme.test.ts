import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLab } from '#devices/read-lab';
import { canariesSchema } from '#model/canary';
import { writeFile } from '../support/write-file.ts';
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

  it('shows a lab.yaml that is one', async () => {
    const [example = ''] = blocksOf('yaml');
    const lab = await readLab(writeFile('lab.yaml', example.replaceAll(/^ {3}/gmu, '')));
    expect(lab.identifiers).toHaveLength(1);
    expect([lab.region, lab.peer, lab.account].includes(undefined)).toBe(false);
  });

  it('has git ignore what its commands write and what they are given', () => {
    const files = [
      'known.json',
      'lab.yaml',
      'traffic.har',
      'sample.har',
      'captures/x/session.json',
      'reports/x/report.json',
    ];
    const ignored = execFileSync('git', ['check-ignore', '--no-index', ...files], {
      cwd: PROJECT,
      encoding: 'utf8',
    });
    expect(ignored.trim().split('\n')).toEqual(files);
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
