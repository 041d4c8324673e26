import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderJson } from '#report/json';
import { makeFinding, makeReport } from '../support/make-report.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';

let folder: TempFolder;

/** A report with these findings, so many hours old. */
const keep = async (name: string, ids: readonly string[], hours: number): Promise<void> => {
  mkdirSync(join(folder.path, 'reports', name), { recursive: true });
  const report = makeReport({ findings: ids.map((id) => makeFinding({ id })) });
  const file = await folder.write(join('reports', name, 'report.json'), renderJson(report));
  const at = Date.now() / 1000 - hours * 3600;
  utimesSync(file, at, at);
};

beforeAll(async () => {
  folder = await makeTempFolder();
  await keep('oldest', ['aaaa1111', 'bbbb2222'], 3);
  await keep('older', ['bbbb2222', 'cccc3333', 'cccc3334'], 2);
  await keep('newest', ['dddd4444'], 1);
  mkdirSync(join(folder.path, 'reports', 'broken'));
  await folder.write('reports/broken/report.json', 'no report');
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

const explain = (...args: readonly string[]): Promise<CliRun> => runCli(['explain', ...args], folder.path);

describe('explain without a report named', () => {
  it('finds a finding in whichever report has it, by its id or the beginning', async () => {
    for (const id of ['aaaa1111', 'aaaa']) {
      const run = await explain(id);
      expect(run.code).toBe(0);
      expect(run.stderr).toContain(join('reports', 'oldest', 'report.json'));
    }
  });

  it('lists the reports where several have it, and takes the one then named', async () => {
    const run = await explain('bbbb2222');
    expect(run.code).toBe(3);
    for (const name of ['oldest', 'older'])
      expect(run.stderr).toContain(`--report ${join('reports', name, 'report.json')}`);
    expect((await explain('bbbb2222', '--report', 'reports/older/report.json')).code).toBe(0);
  });

  it('says that none has it, and that a beginning is not enough', async () => {
    expect((await explain('eeee5555')).stderr).toContain('no finding has this id');
    const run = await explain('cccc333');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('more than one finding');
  });
});
