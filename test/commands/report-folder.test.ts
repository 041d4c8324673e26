import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHar, makeHarEntry } from '../support/make-har-entry.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const harOf = (url: string): string => makeHar([makeHarEntry({}, { url })]);

it('a report of another input of the same name is not written over, one of the same input is', async () => {
  await using folder = await makeTempFolder();
  for (const name of ['one', 'other']) mkdirSync(join(folder.path, name));
  const one = await folder.write('one/traffic.har', harOf('https://one.example/'));
  const other = await folder.write('other/traffic.har', harOf('https://other.example/'));
  for (const input of [one, other, one, other])
    expect((await runCli(['audit', input], folder.path)).code).toBe(0);
  expect(readdirSync(join(folder.path, 'reports')).sort()).toEqual(['traffic.har', 'traffic.har-2']);
  const hostIn = (name: string): string =>
    readFileSync(join(folder.path, 'reports', name, 'report.json'), 'utf8');
  expect(hostIn('traffic.har')).toContain('one.example');
  expect(hostIn('traffic.har-2')).toContain('other.example');
});

it('what stands in the folder named by --out is kept, but for a report of the same input', async () => {
  await using folder = await makeTempFolder();
  const one = await folder.write('one.har', harOf('https://one.example/'));
  const other = await folder.write('other.har', harOf('https://other.example/'));
  const out = join(folder.path, 'out');
  mkdirSync(out);
  await folder.write('out/report.csv', 'a table of my own');
  const audit = (input: string) =>
    runCli(['audit', input, '--out', out, '--format', 'json,csv'], folder.path);
  const read = (name: string): string => readFileSync(join(out, name), 'utf8');

  const first = await audit(one);
  expect(first.stderr).toContain(join(out, 'report.csv.~1~'));
  expect(read('report.csv.~1~')).toBe('a table of my own');
  await audit(one);
  expect(readdirSync(out).sort()).toEqual(['report.csv', 'report.csv.~1~', 'report.json']);
  expect((await audit(other)).code).toBe(0);
  expect(read('report.json')).toContain('other.example');
  expect(read('report.json.~1~')).toContain('one.example');
  // Neither report has findings: its table is the same.
  expect(readdirSync(out).sort()).toEqual(['report.csv', 'report.csv.~1~', 'report.json', 'report.json.~1~']);
});
