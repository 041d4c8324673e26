import { readdir, readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHar, makeHarEntry } from '../support/make-har-entry.ts';
import { conversation, pcapng } from '../support/make-pcap.ts';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';
import { reportSchema } from '#model/report';
import { recordCapture } from '../support/record-capture.ts';
import { runCli } from '../support/run-cli.ts';

const IMEI = '861234050123457';
const CANARIES = JSON.stringify([{ id: 'imei-1', class: 'imei', value: IMEI }]);
const post = (text: string, over: object = {}): Record<string, unknown> =>
  makeHarEntry({}, { postData: { mimeType: 'application/json', text, ...over } });
const leaking = makeHar([post(`{"imei":"${IMEI}"}`)]);
const noise = randomBytes(4000).toString('base64');

let folder: TempFolder;
let canaries: string;
beforeAll(async () => {
  folder = await makeTempFolder();
  canaries = await folder.write('canaries.json', CANARIES);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

let audits = 0;
const audit = async (har: string | Uint8Array, ...options: readonly string[]) => {
  const input = await folder.write('input.har', har);
  // A folder of its own: a report of another input would be kept beside the new one.
  const out = join(folder.path, `out-${String(audits++)}`);
  const run = await runCli(
    ['audit', input, '--canaries', canaries, '--out', out, '--json', ...options],
    folder.path,
  );
  return { ...run, out, result: JSON.parse(run.stdout === '' ? '{}' : run.stdout) as Record<string, never> };
};

describe('the exit code of audit', () => {
  it.each([
    [1, 'leaks', 'a known value sent without consent', leaking, []],
    [0, 'clean', 'nothing personal', makeHar([post('{"colour":"blue","size":12}')]), []],
    [0, 'clean', 'a shape that nobody seeded', makeHar([post('{"imei":"352099001761481"}')]), []],
    [2, 'blind', 'most bytes encrypted once more', makeHar([post(noise, { encoding: 'base64' })]), []],
    [0, 'leaks', 'a leak with --exit-zero', leaking, ['--exit-zero']],
  ])('is %d (%s) for %s', async (code, verdict, _, har, options) => {
    const run = await audit(har, ...options);
    expect([run.code, run.result['verdict']]).toEqual([code, verdict]);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toBe(`report: ${join(run.out, 'report.html')}`);
  });

  it.each([
    [1, 'audited 1 flow'],
    [3, 'audited 3 flows'],
    [130, 'audited 130 flows'],
  ])('says how many flows it audited: %i', async (count, words) => {
    const { stderr } = await audit(makeHar(Array.from({ length: count }, () => post('{"size":12}'))));
    expect(stderr.trimEnd().split('\n').at(-2)).toBe(words);
  });

  it.each([
    ['an empty file', '', /empty/u],
    ['no entries', makeHar([]), /without a single entry/u],
    ['no JSON', 'GET / HTTP/1.1\r\n\r\n', /HAR|format|neither|recogni/iu],
    ['another JSON', '{"hello": 1}', /log/u],
  ])('is 3 for %s, naming the file and what to do', async (_, har, words) => {
    const run = await audit(har, '--exit-zero');
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(words);
    expect(run.stderr).toContain('input.har');
    expect(JSON.stringify(run.result)).toContain('"remedy"');
  });

  it.each([
    ['unknown option', ['audit', 'x.har', '--nonsense']],
    ['unknown command', ['frobnicate']],
    ['unknown command whose help is asked for', ['frobnicate', '--help']],
    ['command without its argument', ['explain']],
    ['unknown format', ['audit', 'sample', '--format', 'pdf']],
    ['missing file', ['audit', 'missing.har']],
    ['missing schema', ['schema', 'nonsense']],
    ['bad region', ['audit', 'sample', '--region', 'india']],
  ])('is 3 for an %s', async (_, args) => {
    const run = await runCli(args, folder.path);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/^phonehome: .+\n {2}\S/u);
    expect(run.stdout).toBe('');
  });
});

describe('a damaged input is audited as far as it goes', () => {
  const cut = leaking.replace(']}', `,${JSON.stringify(post('{"a":1}')).slice(0, -40)}`);
  it.each([
    ['a HAR that is cut off', cut, /cut|ends/iu],
    ['an entry of wrong types', makeHar([{ request: 7 }, post(`{"imei":"${IMEI}"}`)]), /entry/iu],
    ['broken base64', makeHar([post('!!!', { encoding: 'base64' }), post(`{"imei":"${IMEI}"}`)]), /base64/iu],
  ])('%s: the rest is found, the loss is named', async (_, har, words) => {
    const run = await audit(har);
    const report = reportSchema.parse(JSON.parse(await readFile(join(run.out, 'report.json'), 'utf8')));
    expect(run.code).toBe(1);
    expect(report.findings.map(({ canaryId }) => canaryId)).toEqual(['imei-1']);
    expect(report.method.losses.map(({ where, what }) => `${where} ${what}`).join('\n')).toMatch(words);
  });
});

describe('what audit writes', () => {
  it('is every format, under the names of the contract', async () => {
    const { out } = await audit(leaking);
    expect((await readdir(out)).sort()).toEqual([
      'report.csv',
      'report.html',
      'report.json',
      'report.junit.xml',
      'report.sarif',
      'report.txt',
    ]);
  });

  it('names no value, also where the file is named for one', async () => {
    const input = await folder.write(`${IMEI}.har`, leaking);
    const run = await runCli(['audit', input, '--canaries', canaries, '--exit-zero'], folder.path);
    expect(run.stdout).not.toContain(IMEI);
    const [name = ''] = await readdir(join(folder.path, 'reports'));
    expect(name).not.toContain(IMEI);
    expect(await readFile(join(folder.path, 'reports', name, 'report.html'), 'utf8')).not.toContain(IMEI);
  });

  it('can be rendered again to the same bytes, and explained', async () => {
    const { out } = await audit(leaking);
    const again = join(folder.path, 'again');
    const file = join(out, 'report.json');
    expect((await runCli(['render', file, '--out', again], folder.path)).code).toBe(0);
    for (const name of ['report.html', 'report.sarif', 'report.json']) {
      expect(await readFile(join(again, name), 'utf8')).toBe(await readFile(join(out, name), 'utf8'));
    }
    const { findings } = reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const explained = await runCli(['explain', findings[0]?.id ?? '', '--report', file], folder.path);
    expect(explained.stdout).toContain('json $.imei');
    expect(explained.stdout).not.toContain(IMEI);
    expect((await runCli(['explain', 'ffffffffffff', '--report', file], folder.path)).code).toBe(3);
  });

  it('is refused by render when it comes from the future', async () => {
    const file = await folder.write('future.json', JSON.stringify({ reportVersion: 99 }));
    const run = await runCli(['render', file], folder.path);
    expect([run.code, run.stderr]).toEqual([3, expect.stringMatching(/version 99/u)]);
  });
});

describe('help', () => {
  it.each(['audit', 'render', 'explain', 'schema', 'export'])('is there for %s', async (command) => {
    const run = await runCli([command, '--help'], folder.path);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(`phonehome ${command}`);
    expect(run.stdout).toMatch(/--json[\s\S]*--quiet[\s\S]*--no-color/u);
  });
});

describe('schema', () => {
  it('prints JSON Schema', async () => {
    const run = await runCli(['schema', 'report'], folder.path);
    expect(JSON.parse(run.stdout)).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['verdict']) as unknown,
    });
  });
});

describe('a packet capture', () => {
  const says = [
    `POST /track HTTP/1.1\r\nHost: v.example\r\nContent-Length: 26\r\n\r\n{"imei":"${IMEI}"}`,
    '<HTTP/1.1 204 No Content\r\n\r\n',
  ];

  it('is audited end to end, whatever its name, and its known value is in no output', async () => {
    const input = await folder.write('traffic.bin', pcapng(conversation(says)));
    const run = await runCli(['audit', input, '--canaries', canaries, '--out', 'pcap-out'], folder.path);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('The handset: taken to be 192.168.7.5');
    expect(run.stdout + run.stderr).not.toContain(IMEI);
  });

  it('with a key log that is none cannot be read', async () => {
    const input = await folder.write('traffic.pcap', pcapng(conversation(says)));
    const run = await runCli(['audit', input, '--keylog', input], folder.path);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('holds no TLS keys');
  });
});

it('of a capture whose events cannot be read the audit is blind', async () => {
  await using temp = await makeTempFolder();
  const capture = await recordCapture(temp.path);
  const file = join(capture, 'events.jsonl');
  const events = await readFile(file, 'utf8');
  const audit = async () => {
    const run = await runCli(['audit', capture, '--out', join(temp.path, 'out'), '--json'], temp.path);
    return [run.code, (JSON.parse(run.stdout) as { verdict: string }).verdict];
  };
  expect(await audit()).toEqual([0, 'clean']);
  await writeFile(file, events.replaceAll(/"atMs":\d+/gu, '"atMs":-1e300'));
  expect(await audit()).toEqual([2, 'blind']);
  await writeFile(file, '');
  expect(await audit()).toEqual([2, 'blind']);
});
