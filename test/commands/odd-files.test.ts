import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';

const SECONDS = { timeoutMs: 10_000 };

let folder: TempFolder;
let pipe: string;
beforeAll(async () => {
  folder = await makeTempFolder();
  pipe = join(folder.path, 'pipe');
  execFileSync('mkfifo', [pipe]);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

/** With `FILE` in place of the odd file. */
const COMMANDS: readonly (readonly string[])[] = [
  ['audit', 'FILE'],
  ['audit', 'sample', '--canaries', 'FILE'],
  ['audit', 'sample', '--hosts', 'FILE'],
  ['audit', 'sample', '--policy', 'FILE'],
  ['audit', 'sample', '--review', 'FILE'],
  ['audit', 'sample', '--geo', 'FILE'],
  ['render', 'FILE'],
  ['export', 'FILE'],
  ['export', 'sample', '--redact', '--canaries', 'FILE'],
  ['verify', 'sample', '--report', 'FILE'],
  ['explain', '12345678', '--report', 'FILE'],
];

describe('a pipe that nobody fills, and a device without end, are refused by name', () => {
  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))('%s', async (_, words) => {
    for (const file of [pipe, '/dev/zero']) {
      const args = words.map((word) => (word === 'FILE' ? file : word));
      const run = await runCli([...args, '--json'], folder.path, SECONDS);
      expect(run.code, file).toBe(3);
      const { error } = JSON.parse(run.stdout) as {
        error: { code: string; place: { file: string }; remedy: string };
      };
      expect(error.place.file).toContain(file === pipe ? 'pipe' : 'zero');
      expect(error.remedy).toMatch(/file/u);
    }
  });

  it('as a key log', async () => {
    const pcap = await folder.write('a.pcap', Buffer.from(`d4c3b2a1${'00'.repeat(36)}`, 'hex'));
    const run = await runCli(['audit', pcap, '--keylog', pipe], folder.path, SECONDS);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('pipe is no file');
  });
});

describe('a byte order mark, as editors on Windows write it', () => {
  it('is no part of a report, of known values or of a policy', async () => {
    const marked = (text: string): string => `\ufeff${text}`;
    const known = await folder.write(
      'known.json',
      marked('[{ "id": "imei-1", "class": "imei", "value": "004401001234562" }]'),
    );
    const policy = await folder.write(
      'policy.yaml',
      marked(await readFile(join(import.meta.dirname, '../../devices/policies/strict.yaml'), 'utf8')),
    );
    const out = join(folder.path, 'marked');
    const options = ['--out', out, '--format', 'json', '--exit-zero'];
    const audit = await runCli(
      ['audit', 'sample', '--canaries', known, '--policy', policy, ...options],
      folder.path,
    );
    expect(audit.code).toBe(0);
    const json = await readFile(join(out, 'report.json'), 'utf8');
    const report = await folder.write('report.json', marked(json));
    expect((await runCli(['render', report, '--format', 'csv'], folder.path)).code).toBe(0);
    const verified = await runCli(['verify', 'sample', '--report', report, '--canaries', known], folder.path);
    expect(verified.code).toBe(0);
  });

  it('of UTF-16 names what to save it as', async () => {
    const report = await folder.write('wide.json', Buffer.from('\ufeff{}', 'utf16le'));
    const run = await runCli(['render', report], folder.path, SECONDS);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/wide\.json: the file is not UTF-8 text\n {2}save it as UTF-8/u);
  });
});
