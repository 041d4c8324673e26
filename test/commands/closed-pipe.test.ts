import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lacks } from '../support/lacks.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;

/** The exit code of phonehome whose output, both streams, nobody reads. */
const codeUnread = (args: readonly string[], cwd: string): Promise<number> =>
  new Promise((resolve) => {
    const line = '"$0" "$@" 2>&1 | true; exit "${PIPESTATUS[0]}"';
    const env = { ...process.env, HOME: cwd };
    execFile('bash', ['-c', line, process.execPath, CLI, ...args], { cwd, env }, (error) => {
      resolve(typeof error?.code === 'number' ? error.code : error === null ? 0 : -1);
    });
  });

it('an audit whose reader has gone is written and keeps the exit code of its verdict', async () => {
  await using folder = await makeTempFolder();
  expect(await codeUnread(['audit', 'sample', '--out', 'out'], folder.path)).toBe(1);
  expect(existsSync(join(folder.path, 'out', 'report.json'))).toBe(true);
});

it.skipIf(lacks('adb'))(
  'a recording whose reader has gone goes on to its manifest',
  async () => {
    await using folder = await makeTempFolder();
    const scenario = await folder.write(
      'brief.yaml',
      'scenarioVersion: 1\nname: brief\ntitle: Some time\nsteps:\n  - { id: idle, title: Nothing, idle: 2s }\n',
    );
    const args = ['run', '--twin', 'redmi-class-33@clean', '--scenario', scenario, '--exit-zero'];
    expect(await codeUnread(args, folder.path)).toBe(0);
    const [session = ''] = readdirSync(join(folder.path, 'captures'));
    expect(existsSync(join(folder.path, 'captures', session, 'manifest.json'))).toBe(true);
    expect(existsSync(join(folder.path, 'reports', session, 'report.json'))).toBe(true);
  },
  120_000,
);
