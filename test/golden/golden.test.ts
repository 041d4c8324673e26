import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canariesSchema } from '#model/canary';
import { PUBLIC_CLASSES } from '#model/data-class';
import { reportSchema } from '#model/report';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';
import { PROJECT } from '../rules/planted-tree.ts';
import { runCli } from '../support/run-cli.ts';

const GOLDEN = join(PROJECT, 'test/golden');
const KEPT = ['report.json', 'report.html'] as const;
const WRITTEN = [...KEPT, 'report.sarif', 'report.junit.xml', 'report.csv', 'report.txt'] as const;
const EXIT_CODES = { leak: 1, blind: 2, clean: 0 } as const;
const SAMPLE = join(PROJECT, 'devices/sample-capture');

type Golden = {
  readonly folder: string;
  readonly kind: keyof typeof EXIT_CODES;
  /** What is audited: arguments of the command. */
  readonly args: readonly string[];
  readonly canaries: string;
};

const goldenFrom = (folder: string): Golden => {
  const place = join(GOLDEN, folder);
  const kind = folder.split('.')[0] as Golden['kind'];
  if (existsSync(join(place, 'capture')))
    return { folder, kind, args: [join(place, 'capture')], canaries: join(place, 'capture/canaries.json') };
  const canaries = join(place, 'canaries.json');
  if (existsSync(join(place, 'input.har')))
    return { folder, kind, args: [join(place, 'input.har'), '--canaries', canaries], canaries };
  return { folder, kind, args: ['sample'], canaries: join(SAMPLE, 'canaries.json') };
};

const goldens = readdirSync(GOLDEN, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => goldenFrom(name));

/** A value as it might slip out: as it stands, in either case, without separators, backwards, in base64. */
const traces = (value: string): readonly string[] => {
  const bare = value.replace(/[^\p{L}\p{N}]/gu, '');
  const national = bare.replace(/^44(?=7700)/, '');
  return [...new Set([value, bare, national, Buffer.from(value).toString('base64').replace(/=+$/, '')])]
    .flatMap((text) => [text, text.toLowerCase(), text.toUpperCase(), [...text].reverse().join('')])
    .filter((text) => text.length >= 7);
};

describe.each(goldens)('golden $folder', ({ folder, kind, args, canaries }) => {
  let out: TempFolder;
  let code: number;
  const written = (file: string): string => readFileSync(join(out.path, file), 'utf8');

  beforeAll(async () => {
    out = await makeTempFolder();
    ({ code } = await runCli(['audit', ...args, '--out', out.path, '--quiet'], out.path));
    if (process.env['UPDATE'] !== '1') return;
    mkdirSync(join(GOLDEN, folder), { recursive: true });
    for (const file of KEPT) writeFileSync(join(GOLDEN, folder, file), written(file));
  });
  afterAll(async () => {
    await out[Symbol.asyncDispose]();
  });

  it('ends with the exit code of its kind', () => {
    expect(code).toBe(EXIT_CODES[kind]);
  });

  it.each(KEPT)('is what it was: %s', (file) => {
    const kept = readFileSync(join(GOLDEN, folder, file), 'utf8');
    const isSame = kept === written(file);
    expect(isSame, `${folder}/${file} changed; when that is meant: UPDATE=1 npm test`).toBe(true);
  });

  it('is a report by the schema, and says the same whatever it is printed as', () => {
    const report = reportSchema.parse(JSON.parse(written('report.json')));
    for (const file of ['report.html', 'report.txt'] as const)
      expect(written(file).includes('Simulated handset: this tests the instrument'), file).toBe(
        report.session.simulated,
      );
    const results = (JSON.parse(written('report.sarif')) as { runs: { results: unknown[] }[] }).runs[0]
      ?.results;
    expect(results?.length).toBeGreaterThanOrEqual(
      report.findings.some(({ policy }) => policy.forbidden) ? 1 : 0,
    );
  });

  it('holds no known value in any form of the report', () => {
    const known = canariesSchema
      .parse(JSON.parse(readFileSync(canaries, 'utf8')))
      .filter((canary) => !PUBLIC_CLASSES.has(canary.class));
    expect(known.length).toBeGreaterThan(0);
    for (const file of WRITTEN) {
      const text = written(file);
      const leaked = known.filter(({ value }) => traces(value).some((trace) => text.includes(trace)));
      expect([file, leaked.map(({ id }) => id)]).toEqual([file, []]);
    }
  });
});
