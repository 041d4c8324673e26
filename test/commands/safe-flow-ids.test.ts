import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHar, makeHarEntry } from '../support/make-har-entry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { runCli } from '../support/run-cli.ts';

const IMEI = '861234050123457';
const body = { postData: { mimeType: 'text/plain', text: IMEI } };
const har = makeHar([
  makeHarEntry({ _flow: 'first' }, body),
  makeHarEntry({ _flow: `phone ${IMEI}` }, body),
  makeHarEntry({ _flow: `phone-86-1234-0501-23457` }, body),
  makeHarEntry({ _flow: 'of some.user@example.org' }, body),
]);

it('names flows whose own id holds a known value by their place, in the report and where it is verified', async () => {
  await using folder = await makeTempFolder();
  const input = await folder.write('input.har', har);
  const known = await folder.write('known.json', JSON.stringify([{ id: 'i', class: 'imei', value: IMEI }]));
  expect((await runCli(['audit', input, '--canaries', known], folder.path)).code).toBe(1);
  const report = await readFile(join(folder.path, 'reports/input.har/report.json'), 'utf8');
  expect(report).not.toContain(IMEI);
  const { flows, findings } = JSON.parse(report) as {
    flows: { id: string }[];
    findings: { flowId: string }[];
  };
  expect(flows.map(({ id }) => id)).toEqual(['first', 'masked-1', 'masked-2', 'masked-3']);
  expect(findings.map(({ flowId }) => flowId)).toEqual(['first', 'masked-1', 'masked-2', 'masked-3']);
  const verified = await runCli(['verify', input, '--canaries', known], folder.path);
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain('4 findings: 4 proven');
});
