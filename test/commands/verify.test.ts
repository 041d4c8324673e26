import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHar, makeHarEntry } from '../support/make-har-entry.ts';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';
import { PROJECT } from '../rules/planted-tree.ts';
import { runCli } from '../support/run-cli.ts';

const IMEI = '861234050123457';
const SAMPLE = join(PROJECT, 'devices/sample-capture');
const SAMPLE_REPORT = join(PROJECT, 'test/golden/leak.sample/report.json');

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

const run = (...args: readonly string[]) => runCli(['verify', ...args], folder.path);

describe('verify', () => {
  it('ends with 0 for the shipped sample and its report, one line for each finding, none of them unmasked', async () => {
    const { code, stdout, stderr } = await run('sample', '--report', SAMPLE_REPORT);
    expect(code).toBe(0);
    expect(stdout.startsWith('Simulated handset: this tests the instrument')).toBe(true);
    const { findings } = JSON.parse(readFileSync(SAMPLE_REPORT, 'utf8')) as { findings: { id: string }[] };
    expect(findings.filter(({ id }) => !stdout.includes(id))).toEqual([]);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^verified: \d+ findings: \d+ proven/u);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`report: ${SAMPLE_REPORT}`);
    const canaries = JSON.parse(readFileSync(join(SAMPLE, 'canaries.json'), 'utf8')) as {
      class: string;
      value: string;
    }[];
    const shown = canaries
      .filter((canary) => !['operator', 'installed_apps', 'ip'].includes(canary.class))
      .filter(({ value }) => stdout.includes(value));
    expect(shown.map(({ class: dataClass }) => dataClass)).toEqual([]);
  });

  it('takes the newest report of the input under reports/', async () => {
    await runCli(['audit', 'sample', '--quiet', '--format', 'json'], folder.path);
    mkdirSync(join(folder.path, 'reports/broken'));
    writeFileSync(join(folder.path, 'reports/broken/report.json'), '{');
    const { code, stderr } = await run('sample', '--quiet');
    expect([code, stderr]).toEqual([0, `report: ${join('reports', 'sample', 'report.json')}\n`]);
  });

  it('ends with 1 and names what failed', async () => {
    const copy = join(folder.path, 'copy');
    cpSync(SAMPLE, copy, { recursive: true });
    writeFileSync(join(copy, 'marks.jsonl'), '');
    const { code, stdout } = await run(copy, '--report', SAMPLE_REPORT);
    expect(code).toBe(1);
    expect(stdout).toContain('FAILED marks.jsonl: it is not what it was');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^FAILED: /u);
  });

  it('says the same as JSON', async () => {
    const { code, stdout } = await run('sample', '--report', SAMPLE_REPORT, '--json');
    const result = JSON.parse(stdout) as { isWhole: boolean; findings: { outcome: string }[] };
    expect([code, result.isWhole]).toEqual([0, true]);
    expect(new Set(result.findings.map(({ outcome }) => outcome))).toEqual(new Set(['proven', 'seen']));
  });
});

describe('verify of a HAR', () => {
  let har: string;
  let known: string;
  let out: string;
  beforeAll(async () => {
    const text = `{"imei":"${IMEI}"}`;
    const entry = makeHarEntry({}, { postData: { mimeType: 'application/json', text } });
    har = await folder.write('input.har', makeHar([entry]));
    known = await folder.write('known.json', JSON.stringify([{ id: 'imei-1', class: 'imei', value: IMEI }]));
    out = join(folder.path, 'har-report');
    await runCli(['audit', har, '--canaries', known, '--out', out, '--format', 'json'], folder.path);
  });

  it('proves its findings with the known values at hand', async () => {
    const { code, stdout } = await run(har, '--canaries', known, '--report', join(out, 'report.json'));
    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, 'verified: 1 finding: 1 proven']);
    expect(stdout).not.toContain(IMEI);
  });

  it('ends with 1 where the known value is another one, and shows neither', async () => {
    const other = '861234050123465';
    const file = await folder.write(
      'other.json',
      JSON.stringify([{ id: 'imei-1', class: 'imei', value: other }]),
    );
    const { code, stdout } = await run(har, '--canaries', file, '--report', join(out, 'report.json'));
    expect(code).toBe(1);
    expect(stdout).toContain('NOT PROVEN');
    expect([stdout.includes(IMEI), stdout.includes(other)]).toEqual([false, false]);
  });

  it('ends with 1 for another file than the report was made of', async () => {
    const entry = makeHarEntry(
      {},
      { postData: { mimeType: 'application/json', text: `{"imei":"${IMEI}"} ` } },
    );
    const other = await folder.write('other.har', makeHar([entry]));
    const { code, stdout } = await run(other, '--canaries', known, '--report', join(out, 'report.json'));
    expect(code).toBe(1);
    expect(stdout).toContain('the report was made of another one');
  });

  it.each([
    ['without the known values', () => [har, '--report', join(out, 'report.json')], /--canaries FILE/u],
    ['without a report', () => [har, '--canaries', known], /--report FILE/u],
    ['without an input', () => ['missing.har'], /missing\.har/u],
    ['with a report that is none', () => [har, '--report', known], /no report/u],
  ])('ends with 3 %s, saying what to do', async (_, args, words) => {
    const { code, stderr } = await run(...args());
    expect(code).toBe(3);
    expect(stderr).toMatch(words);
  });
});
