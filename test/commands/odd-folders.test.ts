import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../support/lacks.ts';
import { conversation, pcapng } from '../support/make-pcap.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';

const TWIN = 'redmi-class-33@clean';
const SECONDS = 20_000;

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

const errorOf = ({ stdout }: CliRun) =>
  (JSON.parse(stdout) as { error: { message: string; remedy: string; place: { file: string } } }).error;

describe('a folder for results that cannot be made', () => {
  it.each([
    [['collect', '--twin', TWIN, '--out', '/proc/x/y'], '/proc/x/y/captures'],
    [['run', '--twin', TWIN, '--out', '/proc/x/y'], '/proc/x/y/reports'],
    [['audit', 'sample', '--out', '/proc/x/y'], '/proc/x/y'],
  ])('%j is named at once, with --out', async (args, file) => {
    const run = await runCli([...args, '--json'], folder.path, { timeoutMs: SECONDS });
    expect(run.code).toBe(3);
    expect(errorOf(run).place.file).toBe(file);
    expect(errorOf(run).remedy).toContain('--out');
  });

  it('is named where a file is in the way', async () => {
    const file = await folder.write('captures', 'a file');
    const run = await runCli(['collect', '--twin', TWIN, '--json'], folder.path, { timeoutMs: SECONDS });
    expect(errorOf(run).place.file).toBe(file);
    expect(errorOf(run).remedy).toContain('--out');
  });
});

describe('a folder for temporary files that cannot be used', () => {
  const env = { TMPDIR: '/nonexistent/tmp' };

  it('is named with TMPDIR by what reads a packet capture', async () => {
    const request = 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n';
    const input = await folder.write('a.pcap', pcapng(conversation([`>${request}`])));
    const run = await runCli(['audit', input, '--json'], folder.path, { env, timeoutMs: SECONDS });
    expect(run.code).toBe(3);
    expect(errorOf(run).place.file).toBe(env.TMPDIR);
    expect(errorOf(run).remedy).toContain('TMPDIR');
  });

  it.skipIf(lacks('adb'))('is named with TMPDIR by what starts a twin', async () => {
    const args = ['collect', '--twin', TWIN, '--out', join(folder.path, 'out'), '--json'];
    const run = await runCli(args, folder.path, { env, timeoutMs: SECONDS });
    expect(run.code).toBe(3);
    expect(errorOf(run).place.file).toBe(env.TMPDIR);
    expect(errorOf(run).remedy).toContain('TMPDIR');
  });
});
