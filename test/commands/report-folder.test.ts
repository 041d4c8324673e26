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
