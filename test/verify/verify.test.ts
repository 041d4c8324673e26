import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInput } from '#capture/open-input';
import { type Canary, canariesSchema } from '#model/canary';
import type { Finding } from '#model/finding';
import { type SavedReport, reportSchema } from '#model/report';
import { verify } from '../../src/verify/verify.ts';
import { PROJECT } from '../rules/planted-tree.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const GOLDEN = join(PROJECT, 'test/golden');
const SAMPLE = join(PROJECT, 'devices/sample-capture');

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const reportOf = (golden: string): SavedReport =>
  reportSchema.parse(readJson(join(GOLDEN, golden, 'report.json')));

const inputOf = (golden: string): { readonly path: string; readonly canaries: readonly Canary[] | null } => {
  const folder = join(GOLDEN, golden);
  if (existsSync(join(folder, 'capture'))) return { path: join(folder, 'capture'), canaries: null };
  if (!existsSync(join(folder, 'input.har'))) return { path: SAMPLE, canaries: null };
  const canaries = canariesSchema.parse(readJson(join(folder, 'canaries.json')));
  return { path: join(folder, 'input.har'), canaries };
};

const verifyPath = async (path: string, report: SavedReport, canaries: readonly Canary[] | null = null) => {
  const input = await openInput(path);
  const folder = input.format === 'capture' ? path : null;
  return verify({ input, folder, report, canaries: canaries ?? input.canaries ?? [] }, () => undefined);
};

const goldens = readdirSync(GOLDEN, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(goldens)('golden %s', (golden) => {
  it('is verified wholly, from its capture', async () => {
    const { path, canaries } = inputOf(golden);
    const report = reportOf(golden);
    const { isWhole, findings, files, bodies, input } = await verifyPath(path, report, canaries);
    const failed = findings.filter(({ outcome }) => outcome !== 'proven' && outcome !== 'seen');
    expect([failed, files?.faults ?? [], bodies?.faults ?? [], input.faults]).toEqual([[], [], [], []]);
    expect(findings).toHaveLength(report.findings.length);
    expect(isWhole).toBe(true);
  });

  it('only the known values make it proven', async () => {
    const { path } = inputOf(golden);
    const report = reportOf(golden);
    const { findings } = await verifyPath(path, report, []);
    expect(findings.map(({ outcome }) => outcome)).toEqual(
      report.findings.map(({ canaryId }) => (canaryId === null ? 'seen' : 'not-replayable')),
    );
  });
});

const SAMPLE_REPORT = reportOf('leak.sample');

/** Verifies a copy of the sample in which something was done. */
const verifyDamaged = async (damage: (folder: string) => void, report = SAMPLE_REPORT) => {
  await using temp = await makeTempFolder();
  const folder = join(temp.path, 'capture');
  cpSync(SAMPLE, folder, { recursive: true });
  damage(folder);
  return await verifyPath(folder, report);
};

type Damaged = Awaited<ReturnType<typeof verifyDamaged>>;

const faultsOf = ({ files }: Damaged): readonly string[] => (files?.faults ?? []).map(({ where }) => where);
const unproven = ({ findings }: Damaged): readonly string[] =>
  findings.filter(({ outcome }) => outcome === 'not-proven').map(({ findingId }) => findingId);

const flip = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};

/** The first request body of the sample that a finding stands in, and where that body is in bodies.bin. */
const bodyWithFinding = async (): Promise<{ readonly finding: Finding; readonly at: number }> => {
  const input = await openInput(SAMPLE);
  for await (const { flow } of input.flows()) {
    const finding = SAMPLE_REPORT.findings.find(
      ({ flowId, part, canaryId, class: dataClass }) =>
        flowId === flow.id && part === 'body' && canaryId !== null && dataClass !== 'installed_apps',
    );
    const [span] = flow.kind === 'http' ? (flow.requestBody?.spans ?? []) : [];
    const link = finding?.route[1];
    if (finding !== undefined && span !== undefined && link?.offset !== undefined)
      return { finding, at: span.offset + link.offset + Math.floor((link.length ?? 0) / 2) };
  }
  throw new Error('the sample has no such body');
};

describe('a capture that was changed', () => {
  it('one byte of bodies.bin: the file, the body and the finding in it', async () => {
    const { finding, at } = await bodyWithFinding();
    const damaged = await verifyDamaged((folder) => {
      flip(join(folder, 'bodies.bin'), at);
    });
    expect(faultsOf(damaged)).toEqual(['bodies.bin']);
    expect(damaged.bodies?.faults).toEqual([
      { where: `flow ${finding.flowId}, request body`, what: 'its SHA-256 is another one' },
    ]);
    const flows = damaged.findings
      .filter(({ outcome }) => outcome === 'not-proven')
      .map(({ flowId }) => flowId);
    expect([...new Set(flows)]).toEqual([finding.flowId]);
    expect(damaged.isWhole).toBe(false);
  });

  it('bodies.bin cut off: the bodies that are not all there', async () => {
    const damaged = await verifyDamaged((folder) => {
      const file = join(folder, 'bodies.bin');
      writeFileSync(file, readFileSync(file).subarray(0, 200));
    });
    expect(faultsOf(damaged)).toEqual(['bodies.bin']);
    expect(damaged.bodies?.faults.length).toBeGreaterThan(1);
    expect(unproven(damaged).length).toBeGreaterThan(1);
  });

  it('one digit of a known value', async () => {
    const damaged = await verifyDamaged((folder) => {
      const file = join(folder, 'canaries.json');
      const canaries = canariesSchema.parse(readJson(file));
      const changed = canaries.map((canary) =>
        canary.class === 'imei' ? { ...canary, value: canary.value.replace(/5/, '6') } : canary,
      );
      writeFileSync(file, JSON.stringify(changed));
    });
    expect(faultsOf(damaged)).toEqual(['canaries.json']);
    const imeis = SAMPLE_REPORT.findings.filter(
      ({ class: dataClass, canaryId }) => dataClass === 'imei' && canaryId !== null,
    );
    expect(imeis.length).toBeGreaterThan(1);
    expect(unproven(damaged)).toEqual(imeis.map(({ id }) => id));
  });

  it.each(['marks.jsonl', 'bodies.bin', 'session.json', 'events.jsonl'])('without %s', async (file) => {
    const damaged = await verifyDamaged((folder) => {
      rmSync(join(folder, file));
    });
    expect(damaged.files?.faults).toEqual([
      { where: file, what: 'the manifest names it and it is not there' },
    ]);
    expect(damaged.isWhole).toBe(false);
  });

  it('with a file more', async () => {
    const damaged = await verifyDamaged((folder) => {
      writeFileSync(join(folder, 'more.txt'), 'x');
    });
    expect(faultsOf(damaged)).toEqual(['more.txt']);
    expect(unproven(damaged)).toEqual([]);
    expect(damaged.isWhole).toBe(false);
  });

  it('without its manifest: nothing vouches for the files, nor ties the report to them', async () => {
    const damaged = await verifyDamaged((folder) => {
      rmSync(join(folder, 'manifest.json'));
    });
    expect(faultsOf(damaged)).toEqual(['manifest.json']);
    expect(damaged.input.faults).toHaveLength(1);
  });
});

/** The sample's report with one finding changed. */
const changed = (index: number, change: (finding: Finding) => Finding): SavedReport => ({
  ...SAMPLE_REPORT,
  findings: SAMPLE_REPORT.findings.map((finding, at) => (at === index ? change(finding) : finding)),
});

const outcomeOf = async (index: number, change: (finding: Finding) => Finding): Promise<string> =>
  (await verifyPath(SAMPLE, changed(index, change))).findings[index]?.outcome ?? 'missing';

const shiftLink =
  (link: number, by: number) =>
  (finding: Finding): Finding => ({
    ...finding,
    route: finding.route.map((each, at) =>
      at === link ? { ...each, offset: Math.max(0, (each.offset ?? 0) + by) } : each,
    ),
  });

/** One change of each kind to every finding: all are noticed. */
const LIES: readonly (readonly [string, (finding: Finding) => Finding])[] = [
  [
    'its place one byte later',
    (finding) => ({ ...finding, at: { ...finding.at, offset: finding.at.offset + 1 } }),
  ],
  [
    'its place one byte shorter',
    (finding) => ({ ...finding, at: { ...finding.at, length: finding.at.length - 1 } }),
  ],
  ['the mask of another value', (finding) => ({ ...finding, masked: 'zz•••zz' })],
  ['another time', (finding) => ({ ...finding, atMs: finding.atMs + 1 })],
  ['another flow', (finding) => ({ ...finding, flowId: 'no-such-flow' })],
  [
    'another transport',
    (finding) => ({ ...finding, transport: finding.transport === 'http' ? 'https' : 'http' }),
  ],
  ['another recipient', (finding) => ({ ...finding, recipientId: `${finding.recipientId}0` })],
  ['no route', (finding) => ({ ...finding, route: [] })],
  [
    'a route without its end',
    (finding) => ({
      ...finding,
      route: finding.route.slice(0, 1),
      at: { offset: 0, length: finding.at.length },
    }),
  ],
];

describe('a report that was changed', () => {
  it.each(LIES)('each finding with %s', async (_, lie) => {
    const report = { ...SAMPLE_REPORT, findings: SAMPLE_REPORT.findings.map(lie) };
    const { findings, isWhole } = await verifyPath(SAMPLE, report);
    const isShort = (index: number): boolean => (SAMPLE_REPORT.findings[index]?.route.length ?? 0) < 2;
    const believed = findings.filter(
      ({ outcome }, index) =>
        (outcome === 'proven' || outcome === 'seen') && !(lie === LIES.at(-1)?.[1] && isShort(index)),
    );
    expect(believed).toEqual([]);
    expect(isWhole).toBe(false);
  });

  it('each link of each route one byte later or earlier', async () => {
    const believed: string[] = [];
    for (const by of [1, -1])
      for (let link = 1; link < 8; link++) {
        const isTouched = ({ route }: Finding): boolean =>
          link < route.length && (route[link]?.offset ?? 0) + by >= 0;
        const findings = SAMPLE_REPORT.findings.filter(isTouched);
        const report = { ...SAMPLE_REPORT, findings: findings.map(shiftLink(link, by)) };
        for (const { outcome, findingId } of (await verifyPath(SAMPLE, report)).findings)
          if (outcome === 'proven' || outcome === 'seen') believed.push(`${findingId} link ${link} by ${by}`);
      }
    expect(believed).toEqual([]);
  });

  it('another recipe', async () => {
    const index = SAMPLE_REPORT.findings.findIndex(({ proof }) => proof.recipe.startsWith('sha1/'));
    const recipes = [
      'md5/hex',
      'plain',
      'sha1/base64url[0:17]',
      'no such step',
      'upper > sha1/base64url[0:16]',
    ];
    for (const recipe of recipes.slice(0, 4)) {
      const outcome = await outcomeOf(index, (finding) => ({
        ...finding,
        proof: { ...finding.proof, recipe },
      }));
      expect([recipe, outcome]).toEqual([recipe, 'not-proven']);
    }
  });

  it('a salt that is not where it is said to be, or nowhere', async () => {
    const index = SAMPLE_REPORT.findings.findIndex(({ proof }) => proof.besides !== undefined);
    expect(index).toBeGreaterThan(-1);
    const withBesides = (besides: Finding['proof']['besides']) =>
      outcomeOf(index, (finding) => ({ ...finding, proof: { ...finding.proof, besides } }));
    const [salt] = SAMPLE_REPORT.findings[index]?.proof.besides ?? [];
    if (salt === undefined) throw new Error('no salt');
    expect(await withBesides([salt])).toBe('proven');
    expect(
      await withBesides([
        { ...salt, at: { ...salt.at, length: salt.at.length - 1 }, route: salt.route.slice(0, 1) },
      ]),
    ).toBe('not-proven');
    expect(await withBesides([])).toBe('not-replayable');
  });

  it('of another input', async () => {
    const { method } = SAMPLE_REPORT;
    const report = {
      ...SAMPLE_REPORT,
      method: { ...method, input: { ...method.input, sha256: '0'.repeat(64) } },
    };
    const { input, isWhole } = await verifyPath(SAMPLE, report);
    expect(input.faults).toHaveLength(1);
    expect(isWhole).toBe(false);
  });
});
