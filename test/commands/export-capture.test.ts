import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHar, makeHarEntry } from '../support/make-har-entry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { runCli } from '../support/run-cli.ts';

const IMEI = '861234050123457';
const text = gzipSync(JSON.stringify({ imei: IMEI, kept: 'blue' })).toString('base64');
const har = makeHar([
  makeHarEntry(
    {
      _flow: `of ${IMEI}`,
      _app: `app.a${IMEI}`,
      response: { status: 200, headers: [], content: { text: IMEI, mimeType: `text/${IMEI}` } },
    },
    {
      url: `https://vendor.example/${IMEI}?a=1&n=${Buffer.from(`{"i":"${IMEI}"}`).toString('base64url')}`,
      headers: [{ name: 'Cookie', value: `id=${IMEI}; kept=blue` }],
      postData: { mimeType: 'application/json', text, encoding: 'base64' },
    },
  ),
]);

it('writes a HAR that audits alike, and one that holds no known value', async () => {
  await using folder = await makeTempFolder();
  const input = await folder.write('input.har', har);
  const canaries = await folder.write(
    'canaries.json',
    JSON.stringify([{ id: 'i', class: 'imei', value: IMEI }]),
  );
  const [whole, redacted] = [join(folder.path, 'whole.har'), join(folder.path, 'redacted.har')];
  const [again, none] = [join(folder.path, 'again'), join(folder.path, 'none')];

  expect((await runCli(['export', input, '--out', whole], folder.path)).code).toBe(0);
  const leaked = await runCli(
    ['audit', whole, '--canaries', canaries, '--out', again, '--json'],
    folder.path,
  );
  expect(JSON.parse(leaked.stdout)).toMatchObject({ verdict: 'leaks', counts: { findings: 4 } });

  const run = await runCli(
    ['export', input, '--redact', '--canaries', canaries, '--out', redacted],
    folder.path,
  );
  expect(run.code).toBe(0);
  const shown = await readFile(redacted, 'utf8');
  expect(shown).not.toContain(IMEI);
  expect(shown).toContain('kept=blue');
  const clean = await runCli(
    ['audit', redacted, '--canaries', canaries, '--out', none, '--json'],
    folder.path,
  );
  expect(JSON.parse(clean.stdout)).toMatchObject({ counts: { findings: 0 } });

  expect((await runCli(['export', input, '--redact'], folder.path)).code).toBe(3);
});

it('never writes over its input, nor over a good file when it fails', async () => {
  await using folder = await makeTempFolder();
  const input = await folder.write('input.har', har);
  const before = await readFile(input);
  const over = await runCli(['export', input, '--out', input], folder.path);
  expect([over.code, over.stderr.includes('never written over')]).toEqual([3, true]);
  expect(await readFile(input)).toEqual(before);
  const kept = await folder.write('kept.har', 'kept');
  const broken = await folder.write('broken.har', '{"log": 1}');
  expect((await runCli(['export', broken, '--out', kept], folder.path)).code).toBe(3);
  expect(await readFile(kept, 'utf8')).toBe('kept');
});

it('keeps a file that stands where it writes, unless it is the same', async () => {
  await using folder = await makeTempFolder();
  const input = await folder.write('input.har', har);
  const own = await folder.write('own.har', har);
  const write = () => runCli(['export', input, '--out', own], folder.path);
  expect((await write()).stderr).toContain(`${own}.~1~`);
  expect(await readFile(`${own}.~1~`, 'utf8')).toBe(har);
  expect((await write()).stderr).not.toContain('~');
});
