import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { reportSchema } from '#model/report';
import { makeHar, makeHarEntry } from '../support/make-har-entry.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const IMEI = '861234050123457';
const canaries = [
  { id: 'imei-1', class: 'imei', value: IMEI },
  { id: 'name-1', class: 'contact.name', value: '王小明' },
];

const noise = (index: number): string =>
  createHash('sha512').update(String(index)).digest('hex').slice(0, 50);

const texts: readonly ((index: number) => string)[] = [
  (index) => `{"seq":${String(index)},"imei":"${IMEI}"}`,
  (index) => `{"seq":${String(index)},"data":"${gzipSync(`{"n":"王小明"}`).toString('base64')}"}`,
  (index) => `id=${createHash('sha1').update(IMEI).digest('hex')}&seq=${String(index)}`,
  (index) => JSON.stringify({ events: Array.from({ length: 40 }, (_, at) => noise(index * 40 + at)) }),
  (index) => `{"mac":"7c:1d:d9:a1:b2:${(index % 256).toString(16).padStart(2, '0')}"}`,
];

const entryOf = (index: number): Record<string, unknown> => {
  const text = texts[index % texts.length]?.(index) ?? '';
  return makeHarEntry({}, { postData: { mimeType: 'application/json', text } });
};

// More batches than two workers take at once, of unlike weight, so that they overtake each other.
const har = makeHar(Array.from({ length: 330 }, (_, index) => entryOf(index)));

it('audits to the same bytes in this thread, with one worker and with two', async () => {
  await using folder = await makeTempFolder();
  const input = await folder.write('input.har', har);
  const known = await folder.write('canaries.json', JSON.stringify(canaries));
  const reports: string[] = [];
  for (const workers of ['0', '1', '2']) {
    const out = join(folder.path, workers);
    const options = ['--canaries', known, '--workers', workers, '--out', out, '--format', 'json'];
    expect((await runCli(['audit', input, ...options], folder.path)).code).toBe(1);
    reports.push(await readFile(join(out, 'report.json'), 'utf8'));
  }
  const [inThread = '', one, two] = reports;
  const { flows, findings } = reportSchema.parse(JSON.parse(inThread));
  expect([flows.length, new Set(findings.map(({ class: name }) => name)).size]).toEqual([330, 3]);
  expect(one).toBe(inThread);
  expect(two).toBe(inThread);
}, 120_000);
